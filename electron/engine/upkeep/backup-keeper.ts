import { statSync } from 'node:fs'
import { AppError } from '../../contract/failure.ts'
import type { Backup, BackupKind, BackupsState } from '../../contract/upkeep.ts'
import type { Log } from '../../service/log.ts'
import { libraryPaths, type LibraryPaths } from '../../service/paths.ts'
import { listBackups, listDamagedFiles } from '../library/backup/backup-files.ts'
import type { Library } from '../library/open-library.ts'
import { runTask } from './run-task.ts'

const everyMs = 3_600_000
/** After a failure: soon enough that space that was freed is used, late enough that a slow disk is left in peace. */
const againAfterMs = 600_000

export interface BackupKeeperParts {
  library: Library
  log: Log
  now: () => number
  changed: (state: BackupsState) => void
}

/** Makes a backup an hour while there is something new to keep. A backup that fails is a sentence and stops nothing. */
export interface BackupKeeper {
  state(): BackupsState
  /** To be called often: makes one when it is time. */
  look(): void
  make(kind: BackupKind): Promise<Backup>
  /** Resolves when none is being made. */
  settled(): Promise<void>
  close(): Promise<void>
}

export function createBackupKeeper(parts: BackupKeeperParts): BackupKeeper {
  return new Keeper(parts)
}

class Keeper implements BackupKeeper {
  readonly #parts: BackupKeeperParts
  readonly #paths: LibraryPaths
  readonly #closing = new AbortController()
  #sentence: string | null = null
  #failedAtMs = Number.NEGATIVE_INFINITY
  /** What the library looked like when the last backup of this process began; null before the first. */
  #keptAs: string | null = null
  #last: Promise<unknown> = Promise.resolve()
  #waiting = 0

  constructor(parts: BackupKeeperParts) {
    this.#parts = parts
    this.#paths = libraryPaths(parts.library.folder)
  }

  state(): BackupsState {
    return { backups: listBackups(this.#paths), damaged: listDamagedFiles(this.#paths), sentence: this.#sentence }
  }

  look(): void {
    const { library, now, log } = this.#parts
    if (
      !library.writable ||
      this.#waiting > 0 ||
      this.#closing.signal.aborted ||
      now() - this.#failedAtMs < againAfterMs
    )
      return
    const [newest] = listBackups(this.#paths)
    if (newest && now() - newest.madeAtMs < everyMs) return
    if (!this.#hasChangedSince(newest ?? null)) return
    this.make('timed').catch((error: unknown) => {
      if (!this.#closing.signal.aborted) log.warn('backup-failed', { error })
    })
  }

  /** One at a time: whoever asks meanwhile gets one that begins afterwards, since the present one may miss the newest. */
  async make(kind: BackupKind): Promise<Backup> {
    mustBeWritable(this.#parts.library)
    const made = this.#last.then(() => this.#make(kind))
    const last = made.catch(() => undefined)
    this.#last = last
    this.#waiting++
    void last.then(() => this.#waiting--)
    return made
  }

  async settled(): Promise<void> {
    await this.#last
  }

  async close(): Promise<void> {
    this.#closing.abort(new AppError('service-stopped', 'Plumage was closed while the backup was being made.'))
    await this.settled()
  }

  async #make(kind: BackupKind): Promise<Backup> {
    const { library, now, changed } = this.#parts
    const looks = this.#looks()
    try {
      const task = { task: 'backup', library: library.folder, kind, nowMs: now() } as const
      const made = await runTask(task, { signal: this.#closing.signal })
      this.#keptAs = looks
      this.#sentence = null
      changed(this.state())
      return made
    } catch (error) {
      if (!this.#closing.signal.aborted) this.#failed(error)
      throw error
    }
  }

  #failed(error: unknown): void {
    this.#failedAtMs = this.#parts.now()
    this.#sentence =
      error instanceof AppError && error.code !== 'internal'
        ? error.message
        : 'The last backup could not be made. What you do is saved all the same. “plumage verify” says more.'
    this.#parts.changed(this.state())
  }

  /** Across a restart the files' own times have to tell; within one process the connection does, to the row. */
  #hasChangedSince(newest: Backup | null): boolean {
    if (!newest) return true
    if (this.#keptAs !== null) return this.#looks() !== this.#keptAs
    const { database } = this.#paths
    const files = [database, `${database}-wal`].map((file) => statSync(file, { throwIfNoEntry: false }))
    const times = files.map((stat) => (stat && stat.size > 0 ? stat.mtimeMs : 0)) // opening makes an empty log
    return Math.max(...times) >= newest.madeAtMs
  }

  /** `total_changes` counts what this connection did, `data_version` moves when any other commits. */
  #looks(): string {
    const { db } = this.#parts.library
    const own = db.prepare('SELECT total_changes()').pluck().get()
    return `${String(own)} ${String(db.pragma('data_version', { simple: true }))}`
  }
}

function mustBeWritable({ writable, state }: Library): void {
  if (writable) return
  const sentence = state.sentence ?? 'The library cannot be written to, so no backup can be made.'
  throw new AppError(state.state === 'newer' ? 'library-newer' : 'library-read-only', sentence)
}
