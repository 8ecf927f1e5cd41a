import { existsSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import { openDatabase } from './database.ts'
import { migrate, NewerLibraryError } from './migrate.ts'
import { ensureFirstSession } from './sessions.ts'
import { openTemporaryCopy } from './temporary-copy.ts'

/** Opens what can be read of a library that cannot be written: a copy, which refuses writing, because it would be lost. */
export function openReadOnlyCopy(file: string, nowMs: number): { db: Database; close(): void } {
  const { opened: db, remove } = copyOf(file, nowMs) ?? { opened: upToDate(':memory:', nowMs), remove() {} }
  db.pragma('query_only = ON')
  return {
    db,
    close() {
      db.close()
      remove()
    },
  }
}

function upToDate(file: string, nowMs: number): Database {
  const db = openDatabase(file)
  try {
    migrate(db)
    ensureFirstSession(db, nowMs)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

function copyOf(file: string, nowMs: number) {
  try {
    return existsSync(file) ? openTemporaryCopy(file, (copy) => upToDate(copy, nowMs)) : null
  } catch (error) {
    if (error instanceof NewerLibraryError) throw error
    return null // not readable either: the sentence has been said, and an empty library is shown
  }
}
