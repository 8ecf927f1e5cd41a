import type { EngineContract, EngineEvent } from '../../contract/engine.ts'
import { AppError } from '../../contract/failure.ts'
import type { Job } from '../../contract/jobs.ts'
import type { Id } from '../../contract/values.ts'
import type { Handlers } from '../../service/serve.ts'
import type { Services } from './services.ts'

export function jobHandlers(services: Services): Handlers<EngineContract['jobs']> {
  const { queue } = services
  return {
    list: () => queue.list(),
    start: (request) => queue.start(request),
    watch: ({ jobId }, { signal }) => watch(services, jobId, signal),
    cancel: ({ jobId }) => queue.cancel(jobId),
    retry: ({ jobId }) => queue.retry(jobId),
    dismiss({ jobId }) {
      queue.dismiss(jobId)
      return { jobId }
    },
  }
}

async function* watch({ queue, events }: Services, jobId: Id, signal: AbortSignal): AsyncGenerator<Job, Job, void> {
  const isIt = (event: EngineEvent) => event.type === 'job' && event.job.id === jobId
  const present: EngineEvent = { type: 'job', job: queue.view(jobId) }
  for await (const event of events.listen([present], signal, isIt)) {
    if (event.type !== 'job') continue
    if (event.job.state !== 'queued' && event.job.state !== 'running') return event.job
    yield event.job
  }
  throw new AppError('cancelled', 'Cancelled.')
}
