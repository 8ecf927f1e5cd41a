import { z } from 'zod'
import { JobRequest } from './jobs.ts'
import { FoundRecipe, Recipe } from './recipe.ts'
import { Asset } from './storyboard.ts'
import { Id, Sha256 } from './values.ts'

/** A picture that has come into the library, and what its file says about how it was made. */
export const ImportedAsset = z.strictObject({ ...Asset.shape, found: FoundRecipe })
export type ImportedAsset = z.infer<typeof ImportedAsset>

/** A picture of the library, or a file that was put into its incoming folder and stays there. */
export const PictureToRead = z.union([z.strictObject({ sha256: Sha256 }), z.strictObject({ incoming: Id })])
export type PictureToRead = z.infer<typeof PictureToRead>

export const ReadRecipe = z.strictObject({
  found: FoundRecipe,
  /** Pictures that the recipe was made from and that are not in this library: it cannot be made again without them. */
  missing: z.array(Sha256),
})
export type ReadRecipe = z.infer<typeof ReadRecipe>

/** Asks for the picture of a recipe again, under a new name; fails to start while pictures are missing. */
export const RecipeToRequest = z.strictObject({ recipe: Recipe, jobId: Id })
export const RequestOfRecipe = z.strictObject({ request: JobRequest, missing: ReadRecipe.shape.missing })

const Quality = z.int().min(1).max(100)

/**
 * A picture on its way out. Without `recipe` it says nothing at all: neither how it was made, nor where, nor by whom. Where
 * the kind and the picture's own are the same and no quality is asked for, its pixels are not encoded again.
 */
export const ExportOrder = z.strictObject({
  sha256: Sha256,
  /** Names the file in the library's outgoing folder, from where whoever asked takes it. */
  outgoing: Id,
  format: z.enum(['png', 'jpeg', 'webp']),
  /** Of JPEG and WebP; a PNG loses nothing. */
  quality: Quality.optional(),
  recipe: z.boolean(),
})
export type ExportOrder = z.infer<typeof ExportOrder>

export const ExportedPicture = z.strictObject({
  outgoing: Id,
  mime: z.enum(['image/png', 'image/jpeg', 'image/webp']),
  width: z.int().min(1),
  height: z.int().min(1),
  sizeBytes: z.int().min(1),
  /** What the file says about how it was made, read from it again. */
  says: z.enum(['recipe', 'foreign', 'nothing']),
})
export type ExportedPicture = z.infer<typeof ExportedPicture>
