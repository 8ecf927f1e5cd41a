import type { ContractRouterClient } from '@orpc/contract'
import type { EngineContract } from '../contract/engine.ts'
import { AppError } from '../contract/failure.ts'
import type { Generation, Job, JobRequest } from '../contract/jobs.ts'

export type Engine = ContractRouterClient<EngineContract>

export interface JobFollower {
  signal: AbortSignal
  onChange(job: Job): void
  /** Something is done in another way than was asked for: a sentence for the person, said once. */
  onNotice?: (sentence: string) => void
  /** Called once for each result as soon as it is in history, in order, also when the job fails or is cancelled later. */
  onResult(generation: Generation, index: number): Promise<void>
}

/**
 * Runs one job to its end. Aborting the signal cancels it; what was finished by then has been reported. An AppError as
 * the signal's reason is what the job then fails with.
 */
export async function runJob(
  engine: Engine,
  request: JobRequest,
  { signal, onChange, onNotice, onResult }: JobFollower,
): Promise<Job> {
  let seen = 0
  let noticed: string | undefined
  const takeResults = async (job: Job) => {
    for (; seen < job.generationIds.length; seen++) {
      await onResult(await engine.generations.get({ id: job.generationIds[seen]! }), seen)
    }
  }
  if (signal.aborted) throw cancelledBy(signal)
  await engine.jobs.start(request)
  const cancel = () => void engine.jobs.cancel({ jobId: request.jobId }).catch(() => undefined) // watch says how it ended
  if (signal.aborted) cancel()
  signal.addEventListener('abort', cancel, { once: true })
  try {
    const changes = await engine.jobs.watch({ jobId: request.jobId })
    for (;;) {
      const { done, value: job } = await changes.next()
      onChange(job)
      if (job.notice !== undefined && job.notice !== noticed) onNotice?.((noticed = job.notice))
      await takeResults(job)
      if (done) return endOf(job, signal)
    }
  } catch (error) {
    // If it is only a result that could not be taken, the job would go on for nobody. One that has ended stays as it is.
    await engine.jobs.cancel({ jobId: request.jobId }).catch(() => undefined)
    throw error
  } finally {
    signal.removeEventListener('abort', cancel)
  }
}

/** What work that was stopped by this signal fails with. */
export const cancelledBy = ({ reason }: AbortSignal) =>
  reason instanceof AppError ? reason : new AppError('cancelled', 'Cancelled.')

function endOf(job: Job, signal: AbortSignal): Job {
  if (job.state === 'done') return job
  if (job.state === 'cancelled') throw cancelledBy(signal)
  if (job.failure) throw new AppError(job.failure.code, job.failure.sentence, { ref: job.failure.ref })
  throw new AppError('service-stopped', 'The work was interrupted. Run the command again.')
}
