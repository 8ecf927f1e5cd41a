import type { Database } from 'better-sqlite3'
import type { Generation } from '../../contract/jobs.ts'
import { picturesOf, picturesOfSource } from '../../contract/prompt.ts'
import { findJob } from './jobs.ts'

/**
 * Remembers which pictures a result was made from: those of its prompt, and what it was drawn over. The parent is the
 * newest result of that picture; a picture that somebody brought has none.
 */
export function insertParents(db: Database, { id, jobId, prompt }: Generation): void {
  const insert = db.prepare(
    `INSERT INTO generation_parents (generation_id, image_sha256, parent_id)
     VALUES (:id, :sha256, (SELECT max(id) FROM generations WHERE image_sha256 = :sha256 AND id < :id))`,
  )
  const request = findJob(db, jobId)?.request
  const sources = request?.kind === 'generate' && request.source ? picturesOfSource(request.source) : []
  for (const sha256 of new Set([...picturesOf(prompt), ...sources])) insert.run({ id, sha256 })
}
