import { AppError } from '../../contract/failure.ts'
import type { SearchPage, SearchQuery } from '../../contract/search.ts'
import type { Library } from '../library/open-library.ts'
import { type Ranked, readCursor, type Way, writeCursor } from '../library/search/cursor.ts'
import { type DocId, findByWords, findNewest } from '../library/search/find-words.ts'
import { fuse } from '../library/search/fuse.ts'
import { readHits } from '../library/search/hits.ts'
import { toMatch } from '../library/search/match-query.ts'
import { countLookedAt, findAlike, findDoc } from '../library/search/vectors.ts'
import { type Asked, type AskParts, askVectors } from './ask-vectors.ts'

/** Of each list so many are ranked, and so many of them all together. */
const most = 1000

/** Finds what is asked for, page by page. */
export type Search = (query: SearchQuery, signal: AbortSignal) => Promise<SearchPage>

export function createSearch(parts: AskParts): Search {
  const { library } = parts
  return async (query, signal) => {
    const match = toMatch(query.words)
    const cursor = query.cursor === null ? null : readCursor(query.cursor)
    if (cursor?.order === 'best') return { ...pageOf(library, query, match, cursor.rest), notice: null, lookedAt: null }
    const hasWords = query.words.trim() !== ''
    if (query.order === 'newest' || !(hasWords || query.like)) {
      if (query.like)
        throw new AppError('bad-message', 'What is like a picture is ordered by how much: ask for the best.')
      if (hasWords && match === null) return nothing
      return newest(library, query, match, cursor?.before ?? null)
    }
    if (cursor) throw new AppError('bad-message', 'This place belongs to other results. Search anew.')
    const wordsFound = match !== null && query.ways.includes('words')
    const byWords = wordsFound ? findByWords(library.db, match, query.filter, most) : []
    const asked = await askVectors(parts, query, { canDoWithout: wordsFound, signal })
    const page = pageOf(library, query, match, rank(library, query, byWords, asked))
    const lookedAt = asked.model === undefined ? null : countLookedAt(library.db, asked.model)
    return { ...page, notice: asked.notice, lookedAt }
  }
}

const nothing: SearchPage = { hits: [], next: null, notice: null, lookedAt: null }

/** All lists in one: what stands high in several comes first. */
function rank({ db }: Library, { filter, like }: SearchQuery, byWords: readonly DocId[], asked: Asked): Ranked[] {
  const alike = (vector: readonly number[] | null) =>
    vector && asked.model ? findAlike(db, { model: asked.model, vector, filter, limit: most }) : []
  const [byMeaning, byPicture] = [alike(asked.meaning), alike(asked.picture)]
  const lists: Record<Way, readonly DocId[]> = {
    words: byWords,
    meaning: byMeaning.map(({ id }) => id),
    picture: byPicture.map(({ id }) => id),
  }
  const foundBy = new Map<DocId, Way[]>()
  for (const way of ['words', 'meaning', 'picture'] as const)
    for (const id of lists[way]) foundBy.set(id, [...(foundBy.get(id) ?? []), way])
  const likeness = new Map<DocId, number>()
  for (const each of [...byMeaning, ...byPicture])
    likeness.set(each.id, Math.max(each.likeness, likeness.get(each.id) ?? -1))
  const itself = like ? findDoc(db, like.sha256) : null
  return fuse(Object.values(lists))
    .filter((id) => id !== itself)
    .slice(0, most)
    .map((id) => ({ id, foundBy: foundBy.get(id) ?? [], likeness: likeness.get(id) ?? null }))
}

type Page = Pick<SearchPage, 'hits' | 'next'>

function pageOf({ db }: Library, { limit }: SearchQuery, match: string | null, list: readonly Ranked[]): Page {
  const rest = list.slice(limit)
  const next = rest.length === 0 ? null : writeCursor({ order: 'best', rest })
  return { hits: readHits(db, list.slice(0, limit), match), next }
}

function newest(
  { db }: Library,
  { filter, limit }: SearchQuery,
  match: string | null,
  before: DocId | null,
): SearchPage {
  const found = findNewest(db, match, filter, { before, limit: limit + 1 })
  const shown = found.slice(0, limit)
  const last = shown.at(-1)
  const next = found.length > limit && last !== undefined ? writeCursor({ order: 'newest', before: last }) : null
  const foundBy = match === null ? [] : ['words' as const]
  const hits = readHits(
    db,
    shown.map((id) => ({ id, foundBy, likeness: null })),
    match,
  )
  return { ...nothing, hits, next }
}
