import { isDeepStrictEqual } from 'node:util'
import type { LibraryState } from '../../../electron/contract/engine.ts'
import type { FailureCode } from '../../../electron/contract/failure.ts'
import type { Place } from '../command-line.ts'
import type { AskedStep, BoardLog } from './board-log.ts'
import { send } from './edit-boards.ts'
import { type Client, startEngine } from './processes.ts'
import type { Random } from './random.ts'
import { ask, type Round, type World } from './world.ts'

export interface Look {
  readonly place: Place
  readonly world: World
  readonly states: readonly LibraryState['state'][]
  /** With what a change may be refused. */
  readonly refusals: readonly FailureCode[]
  readonly random: Random
}

/** Starts an engine where little or nothing can be written: everything must be there to look at, and it says so. */
export async function lookAround({ place, world, states, refusals, random }: Look): Promise<void> {
  const round: Round = { world, answered() {}, mayRefuse: new Set(refusals) }
  const engine = startEngine(place)
  try {
    const client = engine.connect()
    const { state, sentence } = await client.library.state()
    if (!states.includes(state) || (state === 'ready') !== (sentence === null))
      throw new Error(`a library that cannot be written is "${state}": ${sentence}`)
    const asked = [...world.unanswered].flatMap((each) => (each.about === 'board' ? [each.asked] : []))
    for (const log of world.boards.values()) {
      const unanswered = asked.filter(({ boardId }) => boardId === log.id)
      log.settle(await client.storyboards.open({ id: log.id }), unanswered)
      await tryToRename(client, round, log, random)
    }
    for (const [id, before] of world.generations)
      if (!isDeepStrictEqual(await client.generations.get({ id }), before)) throw new Error(`result ${id} has changed`)
    for (const [key, value] of world.views) await mustShow(client, key, value)
    await client.jobs.list()
  } finally {
    await engine.stop()
  }
}

async function tryToRename(client: Client, round: Round, log: BoardLog, random: Random): Promise<void> {
  const step = { do: 'change' as const, change: { type: 'rename' as const, title: `Full ${random.below(1e6)}` } }
  const asked: AskedStep = { boardId: log.id, changeId: random.id(), step }
  const board = await ask(round, { about: 'board', asked }, () => send(client, asked, { storyboardId: log.id }))
  const now = await client.storyboards.open({ id: log.id })
  if (!board) return void log.settle(now, [])
  log.hear(board, asked)
  log.settle(now, [])
}

/** Another was asked for and not answered, perhaps. */
async function mustShow(client: Client, key: string, value: number): Promise<void> {
  const shown = await client.view.get({ key })
  if (typeof shown !== 'number') throw new Error(`view ${key} is ${JSON.stringify(shown)}, and was ${value}`)
}
