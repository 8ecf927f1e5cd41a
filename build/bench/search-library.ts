import { randomBytes } from 'node:crypto'
import { statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { openDatabase } from '../../electron/engine/library/database.ts'
import { migrate } from '../../electron/engine/library/migrate.ts'
import { loadVectorFunctions } from '../../electron/engine/library/search/vector-functions.ts'
import { knowModel, putLooked, type SearchModel } from '../../electron/engine/library/search/vectors.ts'
import { currentSession, ensureFirstSession } from '../../electron/engine/library/sessions.ts'

/** A library of many pictures, as the database sees it: there are no files. */
export interface SearchLibrary extends AsyncDisposable {
  readonly db: Database
  readonly model: SearchModel
  /** All vectors, one after the other, in the order of `docs`. */
  readonly vectors: Float32Array
  readonly docs: readonly number[]
  /** What the words of each picture are, as one text: the best that LIKE can hope for. */
  readonly textsTable: string
  /** How long everything took to be written, without and with what search needs, and how large it became. */
  readonly cost: {
    plainMs: number
    wordsMs: number
    vectorsMs: number
    plainBytes: number
    wordsBytes: number
    vectorsBytes: number
  }
}

const atOnce = 1000
const centres = 300
const spread = 0.7

export const packHash = 'ab'.repeat(32)

/** Words are as common as in a language: the n-th is n times as rare as the first. */
const vocabulary = Array.from({ length: 20_000 }, (_, i) => toWord(i + 1))

function toWord(n: number): string {
  let word = ''
  for (let left = n; left > 0; left = Math.floor(left / 12)) word += `${'bcdfglmnprst'[left % 12]}${'aeiou'[left % 5]}`
  return word
}

/** The word of a rank: 0 is the commonest. */
export const wordOf = (rank: number): string => vocabulary[rank]!

/** The same numbers each time. Source: Numerical Recipes' linear congruential generator. */
export function createChance(seed: number): () => number {
  let state = seed
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32
}

/** Writes `count` pictures with a result, a prompt of 15 to 30 words and a vector each, every tenth on a storyboard. */
export async function writeSearchLibrary(count: number, dimensions: number): Promise<SearchLibrary> {
  const folder = await mkdtemp(join(tmpdir(), 'plumage-bench-'))
  const file = join(folder, 'plumage.db')
  const db = openDatabase(file)
  const sizeNow = () => {
    db.pragma('wal_checkpoint(TRUNCATE)')
    return statSync(file).size
  }
  migrate(db, schemaBeforeSearch)
  ensureFirstSession(db, 1)
  const plainMs = timed(() => writePictures(db, count))
  const plainBytes = sizeNow()
  const wordsMs = timed(() => migrate(db))
  const wordsBytes = sizeNow() - plainBytes
  loadVectorFunctions(db)
  const model = knowModel(db, { packHash, dimensions, isUsual: true, nowMs: 1 })
  const docs = db.prepare(`SELECT id FROM search_docs WHERE thing = 'picture' ORDER BY id`).pluck().all().map(Number)
  const vectors = inventVectors(count, dimensions)
  const vectorsMs = timed(() => writeVectors(db, model, { docs, vectors }))
  const vectorsBytes = sizeNow() - wordsBytes - plainBytes
  const textsTable = 'temp.bench_texts'
  db.exec(`CREATE TEMP TABLE bench_texts AS SELECT doc_id AS id, concat_ws(' ', title, body, script, prompt, tags, recipe) AS text
    FROM search_texts`)
  return {
    db,
    model,
    vectors,
    docs,
    textsTable,
    cost: { plainMs, wordsMs, vectorsMs, plainBytes, wordsBytes, vectorsBytes },
    async [Symbol.asyncDispose]() {
      db.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const schemaBeforeSearch = 3

function timed(work: () => void): number {
  const startedMs = performance.now()
  work()
  return performance.now() - startedMs
}

/** In steps, as they would come, not in one: what is written at once is sorted once. */
function inSteps(db: Database, count: number, write: (i: number) => void): void {
  for (let from = 0; from < count; from += atOnce)
    db.transaction(() => {
      for (let i = from; i < Math.min(from + atOnce, count); i++) write(i)
    }).immediate()
}

function writePictures(db: Database, count: number): void {
  const chance = createChance(7)
  const text = (least: number, more: number) =>
    Array.from({ length: least + Math.floor(chance() * more) }, () =>
      wordOf(Math.floor(chance() ** 3 * vocabulary.length)),
    )
  const sessionId = currentSession(db)
  const storyboardId = db.prepare('SELECT id FROM storyboards').pluck().get()
  const asset = db.prepare(
    `INSERT INTO assets (sha256, mime, width, height, size_bytes, created_at_ms, rating) VALUES (?, 'image/png', 256, 256, 9, ?, ?)`,
  )
  const generation = db.prepare(
    `INSERT INTO generations (id, job_id, kind, image_sha256, prompt, seed, steps, guidance, pack, pack_hash, device, versions,
       timings_ms, created_at_ms, session_id) VALUES (?, ?, 'generate', ?, ?, ?, 4, 1, ?, ?, 'cpu', '{}', '{}', ?, ?)`,
  )
  const panel = db.prepare(
    'INSERT INTO panels (id, storyboard_id, position, caption, image_sha256, created_at_ms) VALUES (?, ?, ?, ?, ?, ?)',
  )
  inSteps(db, count, (i) => {
    const sha256 = randomBytes(32).toString('hex')
    const prompt = JSON.stringify([{ type: 'text', text: text(15, 15).join(' ') }])
    const pack = i % 20 === 0 ? 'rare' : 'nano'
    asset.run(sha256, i, i % 50 === 0 ? 5 : null)
    generation.run(toId(i), toId(i), sha256, prompt, i, pack, packHash, i, sessionId)
    if (i % 10 === 0) panel.run(toId(i), storyboardId, i, text(4, 6).join(' '), sha256, i)
  })
}

const toId = (i: number) => `01a00000-0000-7000-8000-${i.toString(16).padStart(12, '0')}`

/** Pictures come in kinds: each vector is near one of some hundred. */
function inventVectors(count: number, dimensions: number): Float32Array {
  const chance = createChance(11)
  const normal = () => Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance())
  const kinds = Array.from({ length: centres }, () => Float32Array.from({ length: dimensions }, normal))
  const vectors = new Float32Array(count * dimensions)
  for (let i = 0; i < count; i++) {
    const kind = kinds[Math.floor(chance() * centres)]!
    const vector = kind.map((x) => x + spread * normal())
    const length = Math.hypot(...vector)
    vectors.set(
      vector.map((x) => x / length),
      i * dimensions,
    )
  }
  return vectors
}

function writeVectors(
  db: Database,
  model: SearchModel,
  { docs, vectors }: { docs: readonly number[]; vectors: Float32Array },
): void {
  const { dimensions } = model
  for (let from = 0; from < docs.length; from += atOnce)
    putLooked(
      db,
      model,
      docs.slice(from, from + atOnce).map((docId, i) => ({
        docId,
        vector: [...vectors.subarray((from + i) * dimensions, (from + i + 1) * dimensions)],
      })),
    )
}
