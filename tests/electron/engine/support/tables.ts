import type { Database } from 'better-sqlite3'
import { z } from 'zod'

type Row = Record<string, unknown>

/** Every row of every table, in the order of the keys. */
export function tablesOf(db: Database): Record<string, Row[]> {
  const query = `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`
  const names = z.array(z.string()).parse(db.prepare(query).pluck().all())
  const rowsOf = (name: string) =>
    z.array(z.record(z.string(), z.unknown())).parse(db.prepare(`SELECT * FROM ${name}`).all())
  return Object.fromEntries(names.map((name) => [name, rowsOf(name)]))
}
