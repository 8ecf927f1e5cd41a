import type { Database } from 'better-sqlite3'
import type { Model } from '../../models/emu/model.ts'
import { dimensions } from '../../models/emu/model.ts'
import { SearchFilter } from '../../electron/contract/search.ts'
import { findByWords, findNewest } from '../../electron/engine/library/search/find-words.ts'
import { readHits } from '../../electron/engine/library/search/hits.ts'
import { toMatch } from '../../electron/engine/library/search/match-query.ts'
import { findAlike } from '../../electron/engine/library/search/vectors.ts'
import { interleave, ratioOf, type Rounds, spreadOf, trial } from './measure.ts'
import { type SearchLibrary, wordOf, writeSearchLibrary } from './search-library.ts'
import type { Group, Measured } from './table.ts'

const pictures = 100_000
const most = 1000
/** A screen full of them. */
const shown = 50
const ROUNDS: Rounds = { warmups: 2, rounds: 15 }

const everything = SearchFilter.parse({})
/** Leaves one picture in a thousand or so. */
const some = SearchFilter.parse({ pack: 'rare', ratingAtLeast: 5, fromMs: pictures / 2 })

/** Words against LIKE, meaning against comparing in JavaScript, in a library of a hundred thousand pictures. */
export async function measureSearch(model: Model): Promise<Group> {
  const { C } = dimensions(model.pack.manifest)
  await using library = await writeSearchLibrary(pictures, C)
  const [common, other, rare, beginning] = [wordOf(0), wordOf(1), wordOf(3000), wordOf(100).slice(0, 2)]
  const rows = [
    await words(library, 'a rare word', rare, everything),
    await words(library, 'a word in two of three pictures', common, everything),
    await words(library, 'two common words', `${common} ${other}`, everything),
    await words(library, 'the beginning of a word, two letters', beginning, everything),
    await words(library, 'a less rare word, filtered', wordOf(200), some),
    await words(library, 'a word in two of three pictures, filtered', common, some),
    await newest(library, 'newest with a word in two of three pictures', common),
    await newest(library, 'newest with a rare word', rare),
    await meaning(library, { name: 'meaning', filter: everything, loop: 'in memory' }),
    await meaning(library, { name: 'meaning', filter: everything, loop: 'read anew' }),
    await meaning(library, { name: 'meaning, filtered', filter: some, loop: 'in memory' }),
    await meaning(library, { name: 'meaning, filtered', filter: some, loop: 'read anew' }),
    await page(library),
  ]
  return { title: 'Finding one of 100,000 pictures', about: describe(library, C), rows }
}

function describe({ cost }: SearchLibrary, width: number): string {
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`
  const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`
  return (
    `${pictures.toLocaleString('en')} results with a prompt of 15 to 30 words each, one in ten on a storyboard with a ` +
    `caption, and vectors of ${width} numbers. Words: the ${most} best of all that have them, against \`LIKE\` over one ` +
    'column that has all words of a picture ready, the shortest text first, since it has to put first something too; ' +
    `newest: the last ${shown}, no best. Meaning: the ${most} most alike of all, against a loop in JavaScript that keeps ` +
    `the best in a heap: over float32 vectors that are all in memory (${megabytes(pictures * width * 4)} of it), or over ` +
    'the same bytes of the same table, read each time as ours are. Filtered: one pack of two, a rating, the later half; ' +
    'LIKE and the loop look at no more than the pictures that are left, found by one query before. What the search needs ' +
    `was written in ${seconds(cost.wordsMs)} (words and filters) and ${seconds(cost.vectorsMs)} (vectors), where the ` +
    `library itself took ${seconds(cost.plainMs)}; it takes ${megabytes(cost.wordsBytes)} and ` +
    `${megabytes(cost.vectorsBytes)} beside the library’s ${megabytes(cost.plainBytes)}.`
  )
}

async function words({ db, textsTable }: SearchLibrary, name: string, typed: string, filter: SearchFilter) {
  const match = toMatch(typed)
  if (match === null) throw new Error(`no words in ${typed}`)
  const like = createLike(db, textsTable, { filter, order: 'length(t.text), t.id DESC', limit: most })
  return compare(name, 'LIKE', { ours: () => findByWords(db, match, filter, most), theirs: () => like(typed) })
}

async function newest({ db, textsTable }: SearchLibrary, name: string, typed: string): Promise<Measured> {
  const match = toMatch(typed)
  const like = createLike(db, textsTable, { filter: everything, order: 't.id DESC', limit: shown })
  const ours = () => findNewest(db, match, everything, { before: null, limit: shown })
  return compare(name, 'LIKE', { ours, theirs: () => like(typed) })
}

interface Like {
  filter: SearchFilter
  order: string
  limit: number
}

/** What somebody without an index would do, at its best. */
function createLike(db: Database, table: string, { filter, order, limit }: Like): (typed: string) => number[] {
  const isFiltered = filter !== everything
  const left = isFiltered ? 'AND t.id IN (SELECT id FROM temp.bench_left)' : ''
  return (typed) => {
    if (isFiltered) leave(db, filter)
    const each = typed.split(' ')
    const query = `SELECT t.id FROM ${table} t WHERE ${each.map(() => 't.text LIKE ?').join(' AND ')} ${left}
      ORDER BY ${order} LIMIT ${limit}`
    return db
      .prepare(query)
      .pluck()
      .all(...each.map((word) => `%${word}%`))
      .map(Number)
  }
}

