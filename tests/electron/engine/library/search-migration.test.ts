import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, it } from 'vitest'
import { migrate } from '../../../../electron/engine/library/migrate.ts'
import { findByWords } from '../../../../electron/engine/library/search/find-words.ts'
import { readHits } from '../../../../electron/engine/library/search/hits.ts'
import { toMatch } from '../../../../electron/engine/library/search/match-query.ts'
import { tablesOf } from '../support/tables.ts'

/** A library as version 3 left it, with a row in every table. */
function thirdVersion(): Sqlite.Database {
  const db = new Sqlite(':memory:')
  db.exec(readFileSync(join(import.meta.dirname, 'frozen', '0003.sql'), 'utf8'))
  db.pragma('foreign_keys = ON')
  db.pragma('trusted_schema = OFF')
  return db
}

const withoutSearch = (tables: ReturnType<typeof tablesOf>) =>
  Object.fromEntries(Object.entries(tables).filter(([name]) => !name.startsWith('search_')))

it('every row of version 3 is there as it was, and can be found', () => {
  const db = thirdVersion()
  const old = tablesOf(db)
  migrate(db, 4)
  expect(withoutSearch(tablesOf(db))).toEqual(old)
  const rows = (table: string, columns: string) => db.prepare(`SELECT ${columns} FROM ${table} ORDER BY 1, 2`).all()
  const sources = 'thing, source_id, image_sha256, created_at_ms, rating, is_starred'
  expect(rows('search_docs', sources)).toEqual(rows('search_sources', sources))
  const runs = 'doc_id, run_id, kind, pack, pack_hash, seed, session_id'
  expect(rows('search_runs', runs)).toEqual(rows('search_origins', runs))
  const things = db.prepare('SELECT DISTINCT thing FROM search_docs').pluck().all()
  expect(things).toHaveLength(11)
  const texts = db.prepare(
    `SELECT doc_id AS id, concat_ws(' ', title, body, script, prompt, tags, recipe) AS text FROM search_texts`,
  )
  for (const { id, text } of texts.all() as { id: number; text: string }[]) {
    const match = toMatch(text)
    if (match === null) continue
    const found = findByWords(db, match, { trash: 'with', things: things as [] }, 99)
    expect(found, text).toContain(id)
    expect(readHits(db, [{ id, foundBy: ['words'], likeness: null }], match)).toHaveLength(1)
  }
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  expect(db.pragma('foreign_key_check')).toEqual([])
})

it('ids of docs are in the order of time', () => {
  const db = thirdVersion()
  migrate(db, 4)
  const times = db.prepare('SELECT created_at_ms FROM search_docs ORDER BY id').pluck().all().map(Number)
  expect(times).toEqual(times.toSorted((a, b) => a - b))
})

it('a step that fails leaves version 3 as it was', () => {
  const db = thirdVersion()
  db.exec('CREATE TABLE search_vectors (id INTEGER)') // in the way of the last table
  const old = tablesOf(db)
  expect(() => migrate(db, 4)).toThrow(/search_vectors/)
  expect(tablesOf(db)).toEqual(old)
  expect(db.pragma('user_version', { simple: true })).toBe(3)
})
