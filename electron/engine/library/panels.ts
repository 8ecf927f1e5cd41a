import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import { Asset, type Panel } from '../../contract/storyboard.ts'
import { Id, Sha256, Text, TimeMs } from '../../contract/values.ts'
import { mustChangeOne } from './must-change.ts'

/** A panel as it is kept, and as the undo log keeps it. Positions are sparse, so that most changes touch few panels. */
export const PanelRow = z.strictObject({
  id: Id,
  position: z.int(),
  caption: Text,
  image: Sha256.nullable(),
  generationId: Id.nullable(),
  createdAtMs: TimeMs,
})
export type PanelRow = z.infer<typeof PanelRow>

const columns = `
  p.id, p.position, p.caption, p.image_sha256 AS image, p.generation_id AS generationId, p.created_at_ms AS createdAtMs`

/** In the order of the board. */
export function listPanelRows(db: Database, storyboardId: Id): PanelRow[] {
  const rows = db
    .prepare(`SELECT ${columns} FROM panels p WHERE p.storyboard_id = ? ORDER BY p.position`)
    .all(storyboardId)
  return rows.map((row) => PanelRow.parse(row))
}

const JoinedRow = PanelRow.extend({
  mime: Asset.shape.mime.nullable(),
  width: z.int().nullable(),
  height: z.int().nullable(),
  sizeBytes: z.int().nullable(),
})

/** In the order of the board, each with its picture. */
export function listPanels(db: Database, storyboardId: Id): Panel[] {
  const rows = db
    .prepare(
      `SELECT ${columns}, a.mime, a.width, a.height, a.size_bytes AS sizeBytes
       FROM panels p LEFT JOIN assets a ON a.sha256 = p.image_sha256
       WHERE p.storyboard_id = ? ORDER BY p.position`,
    )
    .all(storyboardId)
  return rows.map((row) => {
    const { id, caption, image, generationId, createdAtMs, mime, width, height, sizeBytes } = JoinedRow.parse(row)
    const asset = image === null ? null : Asset.parse({ sha256: image, mime, width, height, sizeBytes })
    return { id, caption, image: asset, generationId, createdAtMs }
  })
}

export function hasPanel(db: Database, storyboardId: Id, panelId: Id): boolean {
  return db.prepare('SELECT 1 FROM panels WHERE id = ? AND storyboard_id = ?').get(panelId, storyboardId) !== undefined
}

/** Ids name a panel on any board: true also if another board has it. */
export function isPanelIdTaken(db: Database, panelId: Id): boolean {
  return db.prepare('SELECT 1 FROM panels WHERE id = ?').get(panelId) !== undefined
}

export function insertPanelRow(db: Database, storyboardId: Id, row: PanelRow): void {
  mustChangeOne(
    db
      .prepare(
        `INSERT INTO panels (id, storyboard_id, position, caption, image_sha256, generation_id, created_at_ms)
         VALUES (:id, :storyboardId, :position, :caption, :image, :generationId, :createdAtMs)`,
      )
      .run({ ...row, storyboardId }),
  )
}

export function deletePanelRow(db: Database, storyboardId: Id, panelId: Id): void {
  mustChangeOne(db.prepare('DELETE FROM panels WHERE id = ? AND storyboard_id = ?').run(panelId, storyboardId))
}
