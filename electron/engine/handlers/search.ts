import type { EngineContract } from '../../contract/engine.ts'
import { AppError } from '../../contract/failure.ts'
import type { LookedAt } from '../../contract/search.ts'
import type { Handlers } from '../../service/serve.ts'
import { listHistory } from '../library/history.ts'
import { readHistoryTree } from '../library/history-tree.ts'
import { countLookedAt } from '../library/search/vectors.ts'
import { PictureLooker } from '../search/picture-looker.ts'
import type { Services } from './services.ts'

/** Counting takes a moment where there are many. */
const tellEvery = 8

export function searchHandlers(services: Services): Handlers<EngineContract['search']> {
  const { search, looking } = services
  return {
    find: (query, { signal }) => search(query, signal),
    state: () => looking.state(),
    lookAtPictures: ({ settings, limit }, { signal }) => lookAtPictures(services, { settings, limit, signal }),
  }
}

interface Order {
  settings: ConstructorParameters<typeof PictureLooker>[0]['settings']
  limit: number | null
  signal: AbortSignal
}

/** Works for whoever waits: what stands in the way of it is said as a failure. */
async function* lookAtPictures(
  { library, inference, now }: Services,
  { settings, limit, signal }: Order,
): AsyncGenerator<LookedAt, LookedAt, void> {
  const looker = new PictureLooker({ library, inference, now, settings })
  looker.notice()
  try {
    for (let looked = 0; limit === null || looked < limit; looked++) {
      const step = await looker.step(signal)
      if (step.type === 'trouble') throw new AppError('service-stopped', step.sentence)
      if (step.type === 'done') break
      if (looked % tellEvery === 0) yield countLookedAt(library.db, looker.model)
    }
  } finally {
    looker.flush()
  }
  return countLookedAt(library.db, looker.model)
}

export function historyHandlers({ library }: Services): Handlers<EngineContract['history']> {
  return {
    list: (query) => listHistory(library.db, query),
    tree: (query) => readHistoryTree(library.db, query),
  }
}
