import type { Database } from 'better-sqlite3'
import type { z } from 'zod'
import { AppError } from '../../contract/failure.ts'
import { Storyboard, StoryboardSummary } from '../../contract/storyboard.ts'
import type { Id } from '../../contract/values.ts'
import { redoLabel, undoLabel } from './changes.ts'
import { mustChangeOne } from './must-change.ts'
import { listPanels } from './panels.ts'

const StoryboardRow = Storyboard.pick({ id: true, sessionId: true, title: true, revision: true, updatedAtMs: true })
export type StoryboardRow = z.infer<typeof StoryboardRow>

export function findStoryboardRow(db: Database, id: Id): StoryboardRow | null {
  const row = db
    .prepare(
      'SELECT id, session_id AS sessionId, title, revision, updated_at_ms AS updatedAtMs FROM storyboards WHERE id = ?',
    )
    .get(id)
  return row === undefined ? null : StoryboardRow.parse(row)
}

export function readStoryboardRow(db: Database, id: Id): StoryboardRow {
  const row = findStoryboardRow(db, id)
  if (!row) throw new AppError('not-found', 'This storyboard is not in the library.')
  return row
}

/** The whole board, as of one moment. */
export function readStoryboard(db: Database, id: Id): Storyboard {
  return db.transaction(() => ({
    ...readStoryboardRow(db, id),
    panels: listPanels(db, id),
    undoLabel: undoLabel(db, id),
    redoLabel: redoLabel(db, id),
  }))()
}

/** Newest first. Ids are UUIDv7, so the primary key is in order of time. */
export function listStoryboards(db: Database): StoryboardSummary[] {
  const rows = db
    .prepare(
      `SELECT s.id, s.session_id AS sessionId, s.title, s.updated_at_ms AS updatedAtMs,
         (SELECT count(*) FROM panels p WHERE p.storyboard_id = s.id) AS panelCount,
         (SELECT p.image_sha256 FROM panels p WHERE p.storyboard_id = s.id AND p.image_sha256 IS NOT NULL
          ORDER BY p.position LIMIT 1) AS cover
       FROM storyboards s ORDER BY s.id DESC`,
    )
    .all()
  return rows.map((row) => StoryboardSummary.parse(row))
}

/** The same id again is the same storyboard. */
export function insertStoryboard(
  db: Database,
  board: { id: Id; sessionId: Id; title: string; nowMs: number },
): Storyboard {
  return db
    .transaction(() => {
      if (findStoryboardRow(db, board.id)) return readStoryboard(db, board.id)
      const insert = db.prepare(
        `INSERT INTO storyboards (id, session_id, title, revision, created_at_ms, updated_at_ms)
         VALUES (:id, :sessionId, :title, 0, :nowMs, :nowMs)`,
      )
      mustChangeOne(insert.run(board))
      return readStoryboard(db, board.id)
    })
    .immediate()
}

/** Every change of a board raises its revision by one: undo and redo are changes too. */
export function touchStoryboard(db: Database, id: Id, { title, nowMs }: { title: string | null; nowMs: number }): void {
  const update = db.prepare(
    'UPDATE storyboards SET title = coalesce(:title, title), revision = revision + 1, updated_at_ms = :nowMs WHERE id = :id',
  )
  mustChangeOne(update.run({ id, title, nowMs }))
}
