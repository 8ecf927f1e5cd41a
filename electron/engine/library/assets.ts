import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import { AppError } from '../../contract/failure.ts'
import { Asset } from '../../contract/storyboard.ts'
import type { Id, Sha256 } from '../../contract/values.ts'
import { mustChangeOne } from './must-change.ts'

const columns = 'a.sha256, a.mime, a.width, a.height, a.size_bytes AS sizeBytes'

export function hasAsset(db: Database, sha256: Sha256): boolean {
  return db.prepare('SELECT 1 FROM assets WHERE sha256 = ?').get(sha256) !== undefined
}

/** Throws `sentence` when one of them is not in the library. */
export function mustHavePictures(
  db: Database,
  pictures: readonly Sha256[],
  sentence = 'A picture of the prompt is not in the library. Add it again.',
): void {
  for (const sha256 of new Set(pictures)) if (!hasAsset(db, sha256)) throw new AppError('not-found', sentence)
}

/** Names a picture whose file is safe on disk. The same bytes are the same picture, whoever made them. */
export function insertAsset(db: Database, asset: Asset, nowMs: number): void {
  db.prepare(
    `INSERT INTO assets (sha256, mime, width, height, size_bytes, created_at_ms)
     VALUES (:sha256, :mime, :width, :height, :sizeBytes, :nowMs) ON CONFLICT (sha256) DO NOTHING`,
  ).run({ ...asset, nowMs })
}

/** What an earlier, equal request brought in: a retry after a lost connection has the same answer. */
export function findImported(db: Database, importId: Id): Asset | null {
  const query = `SELECT ${columns} FROM imports i JOIN assets a ON a.sha256 = i.sha256 WHERE i.id = ?`
  const row = db.prepare(query).get(importId)
  return row === undefined ? null : Asset.parse(row)
}

export function insertImported(
  db: Database,
  { id, name, asset, nowMs }: { id: Id; name: string; asset: Asset; nowMs: number },
): void {
  db.transaction(() => {
    insertAsset(db, asset, nowMs)
    const insert = db.prepare(
      `INSERT INTO imports (id, sha256, name, created_at_ms, session_id)
       VALUES (?, ?, ?, ?, (SELECT id FROM sessions WHERE trashed_at_ms IS NULL ORDER BY id DESC LIMIT 1))`,
    )
    mustChangeOne(insert.run(id, asset.sha256, name, nowMs))
  }).immediate()
}

/** The next of all pictures in the order of their names, so that a million need not be held at once. */
export function listAssetsAfter(db: Database, sha256: string, limit: number): Asset[] {
  const query = `SELECT ${columns} FROM assets a WHERE a.sha256 > ? ORDER BY a.sha256 LIMIT ?`
  return z.array(Asset).parse(db.prepare(query).all(sha256, limit))
}

export function countAssets(db: Database): number {
  return z.int().parse(db.prepare('SELECT count(*) FROM assets').pluck().get())
}

export function findAsset(db: Database, sha256: Sha256): Asset | null {
  const row = db.prepare(`SELECT ${columns} FROM assets a WHERE a.sha256 = ?`).get(sha256)
  return row === undefined ? null : Asset.parse(row)
}
