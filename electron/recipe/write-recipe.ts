import { AppError } from '../contract/failure.ts'
import { Recipe } from '../contract/recipe.ts'
import { containerOf } from './container.ts'
import { recipeLimits } from './limits.ts'
import { type Size, toParameters } from './parameters.ts'
import { toXmp } from './xmp.ts'

/**
 * The picture with its recipe in it: the whole of it in XMP, and in the common text for other programs. Every pixel stays
 * as it is, and the picture the same way up; its own XMP, Exif and common text, if it had any, make way.
 *
 * Errors   AppError 'bad-image' for a kind of file that carries no recipe, 'prompt-too-long' for one too large to be read again.
 */
export function writeRecipe(bytes: Uint8Array, recipe: Recipe, size: Size): Uint8Array {
  const container = containerOf(bytes)?.recipe
  if (!container) throw new AppError('bad-image', 'Only PNG, JPEG and WebP pictures carry a recipe.')
  const xmp = toXmp(Recipe.parse(recipe))
  // Its prompt has come over a port and fits a model's window, so this is for a recipe that no request of ours has.
  if (Buffer.byteLength(xmp) > recipeLimits.textBytes)
    throw new AppError('prompt-too-long', 'The recipe is too large to be put into the picture.')
  return container.write(bytes, { xmp, parameters: toParameters(recipe, size) })
}
