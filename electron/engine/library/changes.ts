import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import { Id, TimeMs } from '../../contract/values.ts'
import { mustChangeOne } from './must-change.ts'
import { Patch } from './plan-change.ts'

const ChangeRow = z.strictObject({
  id: Id,
  number: z.int(),
  label: z.string(),
  joinsWith: z.string().nullable(),
  forward: z.string().transform((json) => Patch.parse(JSON.parse(json))),
  inverse: z.string().transform((json) => Patch.parse(JSON.parse(json))),
  createdAtMs: TimeMs,
})
/** One entry of the undo log. */
export type ChangeRow = z.infer<typeof ChangeRow>
export type ChangeState = 'applied' | 'undone' | 'retired'

const columns = 'id, number, label, joins_with AS joinsWith, forward, inverse, created_at_ms AS createdAtMs'

// The indexes are named because SQLite, left to itself, takes the primary key and reads the whole log of a document.
const ofLastApplied = `FROM changes INDEXED BY changes_applied
  WHERE document_id = ? AND state = 'applied' ORDER BY number DESC LIMIT 1`
const ofFirstUndone = `FROM changes INDEXED BY changes_undone
  WHERE document_id = ? AND state = 'undone' ORDER BY number LIMIT 1`

/** What undo would take back. */
export function lastApplied(db: Database, documentId: Id): ChangeRow | null {
  const row = db.prepare(`SELECT ${columns} ${ofLastApplied}`).get(documentId)
  return row === undefined ? null : ChangeRow.parse(row)
}

/** What redo would do again. */
export function firstUndone(db: Database, documentId: Id): ChangeRow | null {
  const row = db.prepare(`SELECT ${columns} ${ofFirstUndone}`).get(documentId)
  return row === undefined ? null : ChangeRow.parse(row)
}

export function undoLabel(db: Database, documentId: Id): string | null {
  return toLabel(db.prepare(`SELECT label ${ofLastApplied}`).pluck().get(documentId))
}

export function redoLabel(db: Database, documentId: Id): string | null {
  return toLabel(db.prepare(`SELECT label ${ofFirstUndone}`).pluck().get(documentId))
}

const toLabel = (label: unknown) =>
  z
    .string()
    .nullable()
    .parse(label ?? null)

export function isChangeKnown(db: Database, changeId: Id): boolean {
  return db.prepare('SELECT 1 FROM changes WHERE id = ?').get(changeId) !== undefined
}

/** What has an undo log. */
export type DocumentKind = 'storyboard' | 'edit'

export type NewChange = Omit<ChangeRow, 'number'> & { documentId: Id; kind: DocumentKind; state: ChangeState }

export function insertChange(db: Database, change: NewChange): void {
  const insert = db.prepare(
    `INSERT INTO changes (document_id, number, id, kind, state, label, joins_with, forward, inverse, created_at_ms)
     VALUES (:documentId, (SELECT coalesce(max(number), 0) + 1 FROM changes WHERE document_id = :documentId),
       :id, :kind, :state, :label, :joinsWith, :forward, :inverse, :createdAtMs)`,
  )
  mustChangeOne(
    insert.run({ ...change, forward: JSON.stringify(change.forward), inverse: JSON.stringify(change.inverse) }),
  )
}

export function setChangeState(db: Database, changeId: Id, state: ChangeState): void {
  mustChangeOne(db.prepare('UPDATE changes SET state = ? WHERE id = ?').run(state, changeId))
}

/** A new change takes the place of everything that was undone. */
export function retireUndone(db: Database, documentId: Id): void {
  const update = db.prepare(
    `UPDATE changes INDEXED BY changes_undone SET state = 'retired' WHERE document_id = ? AND state = 'undone'`,
  )
  update.run(documentId)
}
