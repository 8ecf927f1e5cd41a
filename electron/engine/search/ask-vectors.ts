import { AppError } from '../../contract/failure.ts'
import type { EmbedItem } from '../../contract/inference.ts'
import type { SearchQuery } from '../../contract/search.ts'
import type { InferenceSource } from '../inference-source.ts'
import { mustHavePictures } from '../library/assets.ts'
import type { Library } from '../library/open-library.ts'
import { findModel, findVector, type SearchModel, usualModel } from '../library/search/vectors.ts'
import type { BackgroundLooking } from './background-looking.ts'

/** Somebody who searches looks at the screen: after so long, words alone are better than nothing. */
const patienceMs = 3000

export interface AskParts {
  library: Library
  inference: InferenceSource
  looking: BackgroundLooking
  /** Why vectors cannot be compared on this machine; null when they can. */
  noVectors: string | null
}

/** What is asked for, as the model sees it. */
export interface Asked {
  /** Whose vectors; null while it has looked at nothing, undefined when it was not asked. */
  model: SearchModel | null | undefined
  meaning: number[] | null
  picture: number[] | null
  notice: string | null
}

const unasked: Asked = { model: undefined, meaning: null, picture: null, notice: null }

/** `canDoWithout`: there are other results, so that a model that does not answer is only said. */
export async function askVectors(
  parts: AskParts,
  query: SearchQuery,
  { canDoWithout, signal }: { canDoWithout: boolean; signal: AbortSignal },
): Promise<Asked> {
  const isMeant = query.ways.includes('meaning') && query.words.trim() !== ''
  if (!isMeant && !query.like) return unasked
  const isPatient = query.waitForModel || !canDoWithout
  const timeout = isPatient ? signal : AbortSignal.any([signal, AbortSignal.timeout(patienceMs)])
  try {
    if (parts.noVectors !== null) throw new AppError('device-unavailable', parts.noVectors)
    return await ask(parts, query, { isMeant, signal: timeout })
  } catch (error) {
    if (signal.aborted || !canDoWithout) throw error
    if (!timeout.aborted && !(error instanceof AppError)) throw error
    const why = timeout.aborted ? 'The model is busy or not ready yet.' : (error as AppError).message
    return { ...unasked, notice: `Only words were looked for. ${why}` }
  }
}

async function ask(
  parts: AskParts,
  { words, like, settings }: SearchQuery,
  { isMeant, signal }: { isMeant: boolean; signal: AbortSignal },
): Promise<Asked> {
  const { library, looking } = parts
  if (like) mustHavePictures(library.db, [like.sha256], 'The picture is not in the library. Add it again.')
  const known = !isMeant && like && !like.box ? recall(parts, like.sha256, settings) : null
  if (known) return known
  const items: EmbedItem[] = [
    ...(isMeant ? [{ type: 'text' as const, text: words }] : []),
    ...(like ? [{ type: 'image' as const, ...like }] : []),
  ]
  const { packHash, vectors } = await looking.makeRoom(async () => {
    const { client } = await parts.inference.current(signal)
    return client.embed({ settings, items }, { signal })
  })
  if (settings.pack === undefined) looking.modelSeen(packHash)
  const something = vectors.map((vector) => (vector.some((x) => x !== 0) ? vector : null))
  return {
    model: findModel(library.db, packHash),
    meaning: (isMeant && something[0]) || null,
    picture: (like && something.at(-1)) || null,
    notice: null,
  }
}

/** A whole picture that was looked at before needs no model. */
function recall({ library }: AskParts, sha256: string, settings: SearchQuery['settings']): Asked | null {
  const model = settings.pack === undefined ? usualModel(library.db) : null
  const picture = model && findVector(library.db, model, sha256)
  return picture && { ...unasked, model, picture }
}
