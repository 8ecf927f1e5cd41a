import { rename, rm, writeFile } from 'node:fs/promises'
import type { Database } from 'better-sqlite3'
import sharp from 'sharp'
import { AppError } from '../../contract/failure.ts'
import type { ExportedPicture, ExportOrder } from '../../contract/pictures.ts'
import type { Recipe } from '../../contract/recipe.ts'
import { makeFolder } from '../../service/make-folder.ts'
import type { LibraryPaths } from '../../service/paths.ts'
import type { Size } from '../../recipe/parameters.ts'
import { readRecipe } from '../../recipe/read-recipe.ts'
import { stripPicture } from '../../recipe/strip-picture.ts'
import { writeRecipe } from '../../recipe/write-recipe.ts'
import { findAsset } from './assets.ts'
import { maxPixels } from './check-picture.ts'
import { readAssetFile, recipeFromHistory } from './picture-recipes.ts'

const usualQuality = 90

/** Puts a copy of a picture into the outgoing folder, in another kind if need be, with its recipe or with nothing at all. */
export async function exportPicture(db: Database, paths: LibraryPaths, order: ExportOrder): Promise<ExportedPicture> {
  const asset = findAsset(db, order.sha256)
  if (!asset) throw new AppError('not-found', 'This picture is not in the library.')
  if (order.quality !== undefined && order.format === 'png')
    throw new AppError('bad-message', 'A PNG loses nothing, so it has no quality to choose.')
  const kept = await readAssetFile(paths, asset)
  const mime = `image/${order.format}` as const
  const isAsItIs = asset.mime === mime && order.quality === undefined
  const pixels = isAsItIs ? kept : await encode(kept, order)
  const bytes = order.recipe
    ? carrying(pixels, kept, asset, () => recipeFromHistory(db, asset.sha256))
    : stripPicture(pixels)
  await writeOutgoing(paths, order.outgoing, bytes)
  const { width, height } = asset
  return { outgoing: order.outgoing, mime, width, height, sizeBytes: bytes.length, says: readRecipe(bytes).found }
}

/** With the recipe that the kept file has, or the history; a recipe of another program only stays where it is. */
function carrying(pixels: Uint8Array, kept: Uint8Array, size: Size, fromHistory: () => Recipe | null): Uint8Array {
  const said = readRecipe(kept)
  if (said.found === 'foreign' || (said.found === 'recipe' && pixels === kept)) return pixels
  const recipe = said.found === 'recipe' ? said.recipe : fromHistory()
  return recipe ? writeRecipe(pixels, recipe, size) : pixels
}

/** Upright, in sRGB, which every program shows alike; JPEG knows no transparency and gets white behind it. */
async function encode(bytes: Uint8Array, { format, quality = usualQuality }: ExportOrder): Promise<Uint8Array> {
  const picture = sharp(bytes, { failOn: 'error', limitInputPixels: maxPixels }).autoOrient().toColourspace('srgb')
  const encoder = {
    png: () => picture.png({ compressionLevel: 9 }),
    webp: () => picture.webp({ quality }),
    jpeg: () => picture.flatten({ background: '#ffffff' }).jpeg({ quality, chromaSubsampling: '4:4:4' }),
  }
  try {
    return await encoder[format]().toBuffer()
  } catch (cause) {
    throw new AppError('bad-image', 'This picture is damaged and cannot be written anew.', { cause })
  }
}

/** The whole file or none: whoever asked takes it away by its name. */
async function writeOutgoing({ outgoing, outgoingFile }: LibraryPaths, id: string, bytes: Uint8Array): Promise<void> {
  makeFolder(outgoing)
  const unfinished = `${outgoingFile(id)}.${process.pid}.tmp`
  try {
    await writeFile(unfinished, bytes)
    await rename(unfinished, outgoingFile(id))
  } finally {
    await rm(unfinished, { force: true }).catch(() => undefined)
  }
}
