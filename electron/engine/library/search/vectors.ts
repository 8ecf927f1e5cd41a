import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import type { LookedAt, SearchFilter } from '../../../contract/search.ts'
import type { Sha256 } from '../../../contract/values.ts'
import { conditionsOf, trashCondition } from './conditions.ts'
import type { DocId } from './find-words.ts'
import { toInt8 } from './quantise.ts'

/** Whose vectors they are: only those of one model can be compared. */
export interface SearchModel {
  id: number
  packHash: Sha256
  dimensions: number
}

const ModelRow = z.strictObject({ id: z.int(), packHash: z.string(), dimensions: z.int() })
const modelColumns = 'id, pack_hash AS packHash, dimensions'

export function findModel(db: Database, packHash: Sha256): SearchModel | null {
  const query = `SELECT ${modelColumns} FROM search_models WHERE pack_hash = ? ORDER BY id DESC LIMIT 1`
  const row = db.prepare(query).get(packHash)
  return row === undefined ? null : ModelRow.parse(row)
}

/** The model, known from now on. `isUsual`: it was used without being named. */
export function knowModel(
  db: Database,
  { packHash, dimensions, isUsual, nowMs }: Omit<SearchModel, 'id'> & { isUsual: boolean; nowMs: number },
): SearchModel {
  const upsert = db.prepare(
    `INSERT INTO search_models (pack_hash, dimensions, usual_at_ms) VALUES (:packHash, :dimensions, :usualAtMs)
     ON CONFLICT (pack_hash, dimensions) DO UPDATE SET usual_at_ms = coalesce(excluded.usual_at_ms, usual_at_ms)
     RETURNING ${modelColumns}`,
  )
  return ModelRow.parse(upsert.get({ packHash, dimensions, usualAtMs: isUsual ? nowMs : null }))
}

/** The one that was last used without being named. */
export function usualModel(db: Database): SearchModel | null {
  const query = `SELECT ${modelColumns} FROM search_models WHERE usual_at_ms IS NOT NULL ORDER BY usual_at_ms DESC LIMIT 1`
  const row = db.prepare(query).get()
  return row === undefined ? null : ModelRow.parse(row)
}

/** What came of looking at a picture. */
export type Looked = { docId: DocId } & (
  | { vector: readonly number[] }
  /** `isWorthATry`: the process died over it, which may have had another cause. */
  | { failure: string; isWorthATry: boolean }
)

const nothingSeen = 'The model sees nothing in this picture.'

/** Keeps what came of looking at pictures that are still there. */
export function putLooked(db: Database, model: SearchModel, looked: readonly Looked[]): void {
  const put = db.prepare(
    `INSERT INTO search_vectors (model_id, doc_id, vector, failure, is_worth_a_try)
     SELECT :modelId, id, :vector, :failure, :isWorthATry FROM search_docs WHERE id = :docId
     ON CONFLICT (model_id, doc_id) DO UPDATE
       SET vector = excluded.vector, failure = excluded.failure, is_worth_a_try = excluded.is_worth_a_try`,
  )
  db.transaction(() => {
    for (const each of looked) put.run({ modelId: model.id, docId: each.docId, ...toRow(each, model) })
  }).immediate()
}

function toRow(looked: Looked, { dimensions }: SearchModel) {
  if ('failure' in looked) return { vector: null, failure: looked.failure, isWorthATry: looked.isWorthATry ? 1 : 0 }
  if (looked.vector.length !== dimensions)
    throw new Error(`expected a vector of ${dimensions} numbers, got ${looked.vector.length}`)
  if (looked.vector.every((x) => x === 0)) return { vector: null, failure: nothingSeen, isWorthATry: 0 }
  return { vector: toBlob(looked.vector), failure: null, isWorthATry: 0 }
}

