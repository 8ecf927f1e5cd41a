import { existsSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import type { VerifyProgress, VerifyReport } from '../../../contract/upkeep.ts'
import { libraryPaths } from '../../../service/paths.ts'
import { listAssetsAfter } from '../assets.ts'
import { readVersion, schemaVersion } from '../migrate.ts'
import { openForReading, type Readable } from '../open-for-reading.ts'
import { storageTrouble } from '../storage-failure.ts'
import { checkBackups } from './check-backups.ts'
import { checkDatabase, restoreAdvice } from './check-database.ts'
import { checkPictures, checkSpareFiles } from './check-pictures.ts'
import { checkRows } from './check-rows.ts'
import { createFindings, type Findings } from './findings.ts'

export interface VerifyOptions {
  signal?: AbortSignal
  progress?: (step: VerifyProgress) => void
}

/**
 * Reads all of a library and says what is not as it should be: the database file, every row, every name of a picture,
 * every picture file's bytes. Changes nothing, and may be asked while Plumage works on the library.
 */
export async function verifyLibrary(
  folder: string,
  { signal = new AbortController().signal, progress = () => {} }: VerifyOptions = {},
): Promise<VerifyReport> {
  const paths = libraryPaths(folder)
  const findings = createFindings()
  progress({ stage: 'database', done: 0, total: 1 })
  using opened = tryToOpen(paths.database, findings)
  const db = opened?.db ?? null
  const version = db && tryTo(findings, () => readVersion(db))
  const isReadable = db !== null && tryTo(findings, () => checkDatabaseAndRows(db, findings)) === true
  progress({ stage: 'database', done: 1, total: 1 })
  const check = { paths, findings, signal, progress }
  if (isReadable) await checkPictures(db, check)
  await checkSpareFiles(isReadable ? db : null, check)
  checkBackups(check)
  return findings.report(version)
}

/** Whether the pictures can be compared with the rows: there are some, in a form this version knows. */
function checkDatabaseAndRows(db: Database, findings: Findings): boolean {
  checkDatabase(db, findings)
  const version = readVersion(db)
  if (version === schemaVersion) checkRows(db, findings)
  return version > 0 && fits(db)
}

/** The table of pictures is likely to stay as it is in newer versions, but nobody can promise that. */
function fits(db: Database): boolean {
  try {
    listAssetsAfter(db, '', 1)
    return true
  } catch (error) {
    if (storageTrouble(error)) throw error
    return false
  }
}

function tryToOpen(file: string, findings: Findings): Readable | null {
  if (existsSync(file)) return tryTo(findings, () => openForReading(file))
  findings.add('no-database', 'plumage.db', `There is no library file in this folder. ${restoreAdvice}`)
  return null
}

/** What a damaged file throws in the middle of a check is a finding like any other. */
function tryTo<T>(findings: Findings, act: () => T): T | null {
  try {
    return act()
  } catch (error) {
    const trouble = storageTrouble(error)
    if (trouble === null) throw error
    const why = trouble === 'damaged' ? 'it is damaged' : 'the disk or the permissions do not allow it, or it is locked'
    const sentence = `The library file cannot be read: ${why}. ${restoreAdvice}`
    findings.add(trouble === 'damaged' ? 'damaged-pages' : 'no-database', 'plumage.db', sentence)
    return null
  }
}
