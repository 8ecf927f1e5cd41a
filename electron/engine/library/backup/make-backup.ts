import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import type { Database } from 'better-sqlite3'
import { AppError } from '../../../contract/failure.ts'
import type { Backup, BackupKind } from '../../../contract/upkeep.ts'
import { makeFolder } from '../../../service/make-folder.ts'
import type { LibraryPaths } from '../../../service/paths.ts'
import { DamagedLibraryError } from '../database.ts'
import { readVersion } from '../migrate.ts'
import { openForReading } from '../open-for-reading.ts'
import { storageTrouble } from '../storage-failure.ts'
import { syncFolder } from '../sync-folder.ts'
import { nameBackup } from './backup-files.ts'
import { checkBackup } from './check-backup.ts'

export interface BackupOrder {
  kind: BackupKind
  nowMs: number
}

/**
 * Copies the library file while it is in use. All pages in one step: that is one snapshot, which writers do not wait
 * for and cannot disturb, where a copy in many steps would begin anew with every commit of another connection.
 */
export async function makeBackup(paths: LibraryPaths, order: BackupOrder): Promise<Backup> {
  using source = openForReading(paths.database)
  const draft = begin(paths, source.db, order)
  try {
    await source.db.backup(draft.file, { progress: () => Number.MAX_SAFE_INTEGER })
    return finish(paths, draft)
  } catch (error) {
    rmSync(draft.file, { force: true })
    throw whyNoBackup(error)
  }
}

/** The same within one call, for the moment before a migration, in which nothing else may happen. */
export function makeBackupNow(paths: LibraryPaths, db: Database, order: BackupOrder): Backup {
  const draft = begin(paths, db, order)
  try {
    db.prepare('VACUUM INTO ?').run(draft.file)
    return finish(paths, draft)
  } catch (error) {
    rmSync(draft.file, { force: true })
    throw whyNoBackup(error)
  }
}

interface Draft {
  /** Where it is written until it counts. */
  file: string
  backup: Omit<Backup, 'sizeBytes'>
}

function begin(paths: LibraryPaths, source: Database, { kind, nowMs }: BackupOrder): Draft {
  makeBackupsFolder(paths)
  mustHaveRoom(paths)
  const schemaVersion = readVersion(source)
  let madeAtMs = nowMs
  while (existsSync(paths.backupFile(nameBackup(kind, madeAtMs, schemaVersion)))) madeAtMs++
  const name = nameBackup(kind, madeAtMs, schemaVersion)
  const file = paths.backupFile(`${name}.${process.pid}.tmp`)
  rmSync(file, { force: true })
  return { file, backup: { name, kind, madeAtMs, schemaVersion } }
}

function makeBackupsFolder({ backups, library }: LibraryPaths): void {
  try {
    if (makeFolder(backups) !== undefined) syncFolder(library)
  } catch (error) {
    throw whyNoBackup(error)
  }
}

/** Gives what the disk said the sentence that fits a backup; damage stays what it is. */
function whyNoBackup(cause: unknown): unknown {
  if (cause instanceof AppError) return cause
  const trouble = storageTrouble(cause)
  if (trouble === 'full')
    return new AppError('disk-full', 'No backup could be made: the disk with the library is full. Free some space.', {
      cause,
    })
  if (trouble !== 'read-only') return cause
  const sentence =
    'No backup could be made: Plumage may not write to the folder backups in the library folder. Allow writing there.'
  return new AppError('library-read-only', sentence, { cause })
}

/** A backup must not take the room that the work itself needs: as much again has to stay free. */
function mustHaveRoom({ database, backups }: LibraryPaths): void {
  const files = [database, `${database}-wal`].map((file) => statSync(file, { throwIfNoEntry: false })?.size ?? 0)
  const sizeBytes = files.reduce((sum, size) => sum + size, 0)
  const { bavail, bsize } = statfsSync(backups)
  if (bavail * bsize >= 2 * sizeBytes) return
  const sentence = `No backup could be made: it needs ${Math.ceil((2 * sizeBytes) / 1e6)} MB of free space on the disk with the library. Free some space.`
  throw new AppError('disk-full', sentence)
}

/** Only what was read back from the disk, checked and synced gets the name by which it is found. */
function finish({ backups, backupFile }: LibraryPaths, { file, backup }: Draft): Backup {
  toSingleFile(file)
  sync(file)
  mustBeGood(file)
  const { size } = statSync(file)
  renameSync(file, backupFile(backup.name))
  syncFolder(backups)
  return { ...backup, sizeBytes: size }
}

function mustBeGood(file: string): void {
  try {
    checkBackup(file)
  } catch (cause) {
    if (!(cause instanceof DamagedLibraryError)) throw cause
    const sentence = `A backup was made and does not count, since it is not whole: ${cause.message}`
    throw new AppError('library-damaged', sentence, { cause })
  }
}

/** A copy of a WAL database wants two more files beside it as soon as it is opened; a backup is one file. */
function toSingleFile(file: string): void {
  const db = new Sqlite(file, { fileMustExist: true })
  try {
    const mode = db.pragma('journal_mode = DELETE', { simple: true })
    if (mode !== 'delete') throw new Error(`journal mode is ${String(mode)}, not delete`)
  } finally {
    db.close()
  }
}

function sync(file: string): void {
  const handle = openSync(file, 'r+') // Windows syncs only what was opened for writing
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
