import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import sharp, { type OutputInfo, type Sharp } from 'sharp'
import type { Mask } from '../../models/numerics/masks.ts'
import type { RgbImage } from '../../models/numerics/rgb-image.ts'
import { AppError } from '../contract/failure.ts'
import type { Recipe } from '../contract/recipe.ts'
import type { Asset } from '../contract/storyboard.ts'
import type { Sha256 } from '../contract/values.ts'
import { assetEndings, libraryPaths } from '../service/paths.ts'
import { writeRecipe } from '../recipe/write-recipe.ts'
import { writeForGood, writeWhole } from './write-file.ts'

/** A picture has to fit in memory three bytes a pixel, beside the model. 100 million is above any camera's. */
const maxPixels = 100_000_000
const previewSidePx = 160
const leftPreviewMs = 3_600_000

// Only the five kinds the contract knows can be opened at all, whatever a file claims to be: no SVG, PDF or RAW decoder
// ever sees a stranger's bytes.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: ['Png', 'Jpeg', 'Webp', 'Nsgif', 'Heif'].map((kind) => `VipsForeignLoad${kind}`) })
// One picture at a time is read here and memory belongs to the model.
sharp.cache(false)

export interface ReadOptions {
  /** A larger picture is made smaller, its proportions kept, until it just covers a square with sides of so many pixels. */
  coverPx?: number
}

/** The pictures of one library folder, as the model wants them. */
export interface Pictures {
  /** A picture of the library as upright 8-bit sRGB; what is transparent becomes white. */
  read(sha256: Sha256, options?: ReadOptions): Promise<RgbImage>
  /** A mask: how bright each pixel is; what is transparent counts as black, so that nothing changes there. */
  readMask(sha256: Sha256): Promise<Mask>
  /**
   * Puts a finished picture into the library, with its recipe inside. The same pixels and recipe always give the same
   * bytes, and so the same name.
   */
  save(image: RgbImage, recipe: Recipe): Promise<Asset>
  /** Whether the file of a picture this process saved is still there. */
  has(asset: Asset): boolean
  savePreview(image: RgbImage): Promise<Sha256>
  /** Whether a preview is still there: another process may have tidied up. */
  hasPreview(sha256: Sha256): boolean
  removePreviews(names: Iterable<Sha256>): Promise<void>
}

export function openPictures(libraryFolder: string): Pictures {
  const { assetFile, previewFile } = libraryPaths(libraryFolder)
  const readBytes = (sha256: Sha256) =>
    readAsset(
      assetEndings.map((ending) => assetFile(sha256, ending)),
      sha256,
    )

  return {
    read: async (sha256, options) => decodePicture(await readBytes(sha256), options),
    readMask: async (sha256) => decodeMask(await readBytes(sha256)),
    async save(image, recipe) {
      const bytes = writeRecipe(await encodePng(image), recipe, image)
      const sha256 = sha256Of(bytes)
      await writeForGood(assetFile(sha256, 'png'), bytes)
      return { sha256, mime: 'image/png', width: image.width, height: image.height, sizeBytes: bytes.length }
    },
    has: ({ sha256 }) => existsSync(assetFile(sha256, 'png')),
    async savePreview(image) {
      const bytes = await encodePng(image, previewSidePx)
      const sha256 = sha256Of(bytes)
      await writeWhole(previewFile(sha256), bytes)
      return sha256
    },
    hasPreview: (sha256) => existsSync(previewFile(sha256)),
    async removePreviews(names) {
      await Promise.all(Array.from(names, (sha256) => rm(previewFile(sha256), { force: true })))
    },
  }
}

/**
 * A process that was killed could not tidy up: its previews go when a later one starts. Young ones stay, because
 * another process may be drawing on the same library right now.
 */
export async function removeLeftPreviews(libraryFolder: string): Promise<void> {
  const folder = libraryPaths(libraryFolder).previews
  for (const name of await readdir(folder).catch(() => [])) {
    const file = join(folder, name)
    const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: Infinity }))
    if (Date.now() - mtimeMs > leftPreviewMs) await rm(file, { force: true }).catch(() => undefined)
  }
}

