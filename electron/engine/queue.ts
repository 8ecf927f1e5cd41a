import type { Database } from 'better-sqlite3'
import { AppError } from '../contract/failure.ts'
import type { Job, JobRequest } from '../contract/jobs.ts'
import type { Storyboard } from '../contract/storyboard.ts'
import type { Id } from '../contract/values.ts'
import type { Log } from '../service/log.ts'
import { libraryPaths } from '../service/paths.ts'
import { checkRequest, runRequest } from './generation/run-request.ts'
import type { RunContext } from './generation/run-context.ts'
import type { InferenceSource } from './inference-source.ts'
import { interrupted, toJobFailure } from './job-failure.ts'
import * as rows from './library/jobs.ts'
import type { Library } from './library/open-library.ts'
import { takeOver } from './take-over.ts'
import { createLiveJobs, type LiveJobs } from './live-jobs.ts'

export interface QueueParts {
  library: Library
  inference: InferenceSource
  log: Log
  now: () => number
  boardChanged: (board: Storyboard) => void
  jobChanged: (job: Job) => void
  /** Whether jobs of processes that are gone become this one's. */
  takesOver: boolean
}

/** The jobs of this library: kept in the database, worked on one at a time by the process that took them. */
export interface Queue {
  start(request: JobRequest): Job
  cancel(id: Id): Job
  retry(id: Id): Job
  dismiss(id: Id): void
  list(): Job[]
  view(id: Id): Job
  /** Looks for what other processes left: their wishes to cancel, and the jobs of those that died. */
  look(): void
  close(): Promise<void>
}

export function createQueue(parts: QueueParts): Queue {
  return new JobQueue(parts)
}

const unreadable = () =>
  new AppError(
    'bad-message',
    'This was asked for with another version of Plumage, which this one cannot read. Ask anew.',
  )

class JobQueue implements Queue {
  readonly #parts: QueueParts
  readonly #live: LiveJobs
  readonly #closing = new AbortController()
  #running: { id: Id; abort: AbortController } | null = null
  #isWorking = false
  #working: Promise<void> = Promise.resolve()

