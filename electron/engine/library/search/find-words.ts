import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import type { SearchFilter } from '../../../contract/search.ts'
import { type Conditions, conditionsOf, trashCondition } from './conditions.ts'

/** Ids of search_docs. */
export type DocId = number

/** Of title, body, script, prompt, tags, recipe: what a person wrote of it says more than what stood in a long prompt. */
const weights = '6, 10, 5, 2, 8, 1'

const Ids = z.array(z.int())

/** To weigh them all would take the longer, the more there are; and of so many the newer ones will do. */
const weighed = 20_000

/**
 * What has all words of an FTS5 query, what fits best first. Of more than twenty thousand that no filter reduces, the last
 * twenty thousand that came into this library.
 */
export function findByWords(db: Database, match: string, filter: SearchFilter, limit: number): DocId[] {
  const { sql, binds } = wanted(filter)
  const isReduced = Object.keys(binds).length > 0
  const above = isReduced ? 0 : (findNewest(db, match, filter, { before: null, limit: 1, offset: weighed })[0] ?? 0)
  const query = `SELECT d.id FROM search_words w CROSS JOIN search_docs d ON d.id = w.rowid
    WHERE search_words MATCH :match AND w.rowid > :above AND ${sql.join(' AND ')}
    ORDER BY bm25(search_words, ${weights}), d.id DESC LIMIT :limit`
  return Ids.parse(
    db
      .prepare(query)
      .pluck()
      .all({ ...binds, match, above, limit }),
  )
}

/**
 * Everything, or what has all words of an FTS5 query, in the order in which it came into this library, the last first.
 * What comes later is in no later page.
 */
export function findNewest(
  db: Database,
  match: string | null,
  filter: SearchFilter,
  { before, limit, offset = 0 }: { before: DocId | null; limit: number; offset?: number },
): DocId[] {
  const { sql, binds } = wanted(filter)
  const [id, from] =
    match === null
      ? ['d.id', 'search_docs d']
      : ['w.rowid', 'search_words w CROSS JOIN search_docs d ON d.id = w.rowid']
  const all = [
    ...(match === null ? [] : ['search_words MATCH :match']),
    ...(before === null ? [] : [`${id} < :before`]),
    ...sql,
  ]
  const query = `SELECT ${id} FROM ${from} WHERE ${all.join(' AND ')} ORDER BY ${id} DESC LIMIT :limit OFFSET :offset`
  const known = {
    ...binds,
    limit,
    offset,
    ...(match === null ? {} : { match }),
    ...(before === null ? {} : { before }),
  }
  return Ids.parse(db.prepare(query).pluck().all(known))
}

/** Unless panels are asked for, what shows a picture is found as that picture. */
function wanted(filter: SearchFilter): Conditions {
  const { sql, binds } = conditionsOf(filter)
  const once = filter.things === undefined ? [`(d.thing = 'picture' OR d.image_sha256 IS NULL)`] : []
  return { sql: [...once, ...sql, ...trashCondition(filter, 'd.id'), 'TRUE'], binds }
}
