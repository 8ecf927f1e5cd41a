import type { Database } from 'better-sqlite3'
import { AppError } from '../../contract/failure.ts'
import type { Progress } from '../../contract/inference.ts'
import type { Storyboard } from '../../contract/storyboard.ts'
import type { LibraryPaths } from '../../service/paths.ts'
import type { InferenceLink } from '../inference-source.ts'

/** What a running job works with. */
export interface RunContext {
  db: Database
  paths: LibraryPaths
  client: InferenceLink['client']
  /** Aborted when the person cancels or the engine closes. */
  signal: AbortSignal
  now: () => number
  progress: (event: Progress) => void
  /** The job has one more result, or its end, in the library. */
  jobChanged: () => void
  boardChanged: (board: Storyboard) => void
}

/** Reads a stream to its end and gives its result. */
export async function resultOf<R>(
  stream: AsyncIterator<Progress, R, void>,
  progress: RunContext['progress'],
): Promise<R> {
  for (;;) {
    const step = await stream.next()
    if (!step.done) progress(step.value)
    // A stream that was cut off ends without a result, whatever its type says.
    else if (step.value === undefined)
      throw new AppError('service-stopped', 'The work ended without a result. Try again.')
    else return step.value
  }
}
