import type { EngineContract } from '../contract/engine.ts'
import type { Job } from '../contract/jobs.ts'
import type { Storyboard } from '../contract/storyboard.ts'
import type { Log } from '../service/log.ts'
import { libraryPaths } from '../service/paths.ts'
import type { Handlers } from '../service/serve.ts'
import { createEvents } from './events.ts'
import { createHandlers } from './handlers/handlers.ts'
import type { InferenceSource } from './inference-source.ts'
import { removeLeftCopies } from './library/import-asset.ts'
import { openLibrary } from './library/open-library.ts'
import { readStoryboard } from './library/storyboards.ts'
import { watchLibrary } from './library/watch-library.ts'
import { createQueue } from './queue.ts'
import type { Rests } from './search/background-looking.ts'
import { openSearch } from './search/open-search.ts'
import { createBackupKeeper } from './upkeep/backup-keeper.ts'

/** How soon the work of other processes on the same library is noticed. */
const lookEveryMs = 1000
/** How soon after the start, and after the last one is an hour old, a backup begins. */
const backupLookEveryMs = 60_000

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
  /** How long nothing is done in the background after something else. */
  rests?: Rests
}

/** The engine of one library, in whatever process. */
export interface Engine {
  /** To be served on a port with `engineContract`. */
  readonly handlers: Handlers<EngineContract>
  /** Puts the running job down so that it is offered again, and closes the library. */
  close(): Promise<void>
}

export function createEngine(parts: EngineParts): Engine {
  const { libraryFolder, inference, log, now = Date.now, takesOver = true } = parts
  const library = openLibrary(libraryFolder, { now, log })
  const paths = libraryPaths(libraryFolder)
  const events = createEvents()
  const watch = library.state.state === 'newer' ? null : watchLibrary(library.db)
  const boardChanged = (board: Storyboard) => {
    watch?.boardSeen(board)
    events.publish({ type: 'storyboard', storyboard: board })
  }
  const jobChanged = (job: Job) => {
    watch?.jobSeen(job)
    finding.looking.jobSeen(job)
    events.publish({ type: 'job', job })
  }
  const finding = openSearch({
    library,
    inference,
    log,
    now,
    ...(parts.rests && { rests: parts.rests }),
    looksItself: takesOver,
    lookedAt: (lookedAt) => events.publish({ type: 'looked-at', lookedAt }),
  })
  const { search, looking } = finding
  const queue = createQueue({ library, inference, log, now, boardChanged, jobChanged, takesOver })
  const backups = createBackupKeeper({
    library,
    log,
    now,
    changed: (state) => events.publish({ type: 'backups', backups: state }),
  })
  if (library.writable) void removeLeftCopies(paths, now())
  const look = () => {
    try {
      queue.look()
      const { boards = [], jobs = [] } = watch?.changedElsewhere() ?? {}
      for (const id of boards) boardChanged(readStoryboard(library.db, id))
      for (const id of jobs) jobChanged(queue.view(id))
      finding.look()
    } catch (error) {
      log.warn('look-failed', { error }) // a busy or full disk: the next look tries again
    }
  }
  look()
  const timer = setInterval(look, lookEveryMs)
  timer.unref()
  const backupTimer = setInterval(() => takesOver && backups.look(), backupLookEveryMs)
  backupTimer.unref()
  return {
    handlers: createHandlers({
      library,
      paths,
      queue,
      backups,
      events,
      inference,
      search,
      looking,
      now,
      log,
      boardChanged,
    }),
    async close() {
      clearInterval(timer)
      clearInterval(backupTimer)
      await finding.close()
      await backups.close()
      await queue.close()
      library.close()
    },
  }
}
