import { isDeepStrictEqual } from 'node:util'
import type { Storyboard } from '../../../electron/contract/storyboard.ts'
import { beginWith, type BoardState, type BoardStep, type Content, contentOf, see, takeStep } from './board-model.ts'

/** A step that was asked for. Answered or not, it may have been taken. */
export interface AskedStep {
  readonly boardId: string
  /** The name of a change; undo and redo have none. */
  readonly changeId?: string
  readonly step: BoardStep
}

/** What is known of one board: where it surely was, and what was heard of it since then. */
export interface BoardLog {
  readonly id: string
  /** The newest whole board that was seen. */
  newest(): Storyboard
  /** How many steps undo surely reaches back. */
  depth(): number
  /** A whole board, and the step that led to it when it is the answer to one. */
  hear(board: Storyboard, cause?: AskedStep): void
  /**
   * Explains the board as it is now by what was answered, what was asked for without an answer, and results that came
   * onto it. Throws when there is no explanation. Gives the steps without an answer that were taken.
   */
  settle(now: Storyboard, unanswered: readonly AskedStep[]): AskedStep[]
  /** Takes back up to `steps` steps and does them again; each must lead where it led before. Gives how many there were. */
  walk(calls: { undo(): Promise<Storyboard>; redo(): Promise<Storyboard> }, steps: number): Promise<number>
}

interface Heard {
  board: Storyboard
  causes: AskedStep[]
}

export function createBoardLog(first: Storyboard): BoardLog {
  let settled = { revision: first.revision, state: beginWith(first) }
  let newest = first
  const heard = new Map<number, Heard>()
  const createdAt = new Map<string, number>()

  const hear: BoardLog['hear'] = (board, cause) => {
    for (const { id, createdAtMs } of board.panels) {
      if ((createdAt.get(id) ?? createdAtMs) !== createdAtMs) throw new Error(`panel ${id} has another time now`)
      createdAt.set(id, createdAtMs)
    }
    if (board.revision > newest.revision) newest = board
    const known = heard.get(board.revision)
    if (known && !isDeepStrictEqual(known.board, board)) throw different(known.board, board)
    const causes = known?.causes ?? []
    heard.set(board.revision, { board, causes: cause ? [...causes, cause] : causes })
  }
  const settle: BoardLog['settle'] = (now, unanswered) => {
    if (now.revision < newest.revision)
      throw new Error(`board ${now.id} was seen at revision ${newest.revision} and is at ${now.revision} now`)
    hear(now)
    const found = explain({ ...settled, heard, unanswered, upTo: now.revision })
    settled = { revision: now.revision, state: found.state }
    heard.clear()
    newest = now
    return found.taken
  }
  return {
    id: first.id,
    newest: () => newest,
    depth: () => settled.state.past.filter((moment) => !moment.mayJoin).length,
    hear,
    settle,
    async walk({ undo, redo }, steps) {
      const go = async (call: () => Promise<Storyboard>, step: 'undo' | 'redo') => {
        const from = newest
        const board = await call()
        if (board.revision === from.revision) return false
        hear(board, { boardId: first.id, step: { do: step } })
        settle(board, [])
        return true
      }
      let taken = 0
      while (taken < steps && (await go(undo, 'undo'))) taken++
      if (taken < steps && settled.state.past.length > 0) throw new Error('undo does not reach as far back as it did')
      for (let n = 0; n < taken; n++)
        if (!(await go(redo, 'redo'))) throw new Error(`redo ended after ${n} of ${taken}`)
      return taken
    },
  }
}

interface Question {
  revision: number
  state: BoardState
  heard: ReadonlyMap<number, Heard>
  unanswered: readonly AskedStep[]
  upTo: number
}

interface Explanation {
  state: BoardState
  taken: AskedStep[]
}

