import { copyFileSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import { migrate } from '../../../electron/engine/library/migrate.ts'
import { root } from '../command-line.ts'

const frozen = join(root, 'tests/electron/engine/library/frozen')

/** The versions there are libraries of, the one that is made today aside. */
export const oldVersions = (): string[] => readdirSync(frozen).filter((name) => /^\d+\.sql$/.test(name))

/** A library file as that version left it, with so many results more that bringing it up to date takes a while. */
export function makeOldLibrary(file: string, version: string, results: number): void {
  const db = new Sqlite(file)
  db.pragma('journal_mode = WAL')
  db.exec(readFileSync(join(frozen, version), 'utf8'))
  const columns = z
    .array(z.string())
    .parse(db.prepare(`SELECT name FROM pragma_table_info('generations')`).pluck().all())
  const copied = columns.map((name) => (name === 'id' ? newId : `g.${name}`))
  db.exec(`INSERT INTO generations (${columns.join(', ')})
    WITH RECURSIVE count (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM count WHERE n < ${results})
    SELECT ${copied.join(', ')} FROM count, (SELECT * FROM generations LIMIT 1) g`)
  db.close()
}

/** A UUIDv7 of its own for each number. */
const newId = `printf('%08x-%04x-7000-8000-%012x', 25000000 + n / 65536, n % 65536, n)`

/** What the file is when it is brought up to date without any trouble. */
export function broughtUpToDate(file: string, copy: string): Tables {
  copyFileSync(file, copy)
  const db = new Sqlite(copy)
  migrate(db)
  const tables = tablesOf(db)
  db.close()
  return tables
}

export function readTables(file: string): Tables {
  const db = new Sqlite(file, { readonly: true, timeout: 60_000 })
  const tables = tablesOf(db)
  db.close()
  return tables
}

export type Tables = Record<string, unknown[]>

/** Jobs are left out: an engine that begins takes over those that others left. */
function tablesOf(db: Database): Tables {
  const query = `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> 'jobs'`
  const names = z.array(z.string()).parse(db.prepare(query).pluck().all())
  const tables = names.map((name) => [name, db.prepare(`SELECT * FROM "${name}"`).raw().all()] as const)
  return { ...Object.fromEntries(tables), 'the version': [db.pragma('user_version', { simple: true })] }
}
