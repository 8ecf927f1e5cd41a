import type { Generation, JobRequest } from '../contract/jobs.ts'
import { runJob } from './run-job.ts'
import type { Studio } from './studio.ts'
import { noteAbove, type Terminal } from './terminal.ts'

export interface Place {
  studio: Studio
  terminal: Terminal
}

/** Stops waiting when the person says so, and when inference has given up. */
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
