import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import type { History, HistoryEntry, HistoryQuery } from '../../contract/history.ts'
import { textsOf } from '../../contract/prompt.ts'
import { Id, Sha256, TimeMs } from '../../contract/values.ts'
import { findAsset } from './assets.ts'
import { readGeneration } from './generations.ts'

const longestWords = 200

const Listed = z.array(z.strictObject({ id: Id, type: z.enum(['made', 'imported']) }))

/** Everything that was made or brought in, newest first. Ids are UUIDv7, so their order is that of time. */
export function listHistory(db: Database, { limit, before }: HistoryQuery): History {
  const newest = (table: string, image: string, type: string) => `SELECT * FROM (
    SELECT t.id, '${type}' AS type FROM ${table} t WHERE t.id < coalesce(:before, 'g')
      AND NOT EXISTS (SELECT 1 FROM assets a WHERE a.sha256 = t.${image} AND a.purged_at_ms IS NOT NULL)
    ORDER BY t.id DESC LIMIT :limit)`
  const query = `${newest('generations', 'image_sha256', 'made')} UNION ALL ${newest('imports', 'sha256', 'imported')}
    ORDER BY id DESC LIMIT :limit`
  const listed = Listed.parse(db.prepare(query).all({ before, limit: limit + 1 }))
  const shown = listed.slice(0, limit)
  const next = listed.length > limit ? (shown.at(-1)?.id ?? null) : null
  return { entries: shown.map(({ id, type }) => (type === 'made' ? readMade(db, id) : readImport(db, id))), next }
}

export function readMade(db: Database, generationId: Id): HistoryEntry {
  const { id, jobId, kind, image, seed, pack, packHash, text, prompt, createdAtMs } = readGeneration(db, generationId)
  const words = (textsOf(prompt).findLast((part) => part.trim() !== '') ?? '').slice(0, longestWords)
  const picture = image === null ? null : findAsset(db, image)
  return { type: 'made', id, jobId, kind, seed, pack, packHash, text, words, image: picture, createdAtMs }
}

const ImportRow = z.strictObject({ id: Id, sha256: Sha256, name: z.string(), createdAtMs: TimeMs })

export function readImport(db: Database, id: Id): HistoryEntry {
  const query = 'SELECT id, sha256, name, created_at_ms AS createdAtMs FROM imports WHERE id = ?'
  const { sha256, ...row } = ImportRow.parse(db.prepare(query).get(id))
  return { type: 'imported', ...row, image: findAsset(db, sha256) }
}
