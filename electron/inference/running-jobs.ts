import { createHash } from 'node:crypto'
import { AppError } from '../contract/failure.ts'
import type { Progress } from '../contract/inference.ts'
import type { Asset } from '../contract/storyboard.ts'
import type { Call } from '../service/serve.ts'
import { whenAborted } from '../service/when-aborted.ts'
import { createKeptResults, type JobResult, type KeptResults, type Named } from './kept-results.ts'
import { createProgressFeed, type Following, type ProgressFeed } from './progress.ts'

/** What is asked for. As it comes out of the contract's parser: then equal requests have their keys in equal order. */
export interface JobOrder {
  method: string
  input: { jobId: string; seed: number }
}

/**
 * The jobs of this process. A job belongs to itself and not to whoever asked for it: a reader that goes away only stops
 * reading. The same request again follows the job where it is, or gets its result if it has ended meanwhile.
 */
export interface RunningJobs {
  /** Work nobody can come back to: it is cancelled with its call and by `close`, which waits for it. */
  track<Result>(call: Pick<Call, 'signal'>, work: (job: Following) => Promise<Result>): Promise<Result>
  /**
   * Follows the job that is asked for, and starts it if it is neither running nor among the kept results. Only
   * `call.cancel` ends it: between two runs of a graph, for all who follow it, and the same request then begins anew.
   * A job that failed is not kept either: asked for again, it is tried again.
   *
   * A job that was left and has changed meanwhile is asked for under the same jobId: what nobody follows any more is
   * cancelled, and what was kept of it forgotten. Throws `conflict` while somebody else follows another request under
   * that jobId. A job may draw several pictures: their seeds differ.
   */
  follow<Result extends JobResult>(
    order: JobOrder,
    call: Call,
    work: (job: Following) => Promise<Result>,
  ): AsyncGenerator<Progress, Result>
  /** Cancels what runs and waits until it has put everything away. */
  close(): Promise<void>
}

interface Run extends Named {
  feed: ProgressFeed
  cancel: AbortController
  /** How many follow it now. */
  readers: number
  result: Promise<JobResult>
}

/** `hasAsset` tells whether a picture is still in the library. */
export function createRunningJobs(hasAsset: (asset: Asset) => boolean, nowMs = () => Date.now()): RunningJobs {
  return new Jobs(createKeptResults(hasAsset, nowMs))
}

class Jobs implements RunningJobs {
  readonly #kept: KeptResults
  readonly #running = new Map<string, Run>()
  /** All that `close` has to wait for, what was cancelled included. */
  readonly #ending = new Set<Promise<unknown>>()
  readonly #closing = new AbortController()

  constructor(kept: KeptResults) {
    this.#kept = kept
  }

  track<Result>({ signal }: Pick<Call, 'signal'>, work: (job: Following) => Promise<Result>): Promise<Result> {
    return this.#await(work({ signal: this.#orClosing(signal), report: () => undefined }))
  }

  follow<Result extends JobResult>(order: JobOrder, call: Call, work: (job: Following) => Promise<Result>) {
    const named = nameOf(order)
    this.#replaceOthers(named)
    const made = this.#kept.find(named.name)
    // Equal requests have equal methods, so what is known under this name is a `Result` here and below.
    if (made) return resultOnly(made as Result)
    const run = this.#running.get(named.name) ?? this.#begin(named, work)
    run.readers++
    whenAborted(call.signal, () => void run.readers--)
    whenAborted(call.cancel, () => this.#cancel(run))
    return readRun(run, call) as AsyncGenerator<Progress, Result>
  }

  async close(): Promise<void> {
    this.#closing.abort()
    await Promise.allSettled(this.#ending)
  }

  /** Other requests under the same jobId make way, unless somebody still waits for one. */
  #replaceOthers({ jobId, request }: Named): void {
    const isOther = (known: Named) => known.jobId === jobId && known.request !== request
    const others = [...this.#running.values()].filter(isOther)
    if (others.some(({ readers }) => readers > 0)) throw isTaken()
    for (const run of others) this.#cancel(run)
    for (const { name } of [...this.#kept.list()].filter(isOther)) this.#kept.remove(name)
  }

  #begin(named: Named, work: (job: Following) => Promise<JobResult>): Run {
    const [feed, cancel] = [createProgressFeed(), new AbortController()]
    const job = { signal: this.#orClosing(cancel.signal), report: feed.report }
    const run: Run = { ...named, feed, cancel, readers: 0, result: this.#await(work(job)) }
    this.#running.set(run.name, run)
    const end = (result?: JobResult) => {
      if (this.#leave(run) && result) this.#kept.add({ ...named, result })
      feed.end()
    }
    run.result.then(end, () => end())
    return run
  }

  #orClosing(signal: AbortSignal): AbortSignal {
    return AbortSignal.any([signal, this.#closing.signal])
  }

  #await<Result>(work: Promise<Result>): Promise<Result> {
    this.#ending.add(work)
    const forget = () => void this.#ending.delete(work)
    work.then(forget, forget)
    return work
  }

  /** At once off the list, so that nobody comes to follow a job that is on its way out. */
  #cancel(run: Run): void {
    if (this.#leave(run)) run.cancel.abort()
  }

  #leave(run: Run): boolean {
    return this.#running.get(run.name) === run && this.#running.delete(run.name)
  }
}

const isTaken = () => new AppError('conflict', 'Something else is being made under this name. Start it anew.')

function nameOf({ method, input }: JobOrder): Named {
  const { jobId, seed, ...rest } = input
  const request = createHash('sha256')
    .update(JSON.stringify([method, rest]))
    .digest('base64')
  return { name: `${jobId} ${seed}`, jobId, request }
}

// oxlint-disable-next-line require-yield -- a stream with nothing but its result
async function* resultOnly<Result>(result: Result): AsyncGenerator<never, Result> {
  return result
}

/** Of a job that was cancelled the stream ends when the job has: what it held is free again. */
function readRun(run: Run, { signal, cancel }: Call): AsyncGenerator<Progress, JobResult> {
  const left = new AbortController()
  whenAborted(signal, () => {
    if (!cancel.aborted) left.abort()
  })
  const progress = run.feed.read(left.signal)
  return (async function* () {
    yield* progress
    if (left.signal.aborted) throw new AppError('service-stopped', 'Whoever asked for this has gone.')
    return await run.result
  })()
}
