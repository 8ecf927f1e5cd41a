import { isDeepStrictEqual } from 'node:util'
import type { Change, Storyboard } from '../../../electron/contract/storyboard.ts'

// How a storyboard should behave, with the simplest undo there is: a pile of whole boards. Shares no code with the engine.

export interface Content {
  readonly title: string
  readonly panels: readonly { id: string; caption: string; image: string | null; generationId: string | null }[]
}

/** A board at one moment, as undo has to bring it back. Null or undefined: nobody has seen it. */
export interface Moment {
  readonly content: Content | null
  /** What undo would take back here. */
  readonly label: string | null | undefined
  /** The caption that was typed to get here: more typing there may belong to the same step, if it came soon enough. */
  readonly typed: string | null
  /** Whether this moment and the one before may be one step. */
  readonly mayJoin: boolean
  /** What the words for the step that led here begin with. */
  readonly begins: RegExp | null
  /** How it came to be, for whoever looks into a failure. */
  readonly came?: string
}

export interface BoardState {
  readonly past: readonly Moment[]
  readonly present: Moment
  readonly future: readonly Moment[]
}

export type BoardStep = { do: 'change'; change: Change } | { do: 'undo' } | { do: 'redo' } | { do: 'land' }

export const contentOf = ({ title, panels }: Storyboard): Content => ({
  title,
  panels: panels.map(({ id, caption, image, generationId }) => ({
    id,
    caption,
    image: image?.sha256 ?? null,
    generationId,
  })),
})

export const beginWith = (board: Storyboard): BoardState => ({
  past: [],
  present: { content: contentOf(board), label: board.undoLabel, typed: null, mayJoin: false, begins: null },
  future: [],
})

const beginnings: Record<Change['type'], RegExp> = {
  insert: /^Add /,
  caption: /^Write /,
  picture: /^(Add|Change|Remove) picture/,
  move: /^Move /,
  delete: /^Delete /,
  rename: /^Rename /,
}

/** Where a step may lead: more than one place where it depends on what nobody saw. Nowhere: it would do nothing. */
export function takeStep(state: BoardState, step: BoardStep): BoardState[] {
  if (step.do === 'undo') return back(state)
  if (step.do === 'redo') return forth(state)
  if (step.do === 'land')
    return [push(state, { content: null, typed: null, begins: /^(Continue|Retell|Describe) / }), state] // the same words again are no step
  const { content } = state.present
  const begins = beginnings[step.change.type]
  const typed = step.change.type === 'caption' ? step.change.panelId : null
  if (content === null) return [push(state, { content: null, typed, begins }), state]
  const next = applyChange(content, step.change)
  if (next === null) return []
  return [isDeepStrictEqual(next, content) ? state : push(state, { content: next, typed, begins })]
}

function push(
  { past, present, future }: BoardState,
  { content, typed, begins }: Pick<Moment, 'content' | 'typed' | 'begins'>,
): BoardState {
  const mayJoin = typed !== null && typed === present.typed && future.length === 0
  return { past: [...past, present], present: { content, label: undefined, typed, begins, mayJoin }, future: [] }
}

function back({ past, present, future }: BoardState): BoardState[] {
  const before = past.at(-1)
  if (!before) return []
  const one = { past: past.slice(0, -1), present: before, future: [...future, { ...present, mayJoin: false }] }
  if (!present.mayJoin) return [one]
  // if the two are one step, the one before has never been a place to come back to
  const two = back({ past: past.slice(0, -1), present: before, future: [] })
  return [one, ...two.map((state) => ({ ...state, future: one.future }))]
}

function forth({ past, present, future }: BoardState): BoardState[] {
  const next = future.at(-1)
  return next ? [{ past: [...past, present], present: next, future: future.slice(0, -1) }] : []
}

/** The state with what was seen of it, or null when it cannot be what was seen. */
export function see(state: BoardState, board: Storyboard): BoardState | null {
  const { past, present, future } = state
  const content = contentOf(board)
  if (present.content !== null && !isDeepStrictEqual(present.content, content)) return null
  if (present.label !== undefined && present.label !== board.undoLabel) return null
  if (present.begins && !present.begins.test(board.undoLabel ?? '')) return null
  if ((past.length === 0) !== (board.undoLabel === null)) return null
  const redo = future.at(-1)
  if ((redo === undefined) !== (board.redoLabel === null)) return null
  if (redo?.label !== undefined && redo.label !== board.redoLabel) return null
  const known = redo ? [...future.slice(0, -1), { ...redo, label: board.redoLabel }] : future
  return { past, present: { ...present, content, label: board.undoLabel }, future: known }
}

/** Null when the change does not fit the board. */
function applyChange({ title, panels }: Content, change: Change): Content | null {
  switch (change.type) {
    case 'rename':
      return { title: change.title, panels }
    case 'insert': {
      const drafts = change.panels.map(({ id, caption, image, generationId }) => ({ id, caption, image, generationId }))
      return { title, panels: panels.toSpliced(change.index, 0, ...drafts) }
    }
    case 'caption':
    case 'picture': {
      if (!panels.some(({ id }) => id === change.panelId)) return null
      const fields =
        change.type === 'caption'
          ? { caption: change.caption }
          : { image: change.image, generationId: change.generationId }
      return { title, panels: panels.map((each) => (each.id === change.panelId ? { ...each, ...fields } : each)) }
    }
    case 'move':
    case 'delete':
      break
  }
  const isChosen = ({ id }: { id: string }) => change.panelIds.includes(id)
  const chosen = panels.filter(isChosen)
  if (chosen.length !== new Set(change.panelIds).size) return null
  const rest = (list: Content['panels']) => list.filter((each) => !isChosen(each))
  if (change.type === 'delete') return { title, panels: rest(panels) }
  return {
    title,
    panels: [...rest(panels.slice(0, change.index)), ...chosen, ...rest(panels.slice(change.index))],
  }
}
