import type { Database } from 'better-sqlite3'
import type { Failure } from '../contract/failure.ts'
import type { Progress } from '../contract/inference.ts'
import type { Job } from '../contract/jobs.ts'
import type { Id } from '../contract/values.ts'
import { type JobRow, toJob } from './library/jobs.ts'

/** Progress is told at most this often; whoever wants to know every step has no use for it. */
const tellEveryMs = 40

type Live = Pick<Job, 'stage' | 'step' | 'steps' | 'preview' | 'text' | 'notice'> & {
  /** It failed, and even that could not be written down: the disk is full. */
  unsaved: Failure | null
}

/** What is known of jobs only while they run: not worth a write, and gone with the process. */
export interface LiveJobs {
  view(row: JobRow): Job
  progress(id: Id, event: Progress): void
  failUnsaved(id: Id, failure: Failure): void
  hasFailedUnsaved(id: Id): boolean
  /** What was live is no longer: the job ended or begins again. */
  forget(id: Id): void
  close(): void
}

/** `changed` is told of progress, now and then. */
export function createLiveJobs(db: () => Database, changed: (id: Id) => void): LiveJobs {
  const live = new Map<Id, Live>()
  const timers = new Map<Id, NodeJS.Timeout>()
  const liveOf = (id: Id): Live => {
    const known = live.get(id) ?? { stage: null, step: 0, steps: 0, preview: null, text: '', unsaved: null }
    live.set(id, known)
    return known
  }
  const forget = (id: Id) => {
    clearTimeout(timers.get(id))
    timers.delete(id)
    live.delete(id)
  }
  return {
    view(row) {
      const job = toJob(db(), row)
      const known = live.get(row.id)
      if (!known) return job
      const { unsaved, ...progress } = known
      const now = { ...progress, text: job.text === '' ? progress.text : job.text }
      return unsaved ? { ...job, ...now, state: 'failed', failure: unsaved } : { ...job, ...now }
    },
    progress(id, event) {
      take(liveOf(id), event)
      if (timers.has(id)) return
      const tell = () => {
        timers.delete(id)
        changed(id)
      }
      timers.set(id, setTimeout(tell, tellEveryMs))
    },
    failUnsaved: (id, failure) => void (liveOf(id).unsaved = failure),
    hasFailedUnsaved: (id) => Boolean(live.get(id)?.unsaved),
    forget,
    close() {
      for (const id of timers.keys()) forget(id)
    },
  }
}

function take(live: Live, event: Progress): void {
  if (event.type === 'stage') live.stage = event.stage
  else if (event.type === 'step') Object.assign(live, { step: event.step, steps: event.steps })
  else if (event.type === 'preview') live.preview = event.sha256
  else if (event.type === 'notice') {
    live.notice = event.sentence
    if (event.beginsAnew) Object.assign(live, { text: '', step: 0, steps: 0 })
  } else if (event.type === 'text') live.text += event.delta
}
