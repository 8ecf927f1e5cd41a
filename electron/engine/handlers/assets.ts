import type { EngineContract } from '../../contract/engine.ts'
import type { ImportedAsset } from '../../contract/pictures.ts'
import type { FoundRecipe } from '../../contract/recipe.ts'
import type { Asset } from '../../contract/storyboard.ts'
import type { Id } from '../../contract/values.ts'
import type { Handlers } from '../../service/serve.ts'
import { exportPicture } from '../library/export-picture.ts'
import { importAsset } from '../library/import-asset.ts'
import { findInFile } from '../library/picture-recipes.ts'
import { putRecipeWords } from '../library/search/recipe-words.ts'
import type { Services } from './services.ts'

export function assetHandlers({ library, paths, now, log }: Services): Handlers<EngineContract['assets']> {
  const importing = new Map<Id, Promise<ImportedAsset>>()
  /** Whatever goes wrong with a recipe costs nobody a picture: it is in the library already. */
  const withRecipe = async (asset: Asset): Promise<ImportedAsset> => {
    const found = await findInFile(paths, asset).catch((error: unknown): FoundRecipe => {
      log.error('recipe-unread', { sha256: asset.sha256, error })
      return { found: 'nothing', reason: 'The recipe in this picture could not be read.' }
    })
    try {
      putRecipeWords(library.db, asset.sha256, found)
    } catch (error) {
      log.warn('recipe-words-unsaved', { sha256: asset.sha256, error }) // they are read again at the next start
    }
    return { ...asset, found }
  }
  let last: Promise<unknown> = Promise.resolve()
  return {
    /** One after the other: a hundred dropped photos must not be decoded at once. The same import twice is one. */
    import({ incoming, name }) {
      const present = importing.get(incoming)
      if (present) return present
      const turn = last.then(() => importAsset(library.db, paths, { incoming, name, nowMs: now() })).then(withRecipe)
      const done = turn.finally(() => importing.delete(incoming))
      importing.set(incoming, done)
      last = done.catch(() => undefined)
      return done
    },
    export: (order) => exportPicture(library.db, paths, order),
  }
}
