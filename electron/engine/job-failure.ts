import { AppError, type Failure } from '../contract/failure.ts'
import type { Log } from '../service/log.ts'
import { explainStorage } from './library/storage-failure.ts'

/** Said of a job whose process was closed or died while it ran. */
export const interrupted = 'Plumage was closed while this was being made. Try it again to get the same result.'

const stopped =
  'The part of Plumage that draws and writes has stopped in the middle of this. Try it again; it goes on as soon as that part is back.'

/** What a job failed of, for the person. The cause goes to the log under the same reference. */
export function toJobFailure(error: unknown, log: Log): Failure {
  const explained = explainStorage(error)
  const known =
    explained instanceof AppError
      ? explained
      : new AppError('internal', 'Something went wrong inside Plumage. The log says more under the reference.', {
          cause: error,
        })
  if (known.code === 'cancelled') return known.toFailure()
  log.warn('job-failed', { code: known.code, ref: known.ref, error: known.cause ?? known })
  return known.code === 'service-stopped' ? { ...known.toFailure(), sentence: stopped } : known.toFailure()
}
