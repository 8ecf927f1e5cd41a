import { AppError } from '../../contract/failure.ts'
import type { Box } from '../../contract/prompt.ts'
import type { SearchFilter, SearchHit, SearchPage, SearchQuery } from '../../contract/search.ts'
import { CommandFailure } from '../failures.ts'
import { findNamed } from '../find-named.ts'
import { stopSignal, type Place } from '../follow-job.ts'
import { nameOfPicture } from '../library-pictures.ts'
import { checkText } from '../prompt/check-parts.ts'
import { cancelledBy } from '../run-job.ts'
import { present, type RunOptions, settingsOf } from '../run-options.ts'
import { openStudio } from '../studio.ts'
import type { Terminal } from '../terminal.ts'

export interface SearchOptions extends RunOptions {
  words: string[]
  like?: string
  region?: Box
  from?: number
  to?: number
  madeWith?: string
  seed?: number
  kind?: SearchFilter['kinds']
  thing?: SearchFilter['things']
  subject?: string
  rating?: number
  starred?: boolean
  tag?: string
  session?: string
  storyboard?: string
  board?: string
  trash: SearchFilter['trash']
  newest?: boolean
  ways: SearchQuery['ways']
  limit: number
  after?: string
  /** How many pictures to look at first that were not looked at yet; null for all. */
  look: number | null
}

/** `plumage search`: by words, by meaning, by picture, and by what is known of things. */
export async function search(options: SearchOptions, terminal: Terminal): Promise<void> {
  const words = options.words.join(' ')
  checkText(words)
  if (options.region && options.like === undefined)
    throw new CommandFailure('wrong-usage', '--region is a part of a picture: name it with --like.')
  if (options.newest && options.like !== undefined)
    throw new CommandFailure('wrong-usage', 'What is like a picture is ordered by how much, not by --newest.')
  const like = options.like === undefined ? null : await nameOfPicture(options.like)
  await using studio = await openStudio(options, terminal)
  const place = { studio, terminal }
  if (like?.file) await bringIn(place, like.sha256, like.file)
  const query = await toQuery(options, { words, like: like?.sha256 ?? null, place })
  const asksModel = !options.newest && (like !== null || (words.trim() !== '' && options.ways.includes('meaning')))
  if (asksModel && options.after === undefined) await lookFirst(options, place)
  const page = await find(query, place)
  const shown = page.hits.map((hit) => ({ ...hit, file: hit.image && studio.pictureFile(hit.image) }))
  if (options.json) return terminal.print(`${JSON.stringify({ ...page, hits: shown })}\n`)
  for (const hit of shown) terminal.print(`${describeHit(hit)}\n`)
  for (const line of describePage(page)) terminal.note(`${line}\n`)
}

/** A picture to compare with has to be in the library, as every picture the model looks at. */
async function bringIn({ studio }: Place, sha256: string, file: string): Promise<void> {
  try {
    await studio.engine.history.tree({ sha256 })
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'not-found') throw error
    await studio.mustBeWritable()
    await studio.importPicture(file)
  }
}

async function toQuery(
  options: SearchOptions,
  { words, like, place }: { words: string; like: string | null; place: Place },
): Promise<SearchQuery> {
  const { engine } = place.studio
  const named = async (thing: Parameters<typeof findNamed>[1]) => {
    const typed = options[thing]
    return typed === undefined ? undefined : findNamed(engine, thing, typed)
  }
  const { from, to, madeWith, seed, kind, thing, rating, starred, tag, trash, region } = options
  return {
    words,
    ...(like !== null && { like: present({ sha256: like, box: region }) }),
    filter: present({
      things: thing,
      fromMs: from,
      toMs: to,
      pack: madeWith,
      seed,
      kinds: kind,
      subjectId: await named('subject'),
      ratingAtLeast: rating,
      starred,
      tag,
      sessionId: await named('session'),
      storyboardId: await named('storyboard'),
      boardId: await named('board'),
      trash,
    }),
    order: options.newest ? 'newest' : 'best',
    ways: options.ways,
    settings: settingsOf(options),
    waitForModel: true,
    limit: options.limit,
    cursor: options.after ?? null,
  }
}

/** Pictures that nobody has looked at cannot be found by what they show. */
async function lookFirst(options: SearchOptions, place: Place): Promise<void> {
  const { studio, terminal } = place
  const { state } = await studio.engine.library.state()
  if (options.look === 0 || state === 'read-only') return
  const line = terminal.openProgress()
  const signal = stopSignal(place)
  try {
    const order = { settings: settingsOf(options), limit: options.look }
    for await (const { done, failed, total } of await studio.engine.search.lookAtPictures(order, { signal }))
      line.say(`looking at pictures ${done + failed}/${total}`)
  } catch (error) {
    if (signal.aborted) throw cancelledBy(signal)
    if (options.like !== undefined || !(error instanceof AppError)) throw error // otherwise the search itself says why
  } finally {
    line.close()
  }
}

async function find(query: SearchQuery, place: Place): Promise<SearchPage> {
  const signal = stopSignal(place)
  try {
    return await place.studio.engine.search.find(query, { signal })
  } catch (error) {
    throw signal.aborted ? cancelledBy(signal) : error
  }
}

const nameOf = ({ thing, id, title }: SearchHit) => `${thing} ${id}${title === null ? '' : ` (${oneLine(title)})`}`

function describeHit(hit: SearchHit & { file: string | null }): string {
  const { thing, file, likeness, snippet, isTrashed } = hit
  const name = thing === 'picture' && file !== null ? file : nameOf(hit)
  const [before, after] = [snippet?.isCutBefore ? '… ' : '', snippet?.isCutAfter ? ' …' : '']
  const said = snippet && `${snippet.field}: ${before}${oneLine(snippet.text)}${after}`
  return [name, likeness?.toFixed(2), isTrashed ? 'in the trash' : null, said].filter((word) => word).join('  ')
}

export const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()

function describePage({ hits, next, notice, lookedAt }: SearchPage): string[] {
  const left = lookedAt ? lookedAt.total - lookedAt.done - lookedAt.failed : 0
  return [
    ...(hits.length === 0 ? ['Nothing was found.'] : []),
    ...(notice === null ? [] : [notice]),
    ...(left > 0 ? [`${left} of ${lookedAt?.total} pictures were not looked at yet: --look all does so first.`] : []),
    ...(next === null ? [] : [`There is more: --after ${next}`]),
  ]
}
