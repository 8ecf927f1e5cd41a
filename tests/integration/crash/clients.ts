import type { FailureCode } from '../../../electron/contract/failure.ts'
import { editBoards } from './edit-boards.ts'
import { importPictures } from './import-pictures.ts'
import type { RunningEngine } from './processes.ts'
import type { Random } from './random.ts'
import { listen, runJobs } from './run-jobs.ts'
import { EngineGone, type Round } from './world.ts'

/** A board may have changed, or a job ended, since a client last heard of it; and some files are meant to be no pictures. */
export const usualRefusals: readonly FailureCode[] = [
  'not-found',
  'conflict',
  'bad-image',
  'empty-prompt',
  'bad-prompt',
  'prompt-too-long',
]

export interface Clients {
  /** Resolves when all of them have noticed that the engine is gone. */
  readonly gone: Promise<void>
  /** Settles only when something happens that must not: the engine ends by itself, or answers what it may not answer. */
  readonly trouble: Promise<never>
}

/** Several at once, each with a port of its own, until the engine is gone. */
export function startClients(engine: RunningEngine, round: Round, random: Random, library: string): Clients {
  const clients = [
    editBoards(engine.connect(), round, random.fork('editor 1')),
    editBoards(engine.connect(), round, random.fork('editor 2')),
    importPictures(engine.connect(), round, random.fork('importer'), library),
    runJobs(engine.connect(), round, random.fork('jobs')),
    listen(engine.connect(), round),
  ]
  const gone = Promise.all(clients.map(untilGone)).then(() => undefined)
  const trouble = new Promise<never>((_, reject) => {
    gone.catch(reject)
    engine.exited.then((exit) => reject(new Error(`the engine ended by itself: ${JSON.stringify(exit)}`)), reject)
  })
  trouble.catch(() => undefined) // by the end of a round nobody may be waiting for it any more
  return { gone, trouble }
}

/** A client's end is the end of the engine; anything else is what this is looking for. */
async function untilGone(client: Promise<never>): Promise<void> {
  try {
    await client
  } catch (error) {
    if (!(error instanceof EngineGone)) throw error
  }
}

/** Lets a test wait until clients have had so many answers more. */
export function countAnswers() {
  let hear = () => {}
  return {
    answered: () => hear(),
    more: (count: number) =>
      new Promise<void>((resolve) => {
        let left = count
        hear = () => void (--left <= 0 && resolve())
      }),
  }
}