  constructor(parts: QueueParts) {
    this.#parts = parts
    this.#live = createLiveJobs(
      () => this.#db,
      (id) => this.#publish(id),
    )
  }

  get #db(): Database {
    return this.#parts.library.db
  }

  start(request: JobRequest): Job {
    const { library, now } = this.#parts
    this.#db
      .transaction(() => {
        if (rows.findJob(this.#db, request.jobId)) return // a retry after a lost connection is the same request
        checkRequest(this.#db, request)
        rows.dismissOldJobs(this.#db)
        rows.insertJob(this.#db, { request, owner: library.owner.name, nowMs: now() })
      })
      .immediate()
    return this.#changed(request.jobId)
  }

  /** A wish: a waiting job is cancelled now, a running one as soon as it hears of it, unless its result comes first. */
  cancel(id: Id): Job {
    const row = rows.readJob(this.#db, id)
    if (row.state === 'queued') {
      const end = { state: 'cancelled', failure: null, nowMs: this.#parts.now() } as const
      this.#db.transaction(() => rows.endJob(this.#db, id, end)).immediate()
      this.#live.forget(id)
    }
    if (this.#running?.id === id) this.#running.abort.abort()
    else if (row.state === 'running') rows.wantCancel(this.#db, id)
    return this.#changed(id)
  }

  /** Not checked first: a job that still cannot work fails again with its sentence, and stays on the list. */
  retry(id: Id): Job {
    if (this.#live.hasFailedUnsaved(id)) this.#endSaved(id) // first what could not be written when it failed
    const { state } = rows.readJob(this.#db, id)
    if (state === 'done') throw new AppError('conflict', 'This is done already.')
    if (state !== 'queued' && state !== 'running') {
      this.#live.forget(id)
      this.#db.transaction(() => rows.requeueJob(this.#db, id, this.#parts.library.owner.name)).immediate()
    }
    return this.#changed(id)
  }

  dismiss(id: Id): void {
    if (this.#live.hasFailedUnsaved(id)) this.#endSaved(id)
    const { state } = rows.readJob(this.#db, id)
    if (state === 'queued' || state === 'running')
      throw new AppError('conflict', 'This job is not finished: cancel it first.')
    rows.dismissJob(this.#db, id)
    this.#live.forget(id)
  }

  list(): Job[] {
    return this.#db.transaction(() => rows.listShownJobs(this.#db).map((row) => this.#live.view(row)))()
  }

  view(id: Id): Job {
    return this.#live.view(rows.readJob(this.#db, id))
  }

  look(): void {
    const { library, takesOver, now } = this.#parts
    if (!library.writable) return
    if (takesOver) for (const id of takeOver(library, now())) this.#publish(id)
    const running = this.#running && rows.findJob(this.#db, this.#running.id)
    if (running?.cancelWanted) this.#running?.abort.abort()
    this.#work()
  }

  async close(): Promise<void> {
    this.#closing.abort()
    await this.#working
    this.#live.close()
  }

  #changed(id: Id): Job {
    this.#work()
    return this.#publish(id)
  }

  #publish(id: Id): Job {
    const job = this.view(id)
    this.#parts.jobChanged(job)
    return job
  }

  /** Starts working unless it is working already. */
  #work(): void {
    if (this.#isWorking || this.#closing.signal.aborted) return
    this.#isWorking = true
    this.#working = this.#workOff().catch((error: unknown) => {
      this.#isWorking = false // until the next look
      this.#parts.log.error('queue-failed', { error })
    })
  }

  async #workOff(): Promise<void> {
    await Promise.resolve() // whoever started a job first gets its answer, and its listeners 'queued' before 'running'
    for (let next = this.#next(); next; next = this.#next()) await this.#runOne(next)
    this.#isWorking = false // in the same turn as the last look into the queue, so that no job falls in between
  }

  #next(): rows.JobRow | undefined {
    if (this.#closing.signal.aborted) return undefined
    const isNext = ({ id, state, owner }: rows.JobRow) =>
      state === 'queued' && owner === this.#parts.library.owner.name && !this.#live.hasFailedUnsaved(id)
    return rows.listJobsToDo(this.#db).find(isNext)
  }

  async #runOne({ id, request }: rows.JobRow): Promise<void> {
    if (!request) return this.#end(id, unreadable(), false)
    const { inference, library, now, boardChanged } = this.#parts
    const abort = new AbortController()
    this.#running = { id, abort }
    const signal = AbortSignal.any([abort.signal, this.#closing.signal])
    try {
      const { client } = await inference.current(signal) // until then it is waiting, and says so
      if (!rows.markRunning(this.#db, id)) return
      this.#publish(id)
      const context: RunContext = {
        db: this.#db,
        paths: libraryPaths(library.folder),
        client,
        signal,
        now,
        progress: (event) => this.#live.progress(id, event),
        jobChanged: () => this.#publish(id),
        boardChanged,
      }
      await runRequest(context, request)
    } catch (error) {
      this.#end(id, error, abort.signal.aborted)
    } finally {
      this.#running = null
      if (!this.#live.hasFailedUnsaved(id)) this.#live.forget(id)
    }
  }

  #end(id: Id, error: unknown, isCancelled: boolean): void {
    const failure = toJobFailure(error, this.#parts.log)
    const state =
      this.#closing.signal.aborted && !isCancelled
        ? 'interrupted'
        : isCancelled || failure.code === 'cancelled'
          ? 'cancelled'
          : 'failed'
    try {
      const row = rows.readJob(this.#db, id)
      if (row.state === 'queued' && state === 'interrupted') return // it had not begun: it waits for the next start
      if (row.state !== 'queued' && row.state !== 'running') return // cancelled while it waited for inference
      const said =
        state === 'interrupted' ? { ...failure, code: 'service-stopped' as const, sentence: interrupted } : failure
      const end = { state, failure: state === 'cancelled' ? null : said, nowMs: this.#parts.now() } as const
      this.#db.transaction(() => rows.endJob(this.#db, id, end)).immediate()
    } catch (unsaved) {
      this.#parts.log.error('job-end-unsaved', { id, error: unsaved })
      this.#live.failUnsaved(id, failure)
    }
    this.#publish(id)
  }

  #endSaved(id: Id): void {
    const { failure } = this.view(id)
    this.#db
      .transaction(() => rows.endJob(this.#db, id, { state: 'failed', failure, nowMs: this.#parts.now() }))
      .immediate()
  }
}
