import Sqlite from 'better-sqlite3'
import type { Database } from 'better-sqlite3'

/** Long enough for another process's write and its fsync on a slow disk. */
const busyTimeoutMs = 10_000

/**
 * Opens a SQLite file for reading and writing. WAL with FULL: a commit that was answered is still there after a power
 * cut (NORMAL, the library's default, would only promise that the file is whole).
 */
export function openDatabase(file: string): Database {
  const db = new Sqlite(file, { timeout: busyTimeoutMs })
  try {
    const mode = db.pragma('journal_mode = WAL', { simple: true })
    if (file !== ':memory:' && mode !== 'wal') throw new Error(`journal mode is ${String(mode)}, not wal`)
    db.pragma('synchronous = FULL')
    db.pragma('fullfsync = ON') // macOS: fsync alone does not reach the disk there; no effect elsewhere
    db.pragma('foreign_keys = ON')
    db.pragma('trusted_schema = OFF')
    db.pragma('cell_size_check = ON')
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** The file cannot be trusted: not a database, or its pages disagree with each other. */
export class DamagedLibraryError extends Error {
  override readonly name = 'DamagedLibraryError'
}

/** Reads every page. A damaged file found now can be put aside; found later, it is found in the middle of the work. */
export function checkPages(db: Database): void {
  const report = db.pragma('quick_check(1)', { simple: true })
  if (report !== 'ok') throw new DamagedLibraryError(String(report))
}
