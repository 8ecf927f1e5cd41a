import type { LookedAt } from '../../contract/search.ts'
import { loadVectorFunctions } from '../library/search/vector-functions.ts'
import { type BackgroundLooking, type BackgroundParts, lookInBackground } from './background-looking.ts'
import { readOldRecipes } from './old-recipes.ts'
import { createSearch, type Search } from './search.ts'

export interface OpenedSearch {
  search: Search
  looking: BackgroundLooking
  /** To be called now and then. */
  look(): void
  close(): Promise<void>
}

export interface SearchParts extends Omit<BackgroundParts, 'changed'> {
  /** Whether pictures are looked at in the background. */
  looksItself: boolean
  lookedAt: (lookedAt: LookedAt) => void
}

export function openSearch({ looksItself, lookedAt, ...parts }: SearchParts): OpenedSearch {
  const { library, inference } = parts
  const noVectors = library.state.state === 'newer' ? null : loadVectorFunctions(library.db)
  const looking = lookInBackground({ ...parts, changed: () => lookedAt(looking.state().lookedAt) })
  const closing = new AbortController()
  const reading =
    looksItself && library.writable
      ? readOldRecipes(library, { log: parts.log, signal: closing.signal }).catch((error: unknown) =>
          parts.log.warn('old-recipes-failed', { error }),
        )
      : Promise.resolve()
  return {
    search: createSearch({ library, inference, looking, noVectors }),
    looking,
    look() {
      if (looksItself && library.writable && noVectors === null) looking.look()
    },
    async close() {
      closing.abort()
      await reading
      await looking.close()
    },
  }
}
