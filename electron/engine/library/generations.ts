import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import { AppError } from '../../contract/failure.ts'
import { Generation } from '../../contract/jobs.ts'
import { Id, Sha256 } from '../../contract/values.ts'
import { mustChangeOne } from './must-change.ts'

const fromJson = z.string().transform((json): unknown => JSON.parse(json))

const GenerationRow = z
  .object({ ...Generation.shape, details: fromJson, prompt: fromJson, versions: fromJson, timingsMs: fromJson })
  .transform((row) => Generation.parse(row))

const columns = `id, job_id AS jobId, kind, image_sha256 AS image, text, completion, details, prompt, seed, steps, guidance,
  pack, pack_hash AS packHash, device, versions, timings_ms AS timingsMs, created_at_ms AS createdAtMs`

export function hasGeneration(db: Database, id: Id): boolean {
  return db.prepare('SELECT 1 FROM generations WHERE id = ?').get(id) !== undefined
}

export function readGeneration(db: Database, id: Id): Generation {
  const row = db.prepare(`SELECT ${columns} FROM generations WHERE id = ?`).get(id)
  if (row === undefined) throw new AppError('not-found', 'This result is not in the history.')
  return GenerationRow.parse(row)
}

/** The newest result with this picture. */
export function newestWith(db: Database, image: Sha256): Generation | null {
  const query = `SELECT ${columns} FROM generations WHERE image_sha256 = ? ORDER BY id DESC LIMIT 1`
  const row = db.prepare(query).get(image)
  return row === undefined ? null : GenerationRow.parse(row)
}

/** What a job has made so far, in the order it was made. */
export function listGenerationsOf(db: Database, jobId: Id): Generation[] {
  const rows = db.prepare(`SELECT ${columns} FROM generations WHERE job_id = ? ORDER BY id`).all(jobId)
  return rows.map((row) => GenerationRow.parse(row))
}

export function listGenerationIdsOf(db: Database, jobId: Id): Id[] {
  return z.array(Id).parse(db.prepare('SELECT id FROM generations WHERE job_id = ? ORDER BY id').pluck().all(jobId))
}

/** With which pack a job made what it has made; null while that is nothing. */
export function packHashOf(db: Database, jobId: Id): Sha256 | null {
  const query = 'SELECT pack_hash FROM generations WHERE job_id = ? ORDER BY id DESC LIMIT 1'
  return Sha256.nullable().parse(db.prepare(query).pluck().get(jobId) ?? null)
}

/** The words a job wrote, with a line's end where a picture parts them; empty when it only drew. */
export function textMadeBy(db: Database, jobId: Id): string {
  const query = 'SELECT text FROM generations WHERE job_id = ? AND text IS NOT NULL ORDER BY id'
  return z.array(z.string()).parse(db.prepare(query).pluck().all(jobId)).join('\n')
}

/** It belongs to the session of the storyboard it was asked for, else to the newest. */
export function insertGeneration(db: Database, generation: Generation): void {
  const insert = db.prepare(
    `INSERT INTO generations (id, job_id, kind, image_sha256, text, completion, details, prompt, seed, steps, guidance,
       pack, pack_hash, device, versions, timings_ms, created_at_ms, session_id, variant)
     VALUES (:id, :jobId, :kind, :image, :text, :completion, :details, :prompt, :seed, :steps, :guidance,
       :pack, :packHash, :device, :versions, :timingsMs, :createdAtMs,
       coalesce(
         (SELECT s.session_id FROM jobs j JOIN storyboards s ON s.id = json_extract(j.request, '$.storyboardId')
          WHERE j.id = :jobId),
         (SELECT id FROM sessions WHERE trashed_at_ms IS NULL ORDER BY id DESC LIMIT 1)),
       (SELECT count(*) + 1 FROM generations WHERE job_id = :jobId))`,
  )
  const { details, prompt, versions, timingsMs } = generation
  const json = {
    details: JSON.stringify(details),
    prompt: JSON.stringify(prompt),
    versions: JSON.stringify(versions),
    timingsMs: JSON.stringify(timingsMs),
  }
  mustChangeOne(insert.run({ ...generation, ...json }))
}
