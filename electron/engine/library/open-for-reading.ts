import { existsSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import type { Database } from 'better-sqlite3'
import { storageTrouble } from './storage-failure.ts'
import { openTemporaryCopy } from './temporary-copy.ts'

export interface Readable extends Disposable {
  readonly db: Database
}

/** Opens a database only to look at it, and proves that it can be; where that takes writing beside it, a copy. */
export function openForReading(file: string): Readable {
  try {
    return toReadable(openToLook(file))
  } catch (error) {
    if (storageTrouble(error) !== 'read-only' || !existsSync(file)) throw error
    const { opened, remove } = openTemporaryCopy(file, openToLook)
    return toReadable(opened, remove)
  }
}

function openToLook(file: string): Database {
  const db = new Sqlite(file, { readonly: true, fileMustExist: true, timeout: 10_000 })
  try {
    db.pragma('trusted_schema = OFF')
    db.pragma('cell_size_check = ON')
    db.prepare('SELECT count(*) FROM sqlite_schema').get()
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

function toReadable(db: Database, remove = () => {}): Readable {
  return {
    db,
    [Symbol.dispose]() {
      db.close()
      remove()
    },
  }
}
