import { isDeepStrictEqual } from 'node:util'
import type { AskedStep } from './board-log.ts'
import { hearBoard, send } from './edit-boards.ts'
import { importOne } from './import-pictures.ts'
import type { Client } from './processes.ts'
import type { Random } from './random.ts'
import { readResults } from './run-jobs.ts'
import type { Asked, Round, World } from './world.ts'

/**
 * Asks an engine that has just begun, and has nobody yet to draw for it, for everything that clients were told before.
 * What was asked for without an answer may be there or not, but whole; asked again, it is there once.
 */
export async function settleRound(client: Client, round: Round, random: Random): Promise<void> {
  const { world } = round
  const left = [...world.unanswered]
  world.unanswered.clear()
  const state = await client.library.state()
  if (state.state !== 'ready') throw new Error(`the library is not well: ${JSON.stringify(state)}`)
  await settleJobs(client, world, left)
  await settleBoards(client, round, left, random)
  await settleViews(client, world, left)
  for (const each of left) if (each.about === 'import') world.importsLeft.add(each.asked)
  for (const each of world.importsLeft) {
    world.importsLeft.delete(each)
    await importOne(client, round, each)
  }
  await settleImports(client, world, random)
  await settleResults(client, world, random)
}

function mustEqual(now: unknown, before: unknown, what: string): void {
  if (!isDeepStrictEqual(now, before))
    throw new Error(`${what} is ${JSON.stringify(now)} and was ${JSON.stringify(before)}`)
}

async function settleJobs(client: Client, { jobs, counts, mostRunning }: World, left: readonly Asked[]): Promise<void> {
  const list = await client.jobs.list()
  const wishes = left.flatMap((each) => (each.about === 'job' ? [each.asked] : []))
  const begun = jobs.settle(list, wishes)
  if (begun.length > mostRunning) throw new Error(`one engine was running ${begun.length} jobs`)
  counts['interrupted'] = (counts['interrupted'] ?? 0) + begun.length
}

async function settleBoards(client: Client, round: Round, left: readonly Asked[], random: Random): Promise<void> {
  const { world } = round
  const asked = left.flatMap((each) => (each.about === 'board' ? [each.asked] : []))
  const isFirst = world.boards.size === 0
  const listed = await client.storyboards.list()
  const made = new Map(left.flatMap((each) => (each.about === 'new-board' ? [[each.asked.id, each.asked.title]] : [])))
  for (const { id, title } of listed) {
    if (!world.boards.has(id) && !isFirst && made.get(id) !== title) throw new Error(`nobody asked for board ${id}`)
    if (!world.boards.has(id)) hearBoard(world, await client.storyboards.open({ id }))
  }
  for (const log of world.boards.values()) {
    const board = await client.storyboards.open({ id: log.id })
    const unanswered = asked.filter(({ boardId }) => boardId === log.id)
    const taken = log.settle(board, unanswered)
    const summary = listed.find(({ id }) => id === log.id)
    mustEqual([summary?.title, summary?.panelCount], [board.title, board.panels.length], `the entry of board ${log.id}`)
    for (const step of unanswered) if (random.chance(0.5)) await askAgain(client, world, step, taken.includes(step))
  }
}

/** A change asked for a second time under its name is made once. */
async function askAgain(client: Client, world: World, asked: AskedStep, isTaken: boolean): Promise<void> {
  const log = world.boards.get(asked.boardId)
  if (!log || asked.step.do !== 'change') return
  const before = log.newest()
  const board = await send(client, asked, { storyboardId: log.id }).catch(() => null) // it may not fit the board any more
  if (!board) return
  if (isTaken) return mustEqual(board, before, 'a board after the same change again')
  log.hear(board, asked)
  log.settle(board, [])
}

async function settleViews(client: Client, { views }: World, left: readonly Asked[]): Promise<void> {
  const wanted = new Map(left.flatMap((each) => (each.about === 'view' ? [[each.asked.key, each.asked.value]] : [])))
  for (const key of new Set([...views.keys(), ...wanted.keys()])) {
    const value = await client.view.get({ key })
    if (value !== null && value === wanted.get(key)) views.set(key, wanted.get(key) ?? 0)
    else mustEqual(value, views.get(key) ?? null, `view ${key}`)
  }
}

/** The same import again has the same answer, even though its file has gone. */
async function settleImports(client: Client, { imports }: World, random: Random): Promise<void> {
  const all = [...imports.values()]
  for (let n = 0; n < Math.min(3, all.length); n++) {
    const { asset, incoming, name } = random.pick(all)
    mustEqual(await client.assets.import({ incoming, name }), asset, `import ${incoming}`)
  }
}

async function settleResults(client: Client, world: World, random: Random): Promise<void> {
  for (const { seen } of world.jobs.jobs.values()) if (seen?.state === 'done') await readResults(client, world, seen)
  const all = [...world.generations.values()]
  for (let n = 0; n < Math.min(5, all.length); n++) {
    const before = random.pick(all)
    mustEqual(await client.generations.get({ id: before.id }), before, `result ${before.id}`)
  }
}
