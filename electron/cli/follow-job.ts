import type { Generation, JobRequest } from '../contract/jobs.ts'
import { cancelledBy, runJob } from './run-job.ts'
import type { Studio } from './studio.ts'
import { noteAbove, type Terminal } from './terminal.ts'

export interface Place {
  studio: Studio
  terminal: Terminal
}

/** Aborted when the person says so, and when inference has given up. */
export const stopSignal = ({ studio, terminal }: Place): AbortSignal =>
  AbortSignal.any([terminal.signal, studio.failed])

/** Runs one job with a progress line. `onResult` calls `wipe` before it prints, to have the line out of the way. */
export async function followJob(
  request: JobRequest,
  { studio, terminal }: Place,
  onResult: (generation: Generation, wipe: () => void) => Promise<void>,
): Promise<void> {
  const progress = terminal.openProgress()
  try {
    await runJob(studio.engine, request, {
      signal: stopSignal({ studio, terminal }),
      onChange: progress.show,
      onNotice: noteAbove(progress, terminal),
      onResult: (generation) => onResult(generation, progress.wipe),
    })
  } finally {
    progress.close()
  }
}

/** Asks the model something that is no job: nothing of it is kept, and whoever stops waiting has stopped it. */
export async function askModel<Answer>(
  place: Place,
  ask: (models: Studio['engine']['models'], options: { signal: AbortSignal }) => Promise<Answer>,
): Promise<Answer> {
  const signal = stopSignal(place)
  try {
    return await ask(place.studio.engine.models, { signal })
  } catch (error) {
    throw signal.aborted ? cancelledBy(signal) : error
  }
}
