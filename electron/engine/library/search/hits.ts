import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import { type SearchHit, SearchThing } from '../../../contract/search.ts'
import { Sha256, TimeMs } from '../../../contract/values.ts'
import { findAsset } from '../assets.ts'
import type { Ranked } from './cursor.ts'
import { readPlace } from './places.ts'
import { snippetsOf, type Texts } from './snippet.ts'

const DocRow = z.strictObject({
  id: z.int(),
  thing: SearchThing,
  sourceId: z.string(),
  image: Sha256.nullable(),
  createdAtMs: TimeMs,
  isTrashed: z.literal([0, 1]).transform((flag) => flag === 1),
})
type DocRow = z.infer<typeof DocRow>

const text = z.string().nullable()
const TextsRow = z.strictObject({
  docId: z.int(),
  title: text,
  body: text,
  script: text,
  prompt: text,
  tags: text,
  recipe: text,
})

/** What is still there of what was ranked, in its order, as it is now. */
export function readHits(db: Database, ranked: readonly Ranked[], match: string | null): SearchHit[] {
  const ids = JSON.stringify(ranked.map(({ id }) => id))
  const [rows, texts] = [readDocs(db, ids), readTexts(db, ids)]
  const present = ranked.flatMap((each) => {
    const [row, words] = [rows.get(each.id), texts.get(each.id)]
    return row && words ? [{ ...each, row, words }] : []
  })
  const snippets = snippetsOf(
    present.map(({ words }) => words),
    match,
  )
  return present.map(({ row, foundBy, likeness }, i) => ({
    thing: row.thing,
    id: row.sourceId,
    image: row.image === null ? null : findAsset(db, row.image),
    snippet: snippets[i] ?? null,
    foundBy: [...foundBy],
    likeness,
    isTrashed: row.isTrashed,
    createdAtMs: row.createdAtMs,
    ...readPlace(db, row.thing, row.sourceId),
  }))
}

function readDocs(db: Database, ids: string): Map<number, DocRow> {
  const query = `SELECT id, thing, source_id AS sourceId, image_sha256 AS image, created_at_ms AS createdAtMs,
      id IN (SELECT doc_id FROM search_trash) AS isTrashed
    FROM search_docs WHERE id IN (SELECT value FROM json_each(?))`
  const rows = z.array(DocRow).parse(db.prepare(query).all(ids))
  return new Map(rows.map((row) => [row.id, row]))
}

/** Asked for by a list: a join with the view would read the words of everything. */
function readTexts(db: Database, ids: string): Map<number, Texts> {
  const query = `SELECT doc_id AS docId, title, body, script, prompt, tags, recipe
    FROM search_texts WHERE doc_id IN (SELECT value FROM json_each(?))`
  const rows = z.array(TextsRow).parse(db.prepare(query).all(ids))
  return new Map(rows.map(({ docId, ...texts }) => [docId, texts]))
}
