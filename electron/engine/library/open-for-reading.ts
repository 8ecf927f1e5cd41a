import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import type { Database } from 'better-sqlite3'
import { storageTrouble } from './storage-failure.ts'

export interface Readable extends Disposable {
  readonly db: Database
}

/**
 * Opens a database only to look at it, and proves that it can be. SQLite wants to write beside a WAL database even to
 * read it: where it may not, a copy in a temporary folder is looked at.
 */
export function openForReading(file: string): Readable {
  try {
    return looking(file, null)
  } catch (error) {
    if (storageTrouble(error) !== 'read-only' || !existsSync(file)) throw error
    return lookingAtCopy(file)
  }
}

function lookingAtCopy(file: string): Readable {
  const folder = mkdtempSync(join(tmpdir(), 'plumage-'))
  try {
    const copy = join(folder, 'plumage.db')
    for (const suffix of ['', '-wal']) if (existsSync(file + suffix)) copyFileSync(file + suffix, copy + suffix)
    return looking(copy, folder)
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
}

function looking(file: string, temporaryFolder: string | null): Readable {
  const db = new Sqlite(file, { readonly: true, fileMustExist: true, timeout: 10_000 })
  try {
    db.pragma('trusted_schema = OFF')
    db.pragma('cell_size_check = ON')
    db.prepare('SELECT count(*) FROM sqlite_schema').get()
  } catch (error) {
    db.close()
    throw error
  }
  return {
    db,
    [Symbol.dispose]() {
      db.close()
      if (temporaryFolder) rmSync(temporaryFolder, { recursive: true, force: true })
    },
  }
}
