import type { Database } from 'better-sqlite3'
import { AppError } from '../../contract/failure.ts'
import type { Change, Storyboard } from '../../contract/storyboard.ts'
import type { Id } from '../../contract/values.ts'
import { hasAsset } from './assets.ts'
import { firstUndone, insertChange, isChangeKnown, lastApplied, retireUndone, setChangeState } from './changes.ts'
import { hasGeneration } from './generations.ts'
import { deletePanelRow, insertPanelRow, isPanelIdTaken, listPanelRows, type PanelRow } from './panels.ts'
import { isNothing, isSame, type Patch, planChange, type PlannedChange } from './plan-change.ts'
import { readStoryboard, readStoryboardRow, touchStoryboard } from './storyboards.ts'

/** Words typed with no longer pause than this between two savings are one step to undo. */
const typingPauseMs = 5000

export interface ChangeOrder {
  storyboardId: Id
  changeId: Id
  change: Change
  /** Instead of the usual words for this kind of change; such a change is always its own step. */
  label?: string
  nowMs: number
}

/** Applies a change and logs how to take it back, in one transaction. The same changeId again changes nothing. */
export function changeStoryboard(
  db: Database,
  { storyboardId, changeId, change, label, nowMs }: ChangeOrder,
): Storyboard {
  return db
    .transaction(() => {
      const row = readStoryboardRow(db, storyboardId)
      if (isChangeKnown(db, changeId)) return readStoryboard(db, storyboardId)
      checkReferences(db, change)
      const panels = listPanelRows(db, storyboardId)
      const planned = planChange({ title: row.title, panels }, change, nowMs)
      applyPatch(db, storyboardId, planned.forward, { panels, nowMs })
      const own = label === undefined ? planned : { ...planned, label, joinsWith: null }
      logChange(db, { storyboardId, changeId, planned: own, nowMs })
      return readStoryboard(db, storyboardId)
    })
    .immediate()
}

/** Nothing to undo is no failure: the board comes back as it is. */
export function undo(db: Database, storyboardId: Id, nowMs: number): Storyboard {
  return db
    .transaction(() => {
      readStoryboardRow(db, storyboardId)
      const change = lastApplied(db, storyboardId)
      if (change) {
        applyPatch(db, storyboardId, change.inverse, { panels: listPanelRows(db, storyboardId), nowMs })
        setChangeState(db, change.id, 'undone')
      }
      return readStoryboard(db, storyboardId)
    })
    .immediate()
}

export function redo(db: Database, storyboardId: Id, nowMs: number): Storyboard {
  return db
    .transaction(() => {
      readStoryboardRow(db, storyboardId)
      const change = firstUndone(db, storyboardId)
      if (change) {
        applyPatch(db, storyboardId, change.forward, { panels: listPanelRows(db, storyboardId), nowMs })
        setChangeState(db, change.id, 'applied')
      }
      return readStoryboard(db, storyboardId)
    })
    .immediate()
}

/** Rows that change are taken out first and put back in, so that no two ever hold one position on the way. */
function applyPatch(
  db: Database,
  storyboardId: Id,
  patch: Patch,
  now: { panels: readonly PanelRow[]; nowMs: number },
): void {
  const { remove, put } = patch.lists.panels
  const touched = new Set([...remove, ...put.map((row) => row.id)])
  for (const panel of now.panels) if (touched.has(panel.id)) deletePanelRow(db, storyboardId, panel.id)
  for (const row of put) insertPanelRow(db, storyboardId, row)
  touchStoryboard(db, storyboardId, { title: patch.head.title ?? null, nowMs: now.nowMs })
}

interface Logged {
  storyboardId: Id
  changeId: Id
  planned: PlannedChange
  nowMs: number
}

function logChange(db: Database, { storyboardId, changeId, planned, nowMs }: Logged): void {
  const entry = { documentId: storyboardId, kind: 'storyboard' as const, id: changeId, createdAtMs: nowMs, ...planned }
  if (isNothing(planned.forward)) return insertChange(db, { ...entry, state: 'retired' }) // nothing to undo, but known
  const undone = firstUndone(db, storyboardId) !== null
  if (undone) retireUndone(db, storyboardId)
  const last = lastApplied(db, storyboardId)
  const joins =
    !undone &&
    planned.joinsWith !== null &&
    last?.joinsWith === planned.joinsWith &&
    nowMs - last.createdAtMs <= typingPauseMs
  if (joins) setChangeState(db, last.id, 'retired')
  const isTypedBack =
    joins && planned.forward.lists.panels.put.every((row, i) => isSame(last.inverse.lists.panels.put[i], row))
  const inverse = joins ? last.inverse : planned.inverse
  insertChange(db, { ...entry, state: isTypedBack ? 'retired' : 'applied', inverse })
}

function checkReferences(db: Database, change: Change): void {
  const drafts = change.type === 'insert' ? change.panels : change.type === 'picture' ? [change] : []
  for (const { image, generationId } of drafts) {
    if (image !== null && !hasAsset(db, image))
      throw new AppError('not-found', 'This picture is not in the library. Add it again.')
    if (generationId !== null && !hasGeneration(db, generationId))
      throw new AppError('not-found', 'How this picture was made is not in the history.')
  }
  if (change.type !== 'insert') return
  const ids = change.panels.map((panel) => panel.id)
  if (new Set(ids).size !== ids.length || ids.some((id) => isPanelIdTaken(db, id)))
    throw new AppError('conflict', 'This panel is on a storyboard already.')
}
