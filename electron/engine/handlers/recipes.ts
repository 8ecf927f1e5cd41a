import type { EngineContract } from '../../contract/engine.ts'
import type { Handlers } from '../../service/serve.ts'
import { toRequest } from '../../recipe/to-request.ts'
import { missingOf, readPictureRecipe } from '../library/picture-recipes.ts'
import type { Services } from './services.ts'

export function recipeHandlers({ library, paths }: Services): Handlers<EngineContract['recipes']> {
  return {
    read: (picture) => readPictureRecipe(library.db, paths, picture),
    request: ({ recipe, jobId }) => ({ request: toRequest(recipe, jobId), missing: missingOf(library.db, recipe) }),
  }
}
