import type { Log } from '../../service/log.ts'
import type { LibraryPaths } from '../../service/paths.ts'
import type { Storyboard } from '../../contract/storyboard.ts'
import type { Events } from '../events.ts'
import type { InferenceSource } from '../inference-source.ts'
import type { Library } from '../library/open-library.ts'
import type { BackgroundLooking } from '../search/background-looking.ts'
import type { Search } from '../search/search.ts'
import type { Queue } from '../queue.ts'
import type { BackupKeeper } from '../upkeep/backup-keeper.ts'

/** What the handlers work with. */
export interface Services {
  library: Library
  paths: LibraryPaths
  queue: Queue
  backups: BackupKeeper
  events: Events
  inference: InferenceSource
  search: Search
  looking: BackgroundLooking
  now: () => number
  log: Log
  boardChanged: (board: Storyboard) => void
}
