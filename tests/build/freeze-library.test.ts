import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, it } from 'vitest'
import { freezeLibrary } from '../../build/freeze-library.ts'
import { tablesOf } from '../electron/engine/support/tables.ts'

it.each(['0003', '0004'])('a library of version %s written down as SQL is the same library again', (version) => {
  const frozen = readFileSync(join(import.meta.dirname, `../electron/engine/library/frozen/${version}.sql`), 'utf8')
  const db = new Sqlite(':memory:')
  db.exec(frozen)
  const tables = tablesOf(db)
  expect(Object.entries(tables).flatMap(([name, rows]) => (rows.length === 0 ? [name] : []))).toEqual([])
  expect(freezeLibrary(db)).toBe(frozen)
  expect(db.pragma('foreign_keys', { simple: true })).toBe(1)
})
