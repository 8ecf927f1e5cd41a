import type { EngineContract } from '../contract/engine.ts'
import type { Storyboard } from '../contract/storyboard.ts'
import type { Log } from '../service/log.ts'
import { libraryPaths } from '../service/paths.ts'
import type { Handlers } from '../service/serve.ts'
import { createEvents } from './events.ts'
import { createForeignJobs } from './foreign-jobs.ts'
import { createHandlers } from './handlers/handlers.ts'
import type { InferenceSource } from './inference-source.ts'
import { removeLeftCopies } from './library/import-asset.ts'
import { openLibrary } from './library/open-library.ts'
import { claimOwner, type Owner } from './library/owner.ts'
import { readStoryboard } from './library/storyboards.ts'
import { watchLibrary } from './library/watch-library.ts'
import { createQueue } from './queue.ts'

/** How soon the work of other processes on the same library is noticed. */
const lookEveryMs = 1000

export interface EngineParts {
  libraryFolder: string
  inference: InferenceSource
  log: Log
  now?: () => number
  /**
   * False for a process that comes and goes, like a command: it works on its own jobs only, and leaves those of
   * processes that are gone to the app.
   */
  takesOver?: boolean
}

/** The engine of one library, in whatever process. */
export interface Engine {
  /** To be served on a port with `engineContract`. */
  readonly handlers: Handlers<EngineContract>
  /** Puts the running job down so that it is offered again, and closes the library. */
  close(): Promise<void>
}

export function createEngine({ libraryFolder, inference, log, now = Date.now, takesOver = true }: EngineParts): Engine {
  const library = openLibrary(libraryFolder, { now, log })
  const paths = libraryPaths(libraryFolder)
  const events = createEvents()
  const owner = library.writable ? claimOwner(paths, now()) : nobody
  const watch = library.state.state === 'newer' ? null : watchLibrary(library.db)
  const boardChanged = (board: Storyboard) => {
    watch?.seen(board)
    events.publish({ type: 'storyboard', storyboard: board })
  }
  const queue = createQueue({ library, owner, inference, events, log, now, boardChanged, takesOver })
  if (library.writable) void removeLeftCopies(paths, now())
  const foreign = createForeignJobs({ library, owner })
  const look = () => {
    try {
      queue.look()
      if (!watch?.isChangedElsewhere()) return
      for (const id of watch.changedBoards()) boardChanged(readStoryboard(library.db, id))
      for (const id of foreign.changed()) events.publish({ type: 'job', job: queue.view(id) })
    } catch (error) {
      log.warn('look-failed', { error }) // a busy or full disk: the next look tries again
    }
  }
  const timer = setInterval(look, lookEveryMs)
  timer.unref()
  return {
    handlers: createHandlers({ library, paths, queue, events, inference, now, boardChanged }),
    async close() {
      clearInterval(timer)
      await queue.close()
      owner.release()
      library.close()
    },
  }
}

/** Works on no jobs: the library cannot be written. */
const nobody: Owner = { name: 'nobody', isAlive: () => true, release() {} }
