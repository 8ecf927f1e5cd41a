import { rmSync } from 'node:fs'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Change, Storyboard } from '../../../../electron/contract/storyboard.ts'
import { changeStoryboard, redo, undo } from '../../../../electron/engine/library/change-storyboard.ts'
import { openLibrary, type Library } from '../../../../electron/engine/library/open-library.ts'
import { listStoryboards, readStoryboard } from '../../../../electron/engine/library/storyboards.ts'
import { silentLog } from '../../../../electron/service/log.ts'
import { newId, temporaryFolder } from '../support/studio.ts'

/** What a board should be, with the simplest undo there is: a list of whole boards. */
interface Model {
  states: State[]
  at: number
}
interface State {
  title: string
  panels: readonly { id: string; caption: string }[]
  /** The panel whose caption was typed to get here: more typing there belongs to the same step. */
  typed: string | null
}

type Step =
  | { do: 'insert'; index: number; captions: string[] }
  | { do: 'caption'; pick: number; caption: string }
  | { do: 'move' | 'delete'; picks: number[]; index: number }
  | { do: 'rename'; title: string }
  | { do: 'undo' | 'redo' | 'reopen' }

const small = fc.nat({ max: 12 })
const word = fc.string({ minLength: 1, maxLength: 3, unit: fc.constantFrom('a', 'b', 'ü', '🦊', "'") })
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('insert' as const),
      index: small,
      captions: fc.array(word, { minLength: 1, maxLength: 3 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('caption' as const), pick: small, caption: word }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('move' as const, 'delete' as const),
      picks: fc.array(small, { minLength: 1, maxLength: 3 }),
      index: small,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('rename' as const), title: word }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('undo' as const, 'redo' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reopen' as const) }) },
)

/** The change for a step, or null when the board is too empty for it. */
function toChange(each: Step, panels: State['panels']): Change | null {
  const pick = (n: number) => panels[n % panels.length]?.id ?? ''
  if (each.do === 'insert') {
    const drafts = each.captions.map((caption) => ({ id: newId(), caption, image: null, generationId: null }))
    return { type: 'insert', index: each.index, panels: drafts }
  }
  if (each.do === 'rename') return { type: 'rename', title: each.title }
  if (panels.length === 0) return null
  if (each.do === 'caption') return { type: 'caption', panelId: pick(each.pick), caption: each.caption }
  if (each.do === 'move') return { type: 'move', panelIds: each.picks.map(pick), index: each.index }
  if (each.do === 'delete') return { type: 'delete', panelIds: each.picks.map(pick) }
  return null
}

function after(state: State, change: Change): Omit<State, 'typed'> {
  const { title, panels } = state
  if (change.type === 'rename') return { title: change.title, panels }
  if (change.type === 'insert')
    return {
      title,
      panels: panels.toSpliced(change.index, 0, ...change.panels.map(({ id, caption }) => ({ id, caption }))),
    }
  if (change.type === 'caption')
    return { title, panels: panels.map((p) => (p.id === change.panelId ? { ...p, caption: change.caption } : p)) }
  if (change.type === 'picture') throw new Error('not in this model')
  const isChosen = (p: { id: string }) => change.panelIds.includes(p.id)
  if (change.type === 'delete') return { title, panels: panels.filter((p) => !isChosen(p)) }
  const head = panels.slice(0, change.index)
  const tail = panels.slice(change.index)
  const rest = (list: typeof panels) => list.filter((p) => !isChosen(p))
  return { title, panels: [...rest(head), ...panels.filter(isChosen), ...rest(tail)] }
}

function applyToModel(model: Model, change: Change): void {
  const state = model.states[model.at]!
  const next = after(state, change)
  if (JSON.stringify(next) === JSON.stringify({ title: state.title, panels: state.panels })) return
  const typed = change.type === 'caption' ? change.panelId : null
  const isAtEnd = model.at === model.states.length - 1
  const joins = typed !== null && state.typed === typed && isAtEnd
  model.states = model.states.slice(0, model.at + (joins ? 0 : 1))
  const before = joins ? model.states.at(-1) : undefined
  const isBack = JSON.stringify(next) === JSON.stringify(before && { title: before.title, panels: before.panels })
  if (!isBack) model.states.push({ ...next, typed })
  model.at = model.states.length - 1
}

const shown = ({ title, panels }: Storyboard) => ({ title, panels: panels.map(({ id, caption }) => ({ id, caption })) })

it('any sequence of changes, undo, redo and restarts ends where a list of whole boards ends', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), (steps) => {
      const folder = temporaryFolder()
      const open = () => openLibrary(folder, { now: () => 1, log: silentLog })
      let library: Library = open()
      const storyboardId = listStoryboards(library.db)[0]!.id
      const model: Model = { states: [{ title: 'Untitled storyboard', panels: [], typed: null }], at: 0 }
      const nowMs = 1
      for (const each of steps) {
        if (each.do === 'reopen') {
          library.close()
          library = open()
        } else if (each.do === 'undo') {
          undo(library.db, storyboardId, nowMs)
          if (model.at > 0) model.at--
        } else if (each.do === 'redo') {
          redo(library.db, storyboardId, nowMs)
          if (model.at < model.states.length - 1) model.at++
        } else {
          const change = toChange(each, model.states[model.at]!.panels)
          if (change) {
            changeStoryboard(library.db, { storyboardId, changeId: newId(), change, nowMs })
            applyToModel(model, change)
          }
        }
        const board = readStoryboard(library.db, storyboardId)
        const { title, panels } = model.states[model.at]!
        expect(shown(board)).toEqual({ title, panels })
        expect([board.undoLabel !== null, board.redoLabel !== null]).toEqual([
          model.at > 0,
          model.at < model.states.length - 1,
        ])
      }
      library.close()
      rmSync(folder, { recursive: true, force: true })
    }),
    { numRuns: 60 },
  )
})
