import Sqlite from 'better-sqlite3'
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import { migrate, readVersion, schemaVersion } from '../migrate.ts'
import type { Findings } from './findings.ts'

/** By hand, as long as no command does it. */
export const restoreAdvice =
  'To go back to a backup, end Plumage, move plumage.db and plumage.db-wal out of the library folder and copy the newest good file of its folder backups there as plumage.db; plumage backup list shows them.'

/** What SQLite itself says of the file, and whether its tables are those the migrations make. */
export function checkDatabase(db: Database, findings: Findings): void {
  checkPages(db, findings)
  checkLinks(db, findings)
  const version = readVersion(db)
  if (version > schemaVersion) {
    const sentence = `The library was made by a newer version of Plumage (schema ${version}, this one knows ${schemaVersion}). Only what both know was checked. Update Plumage and verify again.`
    return findings.add('newer-schema', 'plumage.db', sentence)
  }
  if (version === 0) {
    const sentence = `The library file is empty: nothing was ever written into it, or all of it was lost. ${restoreAdvice}`
    return findings.add('no-database', 'plumage.db', sentence)
  }
  if (version < schemaVersion) {
    const sentence = `The library has not been opened since Plumage was updated (schema ${version}, now ${schemaVersion}). The next start brings it up to date.`
    findings.add('older-schema', 'plumage.db', sentence)
  }
  checkSchema(db, version, findings)
}

function checkPages(db: Database, findings: Findings): void {
  const lines = z.array(z.string()).parse(db.prepare('PRAGMA integrity_check').pluck().all())
  for (const line of lines)
    if (line !== 'ok')
      findings.add('damaged-pages', 'plumage.db', `The library file is damaged: ${line}. ${restoreAdvice}`)
}

const BrokenLink = z.object({ table: z.string(), rowid: z.unknown(), parent: z.string() })

/** Tables without rowid have no number for the broken row: the table is all that is told. */
function checkLinks(db: Database, findings: Findings): void {
  for (const row of db.prepare('PRAGMA foreign_key_check').iterate()) {
    const { table, parent } = BrokenLink.parse(row)
    const sentence = `A row of ${table} names a row of ${parent} that is not there. ${restoreAdvice}`
    findings.add('broken-link', table, sentence)
  }
}

const SchemaRow = z.object({ name: z.string(), sql: z.string().nullable() })

function checkSchema(db: Database, version: number, findings: Findings): void {
  using expected = memoryDatabase()
  migrate(expected.db, version)
  const [found, wanted] = [schemaOf(db), schemaOf(expected.db)]
  for (const name of new Set([...found.keys(), ...wanted.keys()])) {
    if (found.get(name) === wanted.get(name)) continue
    const what = !found.has(name) ? 'is missing' : wanted.has(name) ? 'is not as it should be' : 'does not belong there'
    findings.add('other-schema', name, `“${name}” in the library file ${what}. ${restoreAdvice}`)
  }
}

function memoryDatabase(): Disposable & { db: Database } {
  const db = new Sqlite(':memory:')
  return { db, [Symbol.dispose]: () => void db.close() }
}

function schemaOf(db: Database): Map<string, string | null> {
  const rows = z
    .array(SchemaRow)
    .parse(db.prepare(`SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`).all())
  return new Map(rows.map(({ name, sql }) => [name, sql]))
}
