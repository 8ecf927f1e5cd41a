import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, it } from 'vitest'
import { freezeLibrary } from '../../build/freeze-library.ts'
import { tablesOf } from '../electron/engine/support/tables.ts'

it('a library written down as SQL is the same library again', () => {
  const frozen = readFileSync(join(import.meta.dirname, '../electron/engine/library/frozen/0003.sql'), 'utf8')
  const db = new Sqlite(':memory:')
  db.exec(frozen)
  const tables = tablesOf(db)
  expect(Object.entries(tables).flatMap(([name, rows]) => (rows.length === 0 ? [name] : []))).toEqual([])
  expect(freezeLibrary(db)).toBe(frozen)
  expect(db.pragma('foreign_keys', { simple: true })).toBe(1)
})