/** Reads a picture file of a kind the contract knows. Only the first frame of an animation counts. */
export async function decodePicture(bytes: Uint8Array, { coverPx }: ReadOptions = {}): Promise<RgbImage> {
  try {
    const picture = sharp(bytes, { failOn: 'error', limitInputPixels: maxPixels })
    if (coverPx) picture.resize({ width: coverPx, height: coverPx, fit: 'outside', withoutEnlargement: true })
    const { space, hasProfile } = await picture.metadata()
    return space === 'cmyk' && !hasProfile ? await decodePlainInks(picture) : await decodeColours(picture)
  } catch (cause) {
    throw new AppError('bad-image', whyUnreadable(cause), { cause })
  }
}

async function decodeColours(picture: Sharp): Promise<RgbImage> {
  const { data, info } = await picture
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
  mustHaveChannels(info, 3)
  return { width: info.width, height: info.height, rgb: new Uint8Array(data.buffer, data.byteOffset, data.length) }
}

/**
 * CMYK of no stated press: each ink takes away its complement, as Pillow and OpenCV read it. libvips would assume a
 * press of its own and make plain grey brownish.
 */
async function decodePlainInks(picture: Sharp): Promise<RgbImage> {
  const { data, info } = await picture
    .autoOrient()
    .pipelineColourspace('cmyk')
    .toColourspace('cmyk')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
  mustHaveChannels(info, 4)
  const { width, height } = info
  const rgb = new Uint8Array(width * height * 3)
  for (let from = 0, to = 0; from < data.length; from += 4) {
    const light = 255 - data[from + 3]!
    for (let ink = 0; ink < 3; ink++) rgb[to++] = Math.round(((255 - data[from + ink]!) * light) / 255)
  }
  return { width, height, rgb }
}

function mustHaveChannels({ channels }: OutputInfo, expected: number): void {
  if (channels !== expected) throw new Error(`expected ${expected} channels, got ${channels}`)
}

async function decodeMask(bytes: Uint8Array): Promise<Mask> {
  try {
    const { data, info } = await sharp(bytes, { failOn: 'error', limitInputPixels: maxPixels })
      .autoOrient()
      .flatten({ background: '#000000' })
      .toColourspace('b-w')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true })
    if (info.channels !== 1) throw new Error(`expected 1 channel, got ${info.channels}`)
    return { width: info.width, height: info.height, alpha: new Uint8Array(data.buffer, data.byteOffset, data.length) }
  } catch (cause) {
    throw new AppError('bad-image', whyUnreadable(cause), { cause })
  }
}

/** Neither a time nor a program's name is written, and the filter is fixed: equal pixels are equal bytes. */
export async function encodePng({ width, height, rgb }: RgbImage, maxSidePx?: number): Promise<Uint8Array> {
  const picture = sharp(rgb, { raw: { width, height, channels: 3 } })
  if (maxSidePx) picture.resize({ width: maxSidePx, height: maxSidePx, fit: 'inside', withoutEnlargement: true })
  return picture.png({ compressionLevel: 9, adaptiveFiltering: false, palette: false }).toBuffer()
}

async function readAsset(candidates: string[], sha256: Sha256): Promise<Uint8Array> {
  for (const file of candidates) {
    const bytes = await readFile(file).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
      throw new AppError('bad-image', 'A picture of the library could not be read from disk.', { cause: error })
    })
    if (!bytes) continue
    if (sha256Of(bytes) === sha256) return bytes
    throw new AppError(
      'bad-image',
      'A picture file of the library has been changed by another program. Add the picture again.',
    )
  }
  throw new AppError('not-found', 'A picture of the prompt is no longer in the library. Add the picture again.')
}

const sha256Of = (bytes: Uint8Array): Sha256 => createHash('sha256').update(bytes).digest('hex')

function whyUnreadable(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : ''
  if (/pixel limit/.test(message)) return `This picture is too large: more than ${maxPixels / 1e6} million pixels.`
  if (/unsupported image format/.test(message))
    return 'This file is no picture Plumage can read. It reads PNG, JPEG, WebP, GIF and AVIF.'
  return 'This picture is damaged or incomplete and cannot be read.'
}