/** Looks for an order of steps that leads from one state to the other through everything that was seen in between. */
function explain({ revision, state, heard, unanswered, upTo }: Question): Explanation {
  let furthest = revision
  const search = (at: number, from: BoardState, left: readonly AskedStep[]): Explanation | null => {
    furthest = Math.max(furthest, at)
    if (at === upTo) return { state: from, taken: unanswered.filter((each) => !left.includes(each)) }
    const next = heard.get(at + 1)
    for (const { step, rest } of candidates(next, left)) {
      for (const to of takeStep(from, step)) {
        const seen = next ? see(to, next.board) : to
        if (!seen || (step.do === 'land' && !isLanding(from, seen))) continue
        const found = search(at + 1, seen === from ? from : remember(seen, from, step, at + 1), rest)
        if (found) return found
      }
    }
    return null
  }
  const base = heard.get(revision)
  const first = base ? see(state, base.board) : state
  const found = first && search(revision, first, unanswered)
  if (found) return found
  const [before, after] = [heard.get(furthest)?.board, heard.get(furthest + 1)]
  const was = before ? contentOf(before) : furthest === revision ? state.present.content : null
  const changed = after && was ? changesBetween(was, contentOf(after.board)) : 'not seen'
  const steps = state.past.length
  const pile = [...state.past.slice(-3), state.present, ...state.future.slice(-2)].map(({ content, ...moment }) => ({
    ...moment,
    isKnown: content !== null,
    title: content?.title,
    size: content?.panels.length,
  }))
  throw new Error(
    `no explanation for revision ${furthest + 1} of a board that was at ${revision} with ${steps} steps and is at ${upTo}: ${JSON.stringify(
      {
        changed,
        causes: after?.causes,
        labels: labelsOf(before),
        labelsAfter: labelsOf(after?.board),
        unanswered,
        pile,
      },
    )}`,
  )
}

function remember(state: BoardState, from: BoardState, step: BoardStep, revision: number): BoardState {
  if (state.past.length !== from.past.length + 1 || step.do === 'redo') return state
  const what = step.do === 'change' ? step.change.type : step.do
  return { ...state, present: { ...state.present, came: `${what} at ${revision}` } }
}

const labelsOf = (board: Storyboard | undefined) => board && [board.undoLabel, board.redoLabel]

function changesBetween(a: Content, b: Content): unknown {
  const old = new Map(a.panels.map((panel) => [panel.id, panel]))
  const changed = b.panels.filter((panel) => !isDeepStrictEqual(panel, old.get(panel.id)))
  return {
    title: a.title === b.title ? undefined : [a.title, b.title],
    changed: changed.map((panel) => [old.get(panel.id), panel]),
    gone: a.panels.filter(({ id }) => !b.panels.some((panel) => panel.id === id)),
    order: [a, b].map(({ panels }) => panels.map(({ id }) => id.slice(-4)).join(' ')),
  }
}

/**
 * Undo and redo with nothing to do answer with the board as it is: of several answers with one revision, only one
 * can be its cause, and a change always is.
 */
function candidates(
  next: Heard | undefined,
  left: readonly AskedStep[],
): { step: BoardStep; rest: readonly AskedStep[] }[] {
  const causes = next?.causes ?? []
  const changes = causes.filter(({ step }) => step.do === 'change')
  if (changes.length > 0) return changes.map(({ step }) => ({ step, rest: left }))
  return [
    ...causes.map(({ step }) => ({ step, rest: left })),
    ...left.map((each) => ({ step: each.step, rest: left.filter((other) => other !== each) })),
    { step: { do: 'land' as const }, rest: left },
  ]
}

/** A result comes as one new panel, or as another picture or caption of one panel. Of what nobody saw nothing is said. */
function isLanding(before: BoardState, after: BoardState): boolean {
  const [a, b] = [before.present.content, after.present.content]
  if (!a || !b) return true
  if (a.title !== b.title) return false
  const old = new Map(a.panels.map((panel) => [panel.id, panel]))
  const changed = b.panels.filter((panel) => !isDeepStrictEqual(panel, old.get(panel.id)))
  const order = (panels: typeof a.panels) => panels.filter(({ id }) => old.has(id)).map(({ id }) => id)
  return changed.length <= 1 && isDeepStrictEqual(order(a.panels), order(b.panels))
}

const different = (a: Storyboard, b: Storyboard) =>
  new Error(`one revision of a board had two forms: ${JSON.stringify(changesBetween(contentOf(a), contentOf(b)))}`)