/** Docs that a filter leaves, by the same conditions without an order. */
function leave(db: Database, { pack, ratingAtLeast, fromMs }: SearchFilter): void {
  db.exec('CREATE TEMP TABLE IF NOT EXISTS bench_left (id INTEGER PRIMARY KEY); DELETE FROM temp.bench_left')
  db.prepare(
    `INSERT INTO temp.bench_left SELECT d.id FROM assets a JOIN search_docs d ON d.thing = 'picture' AND d.source_id = a.sha256
     WHERE a.rating >= ? AND a.created_at_ms >= ?
       AND EXISTS (SELECT 1 FROM generations g WHERE g.image_sha256 = a.sha256 AND g.pack = ?)`,
  ).run(ratingAtLeast, fromMs, pack)
}

interface Meant {
  name: string
  filter: SearchFilter
  loop: 'in memory' | 'read anew'
}

async function meaning(library: SearchLibrary, { name, filter, loop }: Meant): Promise<Measured> {
  const { db, model, docs, vectors } = library
  const width = model.dimensions
  const vector = [...vectors.subarray(5 * width, 6 * width)]
  const place = new Map(docs.map((id, i) => [id, i]))
  const inMemory = (ids: Iterable<number>) => numbersAt(vectors, width, ids, place)
  const theirs = () => {
    const isFiltered = filter !== everything
    if (isFiltered) leave(db, filter)
    const ids = isFiltered ? db.prepare('SELECT id FROM temp.bench_left').pluck().all().map(Number) : docs
    return mostAlike({ vector, among: loop === 'in memory' ? inMemory(ids) : bytesOf(db, isFiltered), limit: most })
  }
  const ours = () => findAlike(db, { model, vector, filter, limit: most })
  return compare(name, `loop over vectors ${loop}`, { ours, theirs })
}

function* numbersAt(vectors: Float32Array, width: number, ids: Iterable<number>, place: ReadonlyMap<number, number>) {
  for (const id of ids) {
    const at = place.get(id)! * width
    yield { id, numbers: vectors, at }
  }
}

function* bytesOf(db: Database, isFiltered: boolean) {
  const query = isFiltered
    ? 'SELECT v.doc_id, v.vector FROM temp.bench_left l CROSS JOIN search_vectors v ON v.doc_id = l.id'
    : 'SELECT doc_id, vector FROM search_vectors'
  for (const row of db.prepare(query).raw().iterate()) {
    const [id, blob] = row as [number, Buffer]
    yield { id, numbers: new Int8Array(blob.buffer, blob.byteOffset, blob.byteLength), at: 0 }
  }
}

interface Loop {
  vector: readonly number[]
  among: Iterable<{ id: number; numbers: Float32Array | Int8Array; at: number }>
  limit: number
}

interface Entry {
  id: number
  likeness: number
}

/** The best of a loop over everything: the least of them is always on top of the heap. */
function mostAlike({ vector, among, limit }: Loop): Entry[] {
  const asked = Float32Array.from(vector)
  const heap: Entry[] = []
  for (const { id, numbers, at } of among) {
    let [product, square] = [0, 0]
    for (let j = 0; j < asked.length; j++) {
      const x = numbers[at + j]!
      product += x * asked[j]!
      square += x * x
    }
    const likeness = product / Math.sqrt(square)
    if (heap.length < limit) up(heap, { id, likeness })
    else if (likeness > heap[0]!.likeness) down(heap, { id, likeness })
  }
  return heap.toSorted((a, b) => b.likeness - a.likeness)
}

function up(heap: Entry[], entry: Entry): void {
  let at = heap.push(entry) - 1
  for (let parent = (at - 1) >> 1; at > 0 && heap[parent]!.likeness > entry.likeness; parent = (at - 1) >> 1) {
    heap[at] = heap[parent]!
    at = parent
  }
  heap[at] = entry
}

function down(heap: Entry[], entry: Entry): void {
  let at = 0
  for (let child = 1; child < heap.length; child = 2 * at + 1) {
    if (child + 1 < heap.length && heap[child + 1]!.likeness < heap[child]!.likeness) child++
    if (heap[child]!.likeness >= entry.likeness) break
    heap[at] = heap[child]!
    at = child
  }
  heap[at] = entry
}

/** What stands on the screen: the first fifty, with their words and places. */
async function page({ db, textsTable }: SearchLibrary): Promise<Measured> {
  const typed = wordOf(0)
  const match = toMatch(typed)!
  const like = createLike(db, textsTable, { filter: everything, order: 'length(t.text), t.id DESC', limit: most })
  const first = (ids: readonly number[]) =>
    readHits(
      db,
      ids.slice(0, shown).map((id) => ({ id, foundBy: ['words'], likeness: null })),
      match,
    )
  return compare('a page of 50, with marked words, of two of three pictures', 'LIKE and the same page', {
    ours: () => first(findByWords(db, match, everything, most)),
    theirs: () => first(like(typed)),
  })
}

async function compare(
  name: string,
  peerName: string,
  { ours, theirs }: { ours: () => readonly unknown[]; theirs: () => readonly unknown[] },
): Promise<Measured> {
  const found = ours().length
  // LIKE also finds what is in the middle of words.
  if (theirs().length < found) throw new Error(`${name}: ${found} were found, and ${theirs().length} by the other side`)
  const pairs = await interleave(
    trial(async () => ours()),
    trial(async () => theirs()),
    ROUNDS,
  )
  return {
    name: `${name}: ${found} found`,
    ours: spreadOf(pairs.ours),
    peer: spreadOf(pairs.peer),
    peerName,
    unit: 'ms',
    ratio: ratioOf(pairs.peer, pairs.ours),
    ratioName: 'theirs / ours',
    target: null,
  }
}
