import type { Progress } from '../contract/inference.ts'
import { type Following, followJob } from './progress.ts'

/** The jobs that run now, so that the process can end them before it ends itself. */
export interface RunningJobs {
  track<Result>(work: Promise<Result>): Promise<Result>
  follow<Result>(signal: AbortSignal, work: (job: Following) => Promise<Result>): AsyncGenerator<Progress, Result>
  /** Cancels them and waits until they have put everything away. */
  close(): Promise<void>
}

export function createRunningJobs(): RunningJobs {
  const closing = new AbortController()
  const running = new Set<Promise<unknown>>()
  const track: RunningJobs['track'] = (work) => {
    running.add(work)
    const forget = () => void running.delete(work)
    work.then(forget, forget)
    return work
  }
  return {
    track,
    follow: (signal, work) => followJob(AbortSignal.any([signal, closing.signal]), (job) => track(work(job))),
    async close() {
      closing.abort()
      await Promise.allSettled(running)
    },
  }
}
