import sharp from 'sharp'
import { AppError } from '../../contract/failure.ts'
import { type FileKind, type PictureMime } from './picture-kind.ts'

/** A decoded pixel takes four bytes, and the inference process has to hold it beside the model. */
export const maxPixels = 100_000_000
export const maxFileBytes = 256 * 1024 * 1024
const decodeWithinSeconds = 60

const kinds = 'PNG, JPEG, WebP, GIF and AVIF pictures'

// Only the decoders of the five kinds exist for this process, whatever a file claims to be: no SVG, PDF or RAW reader
// ever sees a stranger's bytes.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: ['Png', 'Jpeg', 'Webp', 'Nsgif', 'Heif'].map((kind) => `VipsForeignLoad${kind}`) })
sharp.cache(false) // a checked file is not looked at again, and on Windows a cached one could not be renamed

export interface CheckedPicture {
  mime: PictureMime
  /** As it is shown: a photo taken sideways is upright. */
  width: number
  height: number
}

/** Refuses by name, with what to do, whatever is not a picture we keep. `name` is the file's name as the person knows it. */
export function mustBePicture(kind: FileKind | null, name: string): PictureMime {
  if (kind === null) throw new AppError('bad-image', `“${name}” is not a picture. Plumage reads ${kinds}.`)
  if ('mime' in kind) return kind.mime
  const advice =
    kind.other === 'a video' ? 'Save a frame of it as PNG and add that.' : 'Save or export it as PNG and add that.'
  throw new AppError('bad-image', `“${name}” is ${kind.other}. Plumage reads ${kinds}. ${advice}`)
}

/**
 * Reads the size from the header first, so that a bomb is refused before it is decoded, then decodes every pixel once,
 * so that a truncated file is refused now and not on the day it is drawn from. Of an animation the first frame counts.
 */
export async function checkPicture(file: string, mime: PictureMime, name: string): Promise<CheckedPicture> {
  const damaged = (cause: unknown) =>
    new AppError('bad-image', `“${name}” is damaged or incomplete and cannot be read. Get a whole copy and add that.`, {
      cause,
    })
  const options = { failOn: 'error', limitInputPixels: maxPixels, sequentialRead: true, pages: 1 } as const
  const header = await sharp(file, { ...options, limitInputPixels: false })
    .metadata()
    .catch((error: unknown) => {
      throw damaged(error)
    })
  if (header.format === 'heif' && header.compression !== 'av1') mustBePicture({ other: 'a HEIC photo' }, name)
  const { width, height } = header.autoOrient
  if (width * height > maxPixels) throw tooLarge(width, height, name)
  try {
    // The pixels are dropped as they come: one grey pixel is all that is kept of them.
    await sharp(file, options)
      .timeout({ seconds: decodeWithinSeconds })
      .resize(1, 1, { fit: 'fill', fastShrinkOnLoad: false })
      .raw()
      .toBuffer()
  } catch (error) {
    throw damaged(error)
  }
  return { mime, width, height }
}

function tooLarge(width: number, height: number, name: string): AppError {
  const size = `${width.toLocaleString('en')} × ${height.toLocaleString('en')} pixels`
  const sentence = `“${name}” is too large: ${size}. Plumage takes up to ${maxPixels / 1e6} million pixels. Make it smaller and add that.`
  return new AppError('bad-image', sentence)
}
