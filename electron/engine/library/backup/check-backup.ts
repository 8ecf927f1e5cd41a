import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import { DamagedLibraryError } from '../database.ts'
import { readVersion } from '../migrate.ts'
import { openForReading } from '../open-for-reading.ts'
import { checkDatabase } from '../verify/check-database.ts'
import { createFindings } from '../verify/findings.ts'

/** What is in a backup that is good. */
export interface CheckedBackup {
  schemaVersion: number
  rows: Readonly<Record<string, number>>
}

/** Reads all of a backup and throws if it could not be restored: it is damaged, newer, or not a library at all. */
export function checkBackup(file: string): CheckedBackup {
  using opened = openForReading(file)
  const { db } = opened
  const findings = createFindings()
  checkDatabase(db, findings)
  const version = readVersion(db)
  const { findings: found } = findings.report(version)
  const problem = found.find(({ weight }) => weight === 'problem')
  if (problem) throw new DamagedLibraryError(problem.sentence)
  return { schemaVersion: version, rows: countRows(db) }
}

/** Every row of every table is in a tree of pages that can be walked. */
export function countRows(db: Database): Record<string, number> {
  const counts = listTables(db).map((table) => {
    const count = z.int().parse(db.prepare(`SELECT count(*) FROM "${table}"`).pluck().get())
    return [table, count] as const
  })
  return Object.fromEntries(counts)
}

/** The tables in which something is kept, as opposed to those of search, which can be made from them again. */
export function listTables(db: Database): string[] {
  const query = `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 1 ORDER BY name`
  return z.array(z.string()).parse(db.prepare(query).pluck().all())
}
