import { isDeepStrictEqual } from 'node:util'
import type { Job, JobRequest, JobState } from '../../../electron/contract/jobs.ts'

export type JobWish = { jobId: string } & (
  | { wish: 'start'; request: JobRequest }
  | { wish: 'cancel' | 'retry' | 'dismiss' }
)

/** What is known of one job. Its state only ever goes on, until it is tried again. */
export interface KnownJob {
  readonly request: JobRequest
  /** As it was last seen in its present try; null when nothing was heard of that. */
  seen: Job | null
  /** How the try before this one ended. */
  before: Job | null
  /** Whether this try has surely begun: the answer came, or nothing was tried before. */
  isBegun: boolean
  isCancelWanted: boolean
  isDismissed: boolean
  /** When it came into the queue, on a clock that counts questions and answers. */
  place: Place
  /** Where it stood before it was asked to be tried again, as long as there is no answer. */
  placeBefore: Place | null
}

/** After the first and before the second. */
interface Place {
  askedAt: number
  answeredAt: number
}

export interface JobLog {
  readonly jobs: ReadonlyMap<string, KnownJob>
  ask(wish: JobWish): void
  answer(wish: JobWish, job: Job | null): void
  refuse(wish: JobWish): void
  hear(job: Job): void
  /**
   * Whether the list of an engine that has just begun, and has nobody to draw for it yet, is what it may be. Throws when
   * it is not. Gives the jobs that were running when the engine before it ended.
   */
  settle(list: readonly Job[], unanswered: readonly JobWish[]): Job[]
}

const rank = (state: JobState) => (state === 'queued' ? 0 : state === 'running' ? 1 : 2)
export const isEnded = ({ state }: Job): boolean => rank(state) === 2
const isFinished = ({ state }: Job) => state === 'done' || state === 'cancelled'

/** Finished jobs leave the list by themselves when so many others are on it. */
const shownFinished = 50

export function createJobLog(): JobLog {
  const jobs = new Map<string, KnownJob>()
  let clock = 0
  return {
    jobs,
    ask(wish) {
      clock++
      if (wish.wish === 'start') jobs.set(wish.jobId, newJob(wish.request, clock))
      const known = jobs.get(wish.jobId)
      if (known && wish.wish === 'cancel') known.isCancelWanted = true
      if (known && wish.wish === 'retry') begin(known, clock)
    },
    answer(wish, job) {
      clock++
      const known = jobs.get(wish.jobId)
      if (!known) return
      if (wish.wish === 'dismiss') known.isDismissed = true
      if (wish.wish === 'start' || wish.wish === 'retry')
        Object.assign(known, { place: { ...known.place, answeredAt: clock }, placeBefore: null, isBegun: true })
      if (job) take(known, job)
    },
    refuse({ jobId, wish }) {
      const known = jobs.get(jobId)
      if (wish === 'start') jobs.delete(jobId)
      if (known && wish === 'retry')
        Object.assign(known, { seen: known.before, before: null, isBegun: true, place: known.placeBefore })
    },
    hear(job) {
      const known = jobs.get(job.id)
      if (known) take(known, job)
    },
    settle(list, unanswered) {
      const now = new Map(list.map((job) => [job.id, job]))
      const known = [...jobs].filter(([, { seen }]) => !seen || isFinished(seen) || !isEnded(seen)).map(([id]) => id)
      const finished = new Set([...known, ...list.filter(isFinished).map(({ id }) => id)])
      const mayFallOff = finished.size >= shownFinished
      const begun: Job[] = []
      for (const [id, known] of jobs) {
        const job = now.get(id) ?? null
        const wish = unanswered.find(({ jobId }) => jobId === id) ?? null
        const problem = job ? problemOf(known, job) : absenceOf(known, wish, mayFallOff)
        if (problem !== null) throw new Error(`job ${id} ${problem}: ${JSON.stringify({ known, now: job, wish })}`)
        const last = known.seen ?? known.before
        if (job?.state === 'interrupted' && !(last && isSameEnd(last, job))) begun.push(job)
        if (job) Object.assign(known, { seen: job, before: null, isBegun: true, isCancelWanted: false })
        else jobs.delete(id)
      }
      mustBeInOrder(list.filter(({ state }) => state === 'queued').flatMap((job) => jobs.get(job.id) ?? []))
      return begun
    },
  }
}

const newJob = (request: JobRequest, askedAt: number): KnownJob => ({
  request,
  seen: null,
  before: null,
  isBegun: true,
  isCancelWanted: false,
  isDismissed: false,
  place: { askedAt, answeredAt: Infinity },
  placeBefore: null,
})

function begin(known: KnownJob, askedAt: number): void {
  Object.assign(known, {
    before: known.seen,
    seen: null,
    isBegun: false,
    isCancelWanted: false,
    place: { askedAt, answeredAt: Infinity },
    placeBefore: known.place,
  })
}

/** Answers and events come by different ways: what is older than what was seen says nothing. */
function take(known: KnownJob, job: Job): void {
  if (known.before && isSameEnd(known.before, job)) return
  if (!known.seen || rank(job.state) >= rank(known.seen.state)) known.seen = job
}

/** A full disk does not even take the news that a job has failed: the next engine finds it as it was before. */
const isUnsaved = ({ state, finishedAtMs }: Job) => state === 'failed' && finishedAtMs === null

/** What must never change of a job that has ended. */
const endOf = ({ state, kind, seed, failure, generationIds, createdAtMs, finishedAtMs }: Job) => ({
  state,
  kind,
  seed,
  failure,
  generationIds,
  createdAtMs,
  finishedAtMs,
})
const isSameEnd = (a: Job, b: Job) => isDeepStrictEqual(endOf(a), endOf(b))

/** What is wrong with a job on the list of an engine that cannot draw yet. */
function problemOf({ seen, before, isBegun, isCancelWanted, isDismissed }: KnownJob, job: Job): string | null {
  if (job.failure?.code === 'internal') return 'has met a bug'
  if (isDismissed) return 'was dismissed and is on the list'
  if (job.state === 'running') return 'is said to run, and nobody draws it'
  if (before && isSameEnd(before, job)) return isBegun ? 'was to be tried again' : null
  if (seen && isUnsaved(seen) && (job.state === 'interrupted' || job.state === 'queued')) return null
  if (seen && isEnded(seen)) return isSameEnd(seen, job) ? null : 'had ended in another way'
  if (seen?.state === 'running' && job.state === 'queued') return 'was running and waits again, unasked'
  if (job.state === 'cancelled' && !isCancelWanted) return 'was cancelled by nobody'
  return null
}

function absenceOf({ seen, before, place, isDismissed }: KnownJob, wish: JobWish | null, mayFallOff: boolean) {
  if (isDismissed || wish?.wish === 'dismiss') return null
  if (wish?.wish === 'start' && place.answeredAt === Infinity && !seen) return null
  const last = seen ?? before
  return mayFallOff && last && (isFinished(last) || !isEnded(last)) ? null : 'is lost'
}

/** Of a job that was to be tried again nobody knows which of its two places it has. */
const firstPlace = ({ place, placeBefore }: KnownJob) => (placeBefore ?? place).askedAt

/** Those that wait must wait in the order they were put there, as far as that is certain. */
function mustBeInOrder(waiting: readonly KnownJob[]): void {
  for (const [i, job] of waiting.entries())
    for (const later of waiting.slice(i + 1))
      if (later.place.answeredAt < firstPlace(job))
        throw new Error(`two jobs changed places in the queue: ${JSON.stringify([job, later])}`)
}
