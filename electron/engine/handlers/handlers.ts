import type { EngineContract, EngineEvent } from '../../contract/engine.ts'
import type { JobState } from '../../contract/jobs.ts'
import type { Handlers } from '../../service/serve.ts'
import { readGeneration } from '../library/generations.ts'
import { explainStorage } from '../library/storage-failure.ts'
import { getView, putView } from '../library/view.ts'
import { assetHandlers } from './assets.ts'
import { jobHandlers } from './jobs.ts'
import { modelHandlers } from './models.ts'
import { recipeHandlers } from './recipes.ts'
import type { Services } from './services.ts'
import { historyHandlers, searchHandlers } from './search.ts'
import { storyboardHandlers } from './storyboards.ts'
import { backupHandlers, libraryHandlers } from './upkeep.ts'

/** Everything the engine can be asked. */
export function createHandlers(services: Services): Handlers<EngineContract> {
  const { library, queue, events } = services
  const handlers: Handlers<EngineContract> = {
    library: libraryHandlers(services),
    backups: backupHandlers(services),
    storyboards: storyboardHandlers(services),
    assets: assetHandlers(services),
    jobs: jobHandlers(services),
    recipes: recipeHandlers(services),
    generations: { get: ({ id }) => readGeneration(library.db, id) },
    search: searchHandlers(services),
    history: historyHandlers(services),
    models: modelHandlers(services),
    view: {
      get: ({ key }) => getView(library.db, key),
      put({ key, value }) {
        putView(library.db, key, value)
        return null
      },
    },
    events(_, { signal }) {
      const unfinished = library.state.state === 'newer' ? [] : queue.list().filter((job) => !ended.has(job.state))
      const present = unfinished.map((job): EngineEvent => ({ type: 'job', job }))
      return events.listen(present, signal)
    },
  }
  return explained(handlers)
}

/** An interrupted job is not over: it is offered again. */
const ended: ReadonlySet<JobState> = new Set<JobState>(['done', 'failed', 'cancelled'])

/** Whatever touches the disk may find it full, locked or read-only: such an error leaves as a sentence. */
function explained<T extends object>(handlers: T): T {
  const entries = Object.entries(handlers).map(([key, part]: [string, unknown]) => {
    if (typeof part === 'function') return [key, explainedCall(part)]
    return [key, typeof part === 'object' && part !== null ? explained(part) : part]
  })
  return Object.fromEntries(entries) as T // the same keys with functions of the same form
}

function explainedCall(call: Function) {
  return (...args: unknown[]): unknown => {
    try {
      const output: unknown = Reflect.apply(call, undefined, args)
      if (!(output instanceof Promise)) return output
      return output.catch((error: unknown) => {
        throw explainStorage(error)
      })
    } catch (error) {
      throw explainStorage(error)
    }
  }
}
