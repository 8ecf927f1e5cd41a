import type { Database } from 'better-sqlite3'
import type { Generation, JobRequest } from '../../contract/jobs.ts'
import { picturesOf } from '../../contract/prompt.ts'
import type { Sha256 } from '../../contract/values.ts'
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
  const sources = sourcesOf(findJob(db, jobId)?.request ?? null)
  for (const sha256 of new Set([...picturesOf(prompt), ...sources])) insert.run({ id, sha256 })
}

function sourcesOf(request: JobRequest | null): Sha256[] {
  if (request?.kind !== 'generate' || !request.source) return []
  const { sha256, mask } = request.source
  return mask === undefined ? [sha256] : [sha256, mask]
}
