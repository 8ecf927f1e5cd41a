import Sqlite from 'better-sqlite3'
import type { Database } from 'better-sqlite3'
import { z } from 'zod'

const Entry = z.object({ type: z.string(), name: z.string(), kind: z.string().nullable(), sql: z.string() })

/**
 * A library file as SQL text: what a migration is tested from, once its schema is released. The tables come first, then
 * every row in the order of its key, then indexes, views and triggers. Foreign keys are off, since two tables name each
 * other. The index of words keeps no words of its own: it makes its tables itself, and is filled from its view again.
 */
export function freezeLibrary(db: Database): string {
  const query = `SELECT s.type, s.name, s.sql, t.type AS kind FROM sqlite_schema s
    LEFT JOIN pragma_table_list t ON t.schema = 'main' AND t.name = s.name
    WHERE s.sql IS NOT NULL AND s.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`
  const entries = z.array(Entry).parse(db.prepare(query).all())
  const tables = entries.filter(({ type }) => type === 'table')
  const others = entries.filter(({ type }) => type !== 'table')
  const version = z.int().parse(db.pragma('user_version', { simple: true }))
  return [
    'PRAGMA foreign_keys = OFF;',
    'BEGIN;',
    ...tables.filter(({ kind }) => kind !== 'shadow').map(({ sql }) => `${sql};`),
    ...tables.filter(({ kind }) => kind === 'table').flatMap(({ name }) => rowsOf(db, name)),
    ...others.map(({ sql }) => `${sql};`),
    ...tables.filter(({ kind }) => kind === 'virtual').map(({ name }) => fill(db, name)),
    `PRAGMA user_version = ${version};`,
    'COMMIT;',
    'PRAGMA foreign_keys = ON;',
    '',
  ].join('\n')
}

const columnsOf = (db: Database, table: string) =>
  z.array(z.string()).parse(db.prepare('SELECT name FROM pragma_table_info(?)').pluck().all(table))

/** SQLite writes each value down itself. Columns that are worked out from others are not written. */
function rowsOf(db: Database, table: string): string[] {
  const columns = columnsOf(db, table)
  const values = columns.map((column) => `quote(${column})`).join(` || ', ' || `)
  const rows = z.array(z.string()).parse(db.prepare(`SELECT ${values} FROM ${table}`).pluck().all())
  return rows.map((row) => `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${row});`)
}

function fill(db: Database, index: string): string {
  if (index !== 'search_words') throw new Error(`${index} is a virtual table that nobody knows how to fill.`)
  return `INSERT INTO search_words (rowid, ${columnsOf(db, index).join(', ')}) SELECT * FROM search_texts;`
}

if (import.meta.main) {
  const [file] = process.argv.slice(2)
  if (file === undefined) throw new Error('Usage: node build/freeze-library.ts <plumage.db>')
  const db = new Sqlite(file, { readonly: true, fileMustExist: true })
  process.stdout.write(freezeLibrary(db))
  db.close()
}
