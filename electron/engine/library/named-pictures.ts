import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import type { Sha256 } from '../../contract/values.ts'

/** A column in which something is written that may name pictures. */
export interface NamingColumn {
  table: string
  column: string
  /** Columns of the primary key, to say which row it is. */
  key: readonly string[]
}

const ColumnRow = z.object({ table: z.string(), column: z.string(), pk: z.int(), sql: z.string() })

/**
 * The JSON columns of all tables, told from the checks in the schema itself: a table that comes later is not forgotten.
 * Columns that are a picture's name as a whole are foreign keys, which SQLite checks.
 */
export function listNamingColumns(db: Database): NamingColumn[] {
  const query = `SELECT t.name AS "table", c.name AS "column", c.pk, t.sql FROM sqlite_schema t, pragma_table_info(t.name) c
    WHERE t.type = 'table' AND t.sql LIKE '%STRICT%' ORDER BY t.name, c.cid`
  const columns = z.array(ColumnRow).parse(db.prepare(query).all())
  const isJson = ({ column, sql }: z.infer<typeof ColumnRow>) => sql.includes(`json_valid(${column})`)
  return columns.filter(isJson).map(({ table, column }) => {
    const keyed = columns.filter((other) => other.table === table && other.pk > 0)
    return { table, column, key: keyed.toSorted((a, b) => a.pk - b.pk).map((each) => each.column) }
  })
}

/** Under these words a picture is named, in prompts, requests of jobs and steps of undo; elsewhere 64 digits are words. */
const naming: ReadonlySet<string> = new Set(['sha256', 'image', 'mask', 'frames'])

const isSha256 = (value: unknown): value is Sha256 => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)

/** Every picture that is named in a JSON value, whichever version of Plumage wrote it. */
export function picturesNamedIn(value: unknown, under = ''): Sha256[] {
  if (Array.isArray(value)) return value.flatMap((each) => picturesNamedIn(each, under))
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, each]) => picturesNamedIn(each, key))
  return naming.has(under) && isSha256(value) ? [value] : []
}