function toBlob(vector: readonly number[]): Buffer {
  const bytes = toInt8(vector)
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** The doc of a picture; null for one that is not to be found. */
export function findDoc(db: Database, sha256: Sha256): DocId | null {
  const query = `SELECT id FROM search_docs WHERE thing = 'picture' AND source_id = ?`
  return z
    .int()
    .nullable()
    .parse(db.prepare(query).pluck().get(sha256) ?? null)
}

/** The vector of a picture, as a direction; null if it was not looked at. */
export function findVector(db: Database, model: SearchModel, sha256: Sha256): number[] | null {
  const query = `SELECT v.vector FROM search_docs d JOIN search_vectors v ON v.doc_id = d.id
    WHERE d.thing = 'picture' AND d.source_id = ? AND v.model_id = ? AND v.vector IS NOT NULL`
  const blob = z.instanceof(Buffer).optional().parse(db.prepare(query).pluck().get(sha256, model.id))
  return blob === undefined ? null : [...new Int8Array(blob.buffer, blob.byteOffset, blob.byteLength)]
}

export interface Alike {
  id: DocId
  likeness: number
}
const AlikeRows = z.array(z.strictObject({ id: z.int(), likeness: z.number() }))

/** Pictures in the order of their likeness: every vector is compared, of those that the filter leaves. */
export function findAlike(
  db: Database,
  {
    model,
    vector,
    filter,
    limit,
  }: { model: SearchModel; vector: readonly number[]; filter: SearchFilter; limit: number },
): Alike[] {
  const { sql, binds } = conditionsOf(filter)
  const docs = sql.length === 0 ? '' : 'CROSS JOIN search_docs d ON d.id = v.doc_id'
  const all = ['v.model_id = :modelId', 'v.vector IS NOT NULL', ...sql, ...trashCondition(filter, 'v.doc_id')]
  const query = `SELECT v.doc_id AS id, 1 - vec_distance_cosine(vec_int8(v.vector), vec_int8(:vector)) AS likeness
    FROM search_vectors v NOT INDEXED ${docs} WHERE ${all.join(' AND ')} ORDER BY likeness DESC, id DESC LIMIT :limit`
  return AlikeRows.parse(db.prepare(query).all({ ...binds, modelId: model.id, vector: toBlob(vector), limit }))
}

/** A picture that waits to be looked at. */
export interface ToLookAt {
  docId: DocId
  sha256: Sha256
}
const ToLookAtRows = z.array(z.strictObject({ docId: z.int(), sha256: z.string() }))

/** Newest first, of those with an id in (above, below). Without a model, any picture. */
export function listToLookAt(
  db: Database,
  model: SearchModel | null,
  { above, below, limit }: { above: DocId; below: DocId; limit: number },
): ToLookAt[] {
  const query = `SELECT d.id AS docId, d.source_id AS sha256 FROM search_docs d NOT INDEXED
    WHERE d.thing = 'picture' AND d.id > :above AND d.id < :below AND NOT EXISTS (
      SELECT 1 FROM search_vectors v WHERE v.model_id = :modelId AND v.doc_id = d.id AND v.is_worth_a_try = 0)
    ORDER BY d.id DESC LIMIT :limit`
  return ToLookAtRows.parse(db.prepare(query).all({ modelId: model?.id ?? 0, above, below, limit }))
}

/** The newest doc there is; 0 when there is none. */
export function lastDoc(db: Database): DocId {
  return z.int().parse(db.prepare('SELECT coalesce(max(id), 0) FROM search_docs').pluck().get())
}

export function countFailed(db: Database, model: SearchModel): number {
  const query = 'SELECT count(*) FROM search_vectors WHERE model_id = ? AND failure IS NOT NULL'
  return z.int().parse(db.prepare(query).pluck().get(model.id))
}

/** How many pictures there are, and how many of them the model has looked at. */
export function countLookedAt(db: Database, model: SearchModel | null): LookedAt {
  const count = (query: string) =>
    z.int().parse(
      db
        .prepare(query)
        .pluck()
        .get({ modelId: model?.id ?? 0 }),
    )
  const total = z.int().parse(db.prepare(`SELECT count(*) FROM search_docs WHERE thing = 'picture'`).pluck().get())
  const failed = model ? countFailed(db, model) : 0
  const rows = count('SELECT count(*) FROM search_vectors WHERE model_id = :modelId')
  return { done: rows - failed, failed, total }
}

const FailureRows = z.array(z.strictObject({ sha256: z.string(), sentence: z.string() }))

/** Pictures the model could not look at, newest first. */
export function listFailures(db: Database, model: SearchModel, limit: number): { sha256: Sha256; sentence: string }[] {
  const query = `SELECT d.source_id AS sha256, v.failure AS sentence FROM search_vectors v JOIN search_docs d ON d.id = v.doc_id
    WHERE v.model_id = ? AND v.failure IS NOT NULL ORDER BY v.doc_id DESC LIMIT ?`
  return FailureRows.parse(db.prepare(query).all(model.id, limit))
}

/** Whether the process died over this picture before. */
export function isWorthATry(db: Database, model: SearchModel, docId: DocId): boolean {
  const query = 'SELECT is_worth_a_try FROM search_vectors WHERE model_id = ? AND doc_id = ?'
  return db.prepare(query).pluck().get(model.id, docId) === 1
}
