import type { Change, PanelDraft, Storyboard } from '../../../electron/contract/storyboard.ts'
import { type AskedStep, createBoardLog } from './board-log.ts'
import type { Client } from './processes.ts'
import type { Random } from './random.ts'
import { ask, type Round, type World } from './world.ts'

const mostBoards = 5
const mostPanels = 25

/** Changes boards in every way there is, until the engine is gone. Others may be changing the same ones. */
export async function editBoards(client: Client, round: Round, random: Random): Promise<never> {
  for (;;) {
    if (round.world.boards.size < mostBoards && random.chance(0.05)) await createBoard(client, round, random)
    else if (random.chance(0.04)) await putView(client, round, random)
    else await takeOneStep(client, round, random)
  }
}

export function hearBoard({ boards }: World, board: Storyboard, cause?: AskedStep): void {
  const known = boards.get(board.id)
  if (known) known.hear(board, cause)
  else boards.set(board.id, createBoardLog(board))
}

async function createBoard(client: Client, round: Round, random: Random): Promise<void> {
  const asked = { id: random.id(), title: `Board ${random.below(1000)}` }
  const board = await ask(round, { about: 'new-board', asked }, () => client.storyboards.create(asked))
  if (board) hearBoard(round.world, board)
}

async function putView(client: Client, round: Round, random: Random): Promise<void> {
  const asked = { key: `place-${random.below(3)}`, value: random.below(1e9) }
  const isBusy = [...round.world.unanswered].some((each) => each.about === 'view' && each.asked.key === asked.key)
  if (isBusy) return // of two at once nobody could tell which came last
  const isKept = await ask(round, { about: 'view', asked }, () => client.view.put(asked).then(() => true))
  if (isKept) round.world.views.set(asked.key, asked.value)
}

async function takeOneStep(client: Client, round: Round, random: Random): Promise<void> {
  const log = random.pick([...round.world.boards.values()])
  const id = { storyboardId: log.id }
  const choice = random.fraction()
  const step = choice < 0.16 ? ('undo' as const) : choice < 0.26 ? ('redo' as const) : null
  const change = step ? null : chooseChange(log.newest(), round.world, random)
  const asked: AskedStep = step
    ? { boardId: log.id, step: { do: step } }
    : {
        boardId: log.id,
        changeId: random.id(),
        step: { do: 'change', change: change ?? insertion(round.world, random) },
      }
  const board = await ask(round, { about: 'board', asked }, () => send(client, asked, id))
  if (board) hearBoard(round.world, board, asked)
}

/** The same request again, too: a change keeps its name. */
export function send(
  client: Client,
  { step, changeId = '' }: AskedStep,
  id: { storyboardId: string },
): Promise<Storyboard> {
  if (step.do === 'undo') return client.storyboards.undo(id)
  if (step.do === 'redo') return client.storyboards.redo(id)
  if (step.do === 'change') return client.storyboards.change({ ...id, changeId, change: step.change })
  throw new Error('nobody can ask for a landing')
}

/** Null when the board is too empty for what was chosen. */
function chooseChange(board: Storyboard, world: World, random: Random): Change | null {
  const { panels } = board
  const choice = random.fraction()
  if (choice < 0.04) return { type: 'rename', title: `Title ${random.below(1e6)}` }
  if (panels.length === 0 || (choice < 0.35 && panels.length < mostPanels)) return null
  const some = () => Array.from({ length: 1 + random.below(3) }, () => random.pick(panels).id)
  const panelId = random.pick(panels).id
  if (choice < 0.6)
    return {
      type: 'caption',
      panelId,
      caption: `w${random.below(1e6)}${random.chance(0.05) ? 'ü🦊'.repeat(random.below(100)) : ''}`,
    }
  if (choice < 0.7) return { type: 'picture', panelId, ...pictureFor(world, random) }
  if (choice < 0.85) return { type: 'move', panelIds: some(), index: random.below(panels.length + 1) }
  const many = panels.length >= mostPanels ? panels.slice(0, 10).map(({ id }) => id) : some()
  return { type: 'delete', panelIds: many }
}

function insertion(world: World, random: Random): Change {
  const draft = (): PanelDraft => ({
    id: random.id(),
    caption: `p${random.below(1e6)}`,
    ...pictureFor(world, random),
  })
  return { type: 'insert', index: random.below(12), panels: Array.from({ length: 1 + random.below(3) }, draft) }
}

function pictureFor(
  { imports, generations }: World,
  random: Random,
): { image: string | null; generationId: string | null } {
  const drawn = [...generations.values()].filter(({ image }) => image !== null)
  if (drawn.length > 0 && random.chance(0.3)) {
    const { image, id } = random.pick(drawn)
    return { image, generationId: id }
  }
  const brought = [...imports.values()]
  const image = brought.length > 0 && random.chance(0.6) ? random.pick(brought).asset.sha256 : null
  return { image, generationId: null }
}
