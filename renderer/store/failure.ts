import { AppError, type Failure } from '../../electron/contract/failure.ts'
import { words } from '../ui/words.ts'

/** Whatever was thrown, as a sentence a person can read. */
export function toFailure(error: unknown): Failure {
  if (error instanceof AppError) return error.toFailure()
  return new AppError('internal', words.errors.inPage, { cause: error }).toFailure()
}

/** There is no room in the library now; there may be later. */
export const isNoRoom = (failure: Failure) => failure.code === 'disk-full'

/** The engine went away during the call: the same request is made again when it is back. */
export const isLostConnection = (failure: Failure) => failure.code === 'service-stopped'
