import type { FoundRecipe } from '../../contract/recipe.ts'
import type { Id, Sha256 } from '../../contract/values.ts'
import type { Log } from '../../service/log.ts'
import { libraryPaths } from '../../service/paths.ts'
import type { Library } from '../library/open-library.ts'
import { findInFile } from '../library/picture-recipes.ts'
import { listWithoutRecipe, putRecipeWords } from '../library/search/recipe-words.ts'

const atOnce = 16

/** Reads the recipes of pictures that were brought in before their words could be found. What cannot be read waits. */
export async function readOldRecipes({ folder, db }: Library, { log, signal }: { log: Log; signal: AbortSignal }) {
  const paths = libraryPaths(folder)
  for (let before: Id | null = null; ;) {
    const found: { sha256: Sha256; found: FoundRecipe }[] = []
    const unread = listWithoutRecipe(db, before, atOnce)
    for (const { importId, ...asset } of unread) {
      const said = await findInFile(paths, asset).catch((error: unknown) => {
        log.warn('old-recipe-unread', { sha256: asset.sha256, error })
        return null
      })
      if (signal.aborted) return
      if (said) found.push({ sha256: asset.sha256, found: said })
      before = importId
    }
    if (found.length > 0)
      db.transaction(() => {
        for (const each of found) putRecipeWords(db, each.sha256, each.found)
      }).immediate()
    if (unread.length < atOnce) return
  }
}
