import type { Database } from 'better-sqlite3'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { besideArchive, loadVectorFunctions } from '../../../../../electron/engine/library/search/vector-functions.ts'
import {
  countLookedAt,
  findAlike,
  findDoc,
  findVector,
  knowModel,
  listFailures,
  listToLookAt,
  putLooked,
} from '../../../../../electron/engine/library/search/vectors.ts'
import { memoryLibrary, nameOf, rowsIn } from '../../support/rows.ts'

function library() {
  const db = memoryLibrary()
  expect(loadVectorFunctions(db)).toBeNull()
  return { db, rows: rowsIn(db) }
}
const docOf = (db: Database, sha256: string) => findDoc(db, sha256) ?? 0
const model = (db: Database, pack: string, dimensions: number) =>
  knowModel(db, { packHash: nameOf(pack), dimensions, isUsual: true, nowMs: 1 })
const everything = { trash: 'without' } as const

const number = fc.float({ min: -1, max: 1, noNaN: true })
const vector = fc.array(number, { minLength: 12, maxLength: 12 }).filter((each) => each.some((x) => Math.abs(x) > 0.01))

it('gives the order and the likeness of comparing every vector, as nearly as a byte a number can', () => {
  fc.assert(
    fc.property(fc.array(vector, { minLength: 1, maxLength: 20 }), vector, (kept, asked) => {
      const { db, rows } = library()
      const mine = model(db, 'a', 12)
      const docs = kept.map((_, i) => docOf(db, rows.picture(`${i}`)))
      putLooked(
        db,
        mine,
        kept.map((each, i) => ({ docId: docs[i]!, vector: each })),
      )
      const found = findAlike(db, { model: mine, vector: asked, filter: everything, limit: 100 })
      const cosine = (a: readonly number[], b: readonly number[]) =>
        a.reduce((sum, x, i) => sum + x * b[i]!, 0) / (Math.hypot(...a) * Math.hypot(...b))
      expect(new Set(found.map(({ id }) => id))).toEqual(new Set(docs))
      for (const { id, likeness } of found)
        expect(Math.abs(likeness - cosine(kept[docs.indexOf(id)]!, asked))).toBeLessThan(0.03)
      expect(found.map(({ likeness }) => likeness)).toEqual(
        found.map(({ likeness }) => likeness).toSorted((a, b) => b - a),
      )
      db.close()
    }),
    { numRuns: 60 },
  )
})

it('keeps the vectors of several models apart, of whatever width', () => {
  const { db, rows } = library()
  const [a, b] = [docOf(db, rows.picture('a')), docOf(db, rows.picture('b'))]
  const [small, large] = [model(db, 'small', 2), model(db, 'large', 300)]
  putLooked(db, small, [
    { docId: a, vector: [1, 0] },
    { docId: b, vector: [0, 1] },
  ])
  putLooked(db, large, [{ docId: b, vector: Array.from({ length: 300 }, (_, i) => i - 150) }])
  const ids = (of: typeof small, asked: number[]) =>
    findAlike(db, { model: of, vector: asked, filter: everything, limit: 9 }).map(({ id }) => id)
  expect(ids(small, [0.1, 1])).toEqual([b, a])
  expect(
    ids(
      large,
      Array.from({ length: 300 }, () => 1),
    ),
  ).toEqual([b])
  expect(countLookedAt(db, small)).toEqual({ done: 2, failed: 0, total: 2 })
  expect(countLookedAt(db, large)).toEqual({ done: 1, failed: 0, total: 2 })
  expect(() => putLooked(db, small, [{ docId: a, vector: [1] }])).toThrow(/2 numbers/)
})

it('what was looked at is not listed again, but for what is worth another try', () => {
  const { db, rows } = library()
  const docs = ['a', 'b', 'c', 'd'].map((word) => docOf(db, rows.picture(word)))
  const [a, b, c, d] = docs as [number, number, number, number]
  const mine = model(db, 'a', 2)
  putLooked(db, mine, [
    { docId: a, vector: [1, 2] },
    { docId: b, failure: 'It is damaged.', isWorthATry: false },
    { docId: c, failure: 'It died.', isWorthATry: true },
  ])
  const listed = (above: number, below: number) =>
    listToLookAt(db, mine, { above, below, limit: 9 }).map(({ docId }) => docId)
  expect(listed(0, d + 1)).toEqual([d, c])
  expect(listed(c, d + 1)).toEqual([d])
  expect(countLookedAt(db, mine)).toEqual({ done: 1, failed: 2, total: 4 })
  expect(listFailures(db, mine, 9).map(({ sentence }) => sentence)).toEqual(['It died.', 'It is damaged.'])
  rows.imported(nameOf('b'), 'b again')
  expect(listed(0, d + 1)).toEqual([d, c, b])
})

it('a picture of nothing is like nothing', () => {
  const { db, rows } = library()
  const mine = model(db, 'a', 2)
  putLooked(db, mine, [{ docId: docOf(db, rows.picture('a')), vector: [0, 0] }])
  expect(findAlike(db, { model: mine, vector: [1, 0], filter: everything, limit: 9 })).toEqual([])
  expect(listFailures(db, mine, 9)).toMatchObject([{ sentence: 'The model sees nothing in this picture.' }])
})

it('vectors go with their picture, and are put for no picture that has gone', () => {
  const { db, rows } = library()
  const mine = model(db, 'a', 2)
  const doc = docOf(db, rows.picture('a'))
  putLooked(db, mine, [{ docId: doc, vector: [1, 0] }])
  expect(findVector(db, mine, nameOf('a'))).toEqual([127, 0])
  db.prepare('DELETE FROM assets').run()
  expect(findVector(db, mine, nameOf('a'))).toBeNull()
  putLooked(db, mine, [{ docId: doc, vector: [1, 0] }])
  expect(countLookedAt(db, mine)).toEqual({ done: 0, failed: 0, total: 0 })
  rows.picture('a')
  expect(docOf(db, nameOf('a'))).toBeGreaterThan(doc)
})

it('is loaded from beside the archive of a packed app, and from where it is otherwise', () => {
  const packed = '/opt/Plumage/resources/app.asar/node_modules/sqlite-vec-linux-x64/vec0.so'
  expect(besideArchive(packed)).toBe(
    '/opt/Plumage/resources/app.asar.unpacked/node_modules/sqlite-vec-linux-x64/vec0.so',
  )
  expect(besideArchive(String.raw`C:\Plumage\resources\app.asar\node_modules\x\vec0.dll`)).toContain(
    'app.asar.unpacked',
  )
  for (const plain of ['/home/app/vec0.so', '/x/app.asar.unpacked/vec0.so', '/x/my-app.asarx/vec0.so'])
    expect(besideArchive(plain)).toBe(plain)
})
