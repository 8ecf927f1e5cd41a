import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { openDatabase } from './database.ts'
import { migrate, NewerLibraryError } from './migrate.ts'
import { ensureFirstSession } from './sessions.ts'

/**
 * Opens what can be read of a library that cannot be written. SQLite wants to write beside a WAL database even to read
 * it, so a copy is opened, in a temporary folder; writing to it is refused, because it would be lost.
 */
export function openReadOnlyCopy(file: string, nowMs: number): { db: Database; close(): void } {
  const { db, folder } = copyOf(file, nowMs) ?? { db: upToDate(openDatabase(':memory:'), nowMs), folder: null }
  db.pragma('query_only = ON')
  return {
    db,
    close() {
      db.close()
      if (folder) rmSync(folder, { recursive: true, force: true })
    },
  }
}

function upToDate(db: Database, nowMs: number): Database {
  try {
    migrate(db)
    ensureFirstSession(db, nowMs)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

function copyOf(file: string, nowMs: number): { db: Database; folder: string } | null {
  let folder: string | null = null
  try {
    if (!existsSync(file)) return null
    folder = mkdtempSync(join(tmpdir(), 'plumage-'))
    const copy = join(folder, 'plumage.db')
    for (const suffix of ['', '-wal']) if (existsSync(file + suffix)) copyFileSync(file + suffix, copy + suffix)
    return { db: upToDate(openDatabase(copy), nowMs), folder }
  } catch (error) {
    if (folder) rmSync(folder, { recursive: true, force: true })
    if (error instanceof NewerLibraryError) throw error
    return null // not readable either: the sentence has been said, and an empty library is shown
  }
}
