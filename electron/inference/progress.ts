import type { Progress } from '../contract/inference.ts'
import { AppError } from '../contract/failure.ts'

/** What a running job may say. Never waits for the reader. */
export type Report = (progress: Progress) => void

/** What a job that is followed works with. */
export interface Following {
  signal: AbortSignal
  report: Report
}

/**
 * Runs a job and lets a reader follow it. Progress that the reader has not taken yet is coalesced, so a slow reader
 * costs no memory and always sees the latest. A reader who goes away cancels the job; the stream ends only when the
 * job has ended, so what it held is free again.
 */
export async function* followJob<Result>(
  signal: AbortSignal | undefined,
  work: (job: Following) => Promise<Result>,
): AsyncGenerator<Progress, Result> {
  const readerGone = new AbortController()
  const pending: Progress[] = []
  let wake: () => void = () => undefined
  let over = false
  const running = work({
    signal: signal ? AbortSignal.any([signal, readerGone.signal]) : readerGone.signal,
    report: (progress) => {
      coalesce(pending, progress)
      wake()
    },
  }).finally(() => {
    over = true
    wake()
  })
  running.catch(() => undefined) // it is awaited below; this keeps an early failure from counting as unhandled
  try {
    while (!over || pending.length > 0) {
      const next = pending.shift()
      if (next) yield next
      else await new Promise<void>((resolve) => (wake = resolve))
    }
    return await running
  } finally {
    readerGone.abort(new AppError('cancelled', 'Cancelled.'))
    await running.catch(() => undefined)
  }
}

/** A later step or preview replaces an untaken one; words are joined. Nothing moves across a change of stage. */
function coalesce(pending: Progress[], progress: Progress): void {
  const stage = pending.findLastIndex((item) => item.type === 'stage')
  const same = pending.findIndex((item, i) => i > stage && item.type === progress.type && progress.type !== 'stage')
  const earlier = pending[same]
  if (!earlier) pending.push(progress)
  else if (earlier.type === 'text' && progress.type === 'text')
    pending[same] = { type: 'text', delta: earlier.delta + progress.delta }
  else pending[same] = progress
}
