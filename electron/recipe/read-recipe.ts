import { type FoundRecipe, Recipe, recipeVersion } from '../contract/recipe.ts'
import type { Carried } from './carried.ts'
import { containerOf } from './container.ts'
import { findForeign } from './foreign/find-foreign.ts'
import { MalformedError } from './limits.ts'
import { parseLimitedJson } from './limited-json.ts'
import { findRecipeJson } from './xmp.ts'

/** What a picture file says about how it was made. Whatever the file holds, the answer is a recipe or why there is none. */
export function readRecipe(bytes: Uint8Array): FoundRecipe {
  try {
    const container = containerOf(bytes)?.recipe
    if (!container) return nothing('Only PNG, JPEG and WebP pictures carry a recipe.')
    const carried = container.read(bytes)
    const own = findOwn(carried)
    if (own) return own
    const foreign = findForeign(carried)
    return foreign ? { found: 'foreign', recipe: foreign } : nothing('There is no recipe in this picture.')
  } catch (error) {
    if (error instanceof MalformedError) return nothing(error.message)
    throw error
  }
}

const nothing = (reason: string): FoundRecipe => ({ found: 'nothing', reason })

function findOwn({ xmp }: Carried): FoundRecipe | null {
  for (const packet of xmp) {
    const json = findRecipeJson(packet)
    if (json !== null) return parseOwn(json)
  }
  return null
}

function parseOwn(json: string): FoundRecipe {
  const said = parseLimitedJson(json)
  const version = typeof said === 'object' && said !== null && 'version' in said ? said.version : null
  if (typeof version === 'number' && version > recipeVersion)
    return nothing('The recipe in this picture is from a newer version of Plumage. Update Plumage to read it.')
  const { success, data } = Recipe.safeParse(said)
  return success
    ? { found: 'recipe', recipe: data }
    : nothing('The recipe in this picture is not as Plumage writes it.')
}
