import Sqlite from 'better-sqlite3'
import type { Database } from 'better-sqlite3'
import { z } from 'zod'

const Entry = z.object({ type: z.string(), name: z.string(), sql: z.string() })

/**
 * A library file as SQL text: what a migration is tested from, once its schema is released. The tables come first, then
 * every row in the order of its key, then indexes and triggers. Foreign keys are off, since two tables name each other.
 */
export function freezeLibrary(db: Database): string {
  const query = `SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`
  const entries = z.array(Entry).parse(db.prepare(query).all())
  const tables = entries.filter(({ type }) => type === 'table')
  const others = entries.filter(({ type }) => type !== 'table')
  const version = z.int().parse(db.pragma('user_version', { simple: true }))
  return [
    'PRAGMA foreign_keys = OFF;',
    'BEGIN;',
    ...tables.map(({ sql }) => `${sql};`),
    ...tables.flatMap(({ name }) => rowsOf(db, name)),
    ...others.map(({ sql }) => `${sql};`),
    `PRAGMA user_version = ${version};`,
    'COMMIT;',
    'PRAGMA foreign_keys = ON;',
    '',
  ].join('\n')
}

/** SQLite writes each value down itself. Columns that are worked out from others are not written. */
function rowsOf(db: Database, table: string): string[] {
  const columns = z.array(z.string()).parse(db.prepare('SELECT name FROM pragma_table_info(?)').pluck().all(table))
  const values = columns.map((column) => `quote(${column})`).join(` || ', ' || `)
  const rows = z.array(z.string()).parse(db.prepare(`SELECT ${values} FROM ${table}`).pluck().all())
  return rows.map((row) => `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${row});`)
}

if (import.meta.main) {
  const [file] = process.argv.slice(2)
  if (file === undefined) throw new Error('Usage: node build/freeze-library.ts <plumage.db>')
  const db = new Sqlite(file, { readonly: true, fileMustExist: true })
  process.stdout.write(freezeLibrary(db))
  db.close()
}
