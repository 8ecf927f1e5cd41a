import { z } from 'zod'
import { AppError } from '../../contract/failure.ts'
import type { Change } from '../../contract/storyboard.ts'
import { Id } from '../../contract/values.ts'
import { PanelRow } from './panels.ts'
import { makeRoom } from './positions.ts'

/** What a change does to the rows of one board. A patch and its inverse together lead back to exactly the same rows. */
export const Patch = z.strictObject({
  /** Fields of the board itself; what is left out stays as it is. */
  head: z.strictObject({ title: z.string() }).partial(),
  lists: z.strictObject({ panels: z.strictObject({ remove: z.array(Id), put: z.array(PanelRow) }) }),
})
export type Patch = z.infer<typeof Patch>

export interface BoardRows {
  title: string
  panels: readonly PanelRow[]
}

export interface PlannedChange {
  label: string
  forward: Patch
  inverse: Patch
  /** Changes with the same word here, one right after the other, are one step to undo: typing in one caption. */
  joinsWith: string | null
}

/** Works out a change without touching anything. Throws a sentence when it does not fit the board. */
export function planChange(board: BoardRows, change: Change, nowMs: number): PlannedChange {
  const desired = rowsAfter(board.panels, change, nowMs)
  const title = change.type === 'rename' ? change.title : board.title
  return {
    label: labelOf(change, board.panels),
    ...difference(board, { title, panels: desired }),
    joinsWith: change.type === 'caption' ? `caption:${change.panelId}` : null,
  }
}

export const isNothing = ({ head, lists: { panels } }: Patch): boolean =>
  Object.keys(head).length === 0 && panels.remove.length === 0 && panels.put.length === 0

function rowsAfter(panels: readonly PanelRow[], change: Change, nowMs: number): readonly PanelRow[] {
  switch (change.type) {
    case 'insert': {
      const index = Math.min(change.index, panels.length)
      const { rest, positions } = makeRoom(panels, index, change.panels.length)
      const added = change.panels.map((draft, i) => ({ ...draft, position: positions[i] ?? 0, createdAtMs: nowMs }))
      return rest.toSpliced(index, 0, ...added)
    }
    case 'caption':
      return replace(panels, change.panelId, { caption: change.caption })
    case 'picture':
      return replace(panels, change.panelId, { image: change.image, generationId: change.generationId })
    case 'move':
      return moved(panels, new Set(change.panelIds), change.index)
    case 'delete': {
      const ids = new Set(change.panelIds)
      mustHave(panels, ids)
      return panels.filter((panel) => !ids.has(panel.id))
    }
    case 'rename':
      break
  }
  return panels
}

function replace(panels: readonly PanelRow[], panelId: Id, fields: Partial<PanelRow>): PanelRow[] {
  mustHave(panels, new Set([panelId]))
  return panels.map((panel) => (panel.id === panelId ? { ...panel, ...fields } : panel))
}

function moved(panels: readonly PanelRow[], ids: Set<Id>, index: number): readonly PanelRow[] {
  mustHave(panels, ids)
  const rest = panels.filter((panel) => !ids.has(panel.id))
  const moving = panels.filter((panel) => ids.has(panel.id))
  const at = panels.slice(0, index).filter((panel) => !ids.has(panel.id)).length
  const order = rest.toSpliced(at, 0, ...moving)
  if (order.every((panel, i) => panel === panels[i])) return panels
  const room = makeRoom(rest, at, moving.length)
  return room.rest.toSpliced(at, 0, ...moving.map((panel, i) => ({ ...panel, position: room.positions[i] ?? 0 })))
}

function mustHave(panels: readonly PanelRow[], ids: Set<Id>): void {
  const present = new Set(panels.map((panel) => panel.id))
  if ([...ids].every((id) => present.has(id))) return
  const sentence =
    ids.size === 1
      ? 'This panel is no longer on the storyboard.'
      : 'Some of these panels are no longer on the storyboard.'
  throw new AppError('not-found', sentence)
}

function difference(before: BoardRows, after: BoardRows): { forward: Patch; inverse: Patch } {
  return { forward: patchTo(before, after), inverse: patchTo(after, before) }
}

function patchTo(from: BoardRows, to: BoardRows): Patch {
  const old = new Map(from.panels.map((panel) => [panel.id, panel]))
  const kept = new Set(to.panels.map((panel) => panel.id))
  const panels = {
    remove: from.panels.filter((panel) => !kept.has(panel.id)).map((panel) => panel.id),
    put: to.panels.filter((panel) => !isSame(old.get(panel.id), panel)),
  }
  return { head: from.title === to.title ? {} : { title: to.title }, lists: { panels } }
}

/** Whether two states of a panel look the same on the board. */
export function isSame(a: PanelRow | undefined, b: PanelRow): boolean {
  if (!a) return false
  return (
    a === b ||
    (a.position === b.position && a.caption === b.caption && a.image === b.image && a.generationId === b.generationId)
  )
}

const count = (n: number, one: string) => (n === 1 ? one : `${n} ${one}s`)

function labelOf(change: Change, panels: readonly PanelRow[]): string {
  switch (change.type) {
    case 'insert':
      return `Add ${count(change.panels.length, change.panels.every((panel) => panel.image !== null) ? 'picture' : 'panel')}`
    case 'caption':
      return 'Write caption'
    case 'picture':
      return change.image === null
        ? 'Remove picture'
        : panels.some((p) => p.id === change.panelId && p.image)
          ? 'Change picture'
          : 'Add picture'
    case 'move':
      return `Move ${count(new Set(change.panelIds).size, 'panel')}`
    case 'delete':
      return `Delete ${count(new Set(change.panelIds).size, 'panel')}`
    case 'rename':
      break
  }
  return 'Rename storyboard'
}
