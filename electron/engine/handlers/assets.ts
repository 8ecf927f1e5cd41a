import type { EngineContract } from '../../contract/engine.ts'
import type { Asset } from '../../contract/storyboard.ts'
import type { Id } from '../../contract/values.ts'
import type { Handlers } from '../../service/serve.ts'
import { importAsset } from '../library/import-asset.ts'
import type { Services } from './services.ts'

export function assetHandlers({ library, paths, now }: Services): Handlers<EngineContract['assets']> {
  const importing = new Map<Id, Promise<Asset>>()
  let last: Promise<unknown> = Promise.resolve()
  return {
    /** One after the other: a hundred dropped photos must not be decoded at once. The same import twice is one. */
    import({ incoming, name }) {
      const present = importing.get(incoming)
      if (present) return present
      const turn = last.then(() => importAsset(library.db, paths, { incoming, name, nowMs: now() }))
      const done = turn.finally(() => importing.delete(incoming))
      importing.set(incoming, done)
      last = done.catch(() => undefined)
      return done
    },
  }
}
