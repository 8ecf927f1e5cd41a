import type { Database } from 'better-sqlite3'
import library from './migrations/0001-library.ts'
import writing from './migrations/0002-writing.ts'
import documents from './migrations/0003-documents.ts'
import search from './migrations/0004-search.ts'
import type { Migration } from './migrations/migration.ts'

const migrations: readonly Migration[] = [library, writing, documents, search]

/** The newest schema this version of Plumage knows. */
export const schemaVersion = migrations.length

/** The database was written by a newer Plumage: it is left exactly as it is. */
export class NewerLibraryError extends Error {
  override readonly name = 'NewerLibraryError'
}

export function readVersion(db: Database): number {
  return Number(db.pragma('user_version', { simple: true }))
}

/** Brings the schema up to date, or to an older version that is asked for: all missing steps or none. */
export function migrate(db: Database, to: number = schemaVersion): void {
  if (readVersion(db) === to) return
  db.transaction(() => {
    const version = readVersion(db) // again: another process may have just done it
    if (version > schemaVersion) throw new NewerLibraryError(`schema ${version}, this version knows ${schemaVersion}`)
    for (const migration of migrations.slice(version, to)) {
      migration.up(db)
      db.pragma(`user_version = ${migration.version}`)
    }
  }).immediate()
}
