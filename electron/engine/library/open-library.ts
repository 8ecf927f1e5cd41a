import { existsSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import type { Database } from 'better-sqlite3'
import type { LibraryState } from '../../contract/engine.ts'
import { AppError } from '../../contract/failure.ts'
import type { Log } from '../../service/log.ts'
import { makeFolder } from '../../service/make-folder.ts'
import { libraryPaths, type LibraryPaths } from '../../service/paths.ts'
import { makeBackupNow } from './backup/make-backup.ts'
import { rotateBackups } from './backup/rotate-backups.ts'
import { checkPages, DamagedLibraryError, openDatabase } from './database.ts'
import { putAside } from './put-aside.ts'
import { claimOwner, isInUse, nobody, type Owner } from './owner.ts'
import { migrate, NewerLibraryError, readVersion, schemaVersion } from './migrate.ts'
import { openReadOnlyCopy } from './read-only-copy.ts'
import { ensureFirstSession } from './sessions.ts'
import { explainStorage, storageTrouble, troubleAtStart } from './storage-failure.ts'

/** A library folder and its database. Whoever opens it closes it. */
export interface Library {
  readonly folder: string
  readonly state: LibraryState
  /** Throws a sentence when there is no database to work with. */
  readonly db: Database
  readonly writable: boolean
  /** This process, as the one that works on the jobs it took. */
  readonly owner: Owner
  close(): void
}

/** Opens the library whatever state it is in: what cannot be done is said in `state`, and nothing is ever deleted. */
export function openLibrary(folder: string, { now, log }: { now: () => number; log: Log }): Library {
  try {
    return ready(folder, open(folder, now()), null)
  } catch (error) {
    const trouble = storageTrouble(error)
    log.warn('library-trouble', { trouble, error })
    if (error instanceof NoBackupError) return lookOnly(folder, error.message, now())
    if (trouble === 'damaged') return beginAgain(folder, now(), log)
    if (trouble === 'newer') return refused(folder, error)
    if (trouble) return lookOnly(folder, troubleAtStart[trouble], now())
    throw error
  }
}

interface Opened {
  db: Database
  owner: Owner
}

function open(folder: string, nowMs: number): Opened {
  const paths = libraryPaths(folder)
  for (const each of [paths.library, paths.assets, paths.incoming, paths.previews]) makeFolder(each)
  if (existsSync(paths.database)) refuseNewer(paths.database)
  const db = openDatabase(paths.database)
  try {
    checkPages(db)
    keepBeforeMigration(db, paths, nowMs)
    migrate(db)
    ensureFirstSession(db, nowMs) // also proves that the file can be written: its transaction begins with the write lock
    return { db, owner: claimOwner(paths, nowMs) }
  } catch (error) {
    db.close()
    throw error
  }
}

/** A migration changes tables for good: without a backup beside it the library is only looked at. */
class NoBackupError extends Error {
  override readonly name = 'NoBackupError'
}

function keepBeforeMigration(db: Database, paths: LibraryPaths, nowMs: number): void {
  const version = readVersion(db)
  if (version === 0 || version >= schemaVersion) return
  try {
    makeBackupNow(paths, db, { kind: 'migration', nowMs })
    rotateBackups(paths)
  } catch (cause) {
    if (storageTrouble(cause) === 'damaged') throw cause
    const why = explainStorage(cause)
    const sentence = `This library has to be brought up to date for this version of Plumage, which is done only with a backup beside it. You can look at what is there, but nothing new is saved. ${why instanceof AppError ? why.message : 'The backup could not be made.'}`
    throw new NoBackupError(sentence, { cause })
  }
}

/** Looked at read-only, before anything could write into a file that another version understands better. */
function refuseNewer(file: string): void {
  const db = new Sqlite(file, { readonly: true, fileMustExist: true, timeout: 10_000 })
  try {
    const version = readVersion(db)
    if (version > schemaVersion) throw new NewerLibraryError(`schema ${version}, this version knows ${schemaVersion}`)
  } finally {
    db.close()
  }
}

function ready(folder: string, { db, owner }: Opened, damaged: string | null): Library {
  const state: LibraryState['state'] = damaged ? 'damaged' : 'ready'
  return {
    folder,
    state: { state, sentence: damaged, folder },
    db,
    writable: true,
    owner,
    close() {
      db.close()
      owner.release()
    },
  }
}

const damagedInUse =
  'The library file is damaged, and another Plumage has it open. Close every window of Plumage and wait for its commands to end, then start Plumage again.'

function beginAgain(folder: string, nowMs: number, log: Log): Library {
  const paths = libraryPaths(folder)
  try {
    if (isInUse(paths)) return lookOnly(folder, damagedInUse, nowMs)
    const kept = putAside(paths.database, nowMs)
    log.warn('library-put-aside', { kept })
    const sentence = `The library file was damaged and could not be opened. It is kept in the library folder as ${kept}, and a new, empty library was begun. The pictures are still in the folder assets.`
    return ready(folder, open(folder, nowMs), sentence)
  } catch (error) {
    const trouble = storageTrouble(error)
    if (!trouble || error instanceof DamagedLibraryError) throw error
    const sentence =
      'The library file is damaged, and Plumage may not write to the library folder to begin a new one. Allow writing there, then start Plumage again.'
    return lookOnly(folder, sentence, nowMs)
  }
}

function refused(folder: string, error: unknown): Library {
  return {
    folder,
    state: { state: 'newer', sentence: troubleAtStart.newer, folder },
    get db(): Database {
      throw explainStorage(error)
    },
    writable: false,
    owner: nobody,
    close() {},
  }
}

function lookOnly(folder: string, sentence: string, nowMs: number): Library {
  try {
    const { db, close } = openReadOnlyCopy(libraryPaths(folder).database, nowMs)
    return { folder, state: { state: 'read-only', sentence, folder }, db, writable: false, owner: nobody, close }
  } catch (error) {
    if (error instanceof NewerLibraryError) return refused(folder, error)
    throw error
  }
}
