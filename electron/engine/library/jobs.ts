import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import { AppError, Failure } from '../../contract/failure.ts'
import { type Job, JobRequest, JobState } from '../../contract/jobs.ts'
import { Id, TimeMs } from '../../contract/values.ts'
import { listGenerationIdsOf, textMadeBy } from './generations.ts'
import { mustChangeOne } from './must-change.ts'

/** What a job of another version failed of, when this one has no word for it. */
const otherFailure: Failure = {
  code: 'internal',
  sentence: 'It failed in another version of Plumage, for a reason this version does not know.',
  ref: 'unknown',
}

const JobRow = z.strictObject({
  id: Id,
  state: JobState,
  /** The process that works on it or will, see owner.ts. */
  owner: z.string(),
  /** Null when it is in the words of another version of Plumage: one such job must not stop the others. */
  request: z.string().transform((json) => JobRequest.safeParse(JSON.parse(json)).data ?? null),
  failure: z
    .string()
    .nullable()
    .transform((json) => (json === null ? null : (Failure.safeParse(JSON.parse(json)).data ?? otherFailure))),
  cancelWanted: z.literal([0, 1]).transform((flag) => flag === 1),
  createdAtMs: TimeMs,
  finishedAtMs: TimeMs.nullable(),
})
export type JobRow = z.infer<typeof JobRow>

const columns = `id, state, owner, request, failure, cancel_wanted AS cancelWanted, created_at_ms AS createdAtMs,
  finished_at_ms AS finishedAtMs`

/** Done and cancelled jobs are of interest for a while; what failed or was interrupted stays until it is dismissed. */
const shownFinished = 50

export function findJob(db: Database, id: Id): JobRow | null {
  const row = db.prepare(`SELECT ${columns} FROM jobs WHERE id = ?`).get(id)
  return row === undefined ? null : JobRow.parse(row)
}

export function readJob(db: Database, id: Id): JobRow {
  const row = findJob(db, id)
  if (!row) throw new AppError('not-found', 'This job is not in the list any more.')
  return row
}

/** In the order of the queue. */
export function listShownJobs(db: Database): JobRow[] {
  const rows = db.prepare(`SELECT ${columns} FROM jobs WHERE dismissed = 0 ORDER BY queue_number`).all()
  return rows.map((row) => JobRow.parse(row))
}

/** Keeps the list short without anybody's help. */
export function dismissOldJobs(db: Database): void {
  db.prepare(
    `UPDATE jobs SET dismissed = 1
     WHERE dismissed = 0 AND state IN ('done', 'cancelled') AND queue_number <= (
       SELECT queue_number FROM jobs WHERE dismissed = 0 AND state IN ('done', 'cancelled')
       ORDER BY queue_number DESC LIMIT 1 OFFSET ${shownFinished})`,
  ).run()
}

/** Queued and running jobs of every process, in the order of the queue. */
export function listJobsToDo(db: Database): JobRow[] {
  const query = `SELECT ${columns} FROM jobs WHERE state IN ('queued', 'running') ORDER BY queue_number`
  return db
    .prepare(query)
    .all()
    .map((row) => JobRow.parse(row))
}

export function insertJob(
  db: Database,
  { request, owner, nowMs }: { request: JobRequest; owner: string; nowMs: number },
): void {
  const insert = db.prepare(
    `INSERT INTO jobs (id, queue_number, state, owner, request, created_at_ms)
     VALUES (:id, (SELECT coalesce(max(queue_number), 0) + 1 FROM jobs), 'queued', :owner, :request, :nowMs)`,
  )
  mustChangeOne(insert.run({ id: request.jobId, owner, request: JSON.stringify(request), nowMs }))
}

/** False when it is no longer waiting: another window or process has just cancelled it. */
export function markRunning(db: Database, id: Id): boolean {
  return db.prepare(`UPDATE jobs SET state = 'running' WHERE id = ? AND state = 'queued'`).run(id).changes === 1
}

/** Puts a job back at the end of the queue of this process. */
export function requeueJob(db: Database, id: Id, owner: string): void {
  const update = db.prepare(
    `UPDATE jobs SET state = 'queued', owner = :owner, failure = NULL, cancel_wanted = 0, dismissed = 0, finished_at_ms = NULL,
       queue_number = (SELECT max(queue_number) + 1 FROM jobs)
     WHERE id = :id AND state IN ('failed', 'cancelled', 'interrupted')`,
  )
  mustChangeOne(update.run({ id, owner }))
}

export interface JobEnd {
  state: 'done' | 'failed' | 'cancelled' | 'interrupted'
  failure: Failure | null
  nowMs: number
}

/** A job ends once: the second end of a job is a bug. */
export function endJob(db: Database, id: Id, { state, failure, nowMs }: JobEnd): void {
  const update = db.prepare(
    `UPDATE jobs SET state = :state, failure = :failure, finished_at_ms = :nowMs
     WHERE id = :id AND state IN ('queued', 'running')`,
  )
  mustChangeOne(update.run({ id, state, failure: failure && JSON.stringify(failure), nowMs }))
}

export function adoptJob(db: Database, id: Id, owner: string): void {
  mustChangeOne(db.prepare(`UPDATE jobs SET owner = ? WHERE id = ? AND state = 'queued'`).run(owner, id))
}

/** For a job that another process is running: it looks here. */
export function wantCancel(db: Database, id: Id): void {
  db.prepare(`UPDATE jobs SET cancel_wanted = 1 WHERE id = ? AND state = 'running'`).run(id)
}

export function dismissJob(db: Database, id: Id): void {
  mustChangeOne(db.prepare('UPDATE jobs SET dismissed = 1 WHERE id = ?').run(id))
}

/** A job as everyone sees it, without what is known only while it runs: then the words come from live-jobs.ts. */
export function toJob(db: Database, { id, state, request, failure, createdAtMs, finishedAtMs }: JobRow): Job {
  return {
    id,
    kind: request?.kind ?? 'unknown',
    state,
    ...placeOf(request),
    stage: null,
    step: 0,
    steps: 0,
    preview: null,
    text: state === 'done' ? textMadeBy(db, id) : '',
    seed: request?.seed ?? 0,
    failure,
    generationIds: listGenerationIdsOf(db, id),
    createdAtMs,
    finishedAtMs,
  }
}

function placeOf(request: JobRequest | null): Pick<Job, 'storyboardId' | 'panelId' | 'afterPanelId'> {
  if (!request || !('storyboardId' in request)) return { storyboardId: null, panelId: null, afterPanelId: null }
  const { storyboardId } = request
  if (request.kind !== 'continue') return { storyboardId, panelId: request.panelId, afterPanelId: null }
  return { storyboardId, panelId: request.newPanelId, afterPanelId: request.afterPanelId }
}
