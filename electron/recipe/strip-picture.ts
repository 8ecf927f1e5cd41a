import { AppError } from '../contract/failure.ts'
import { containerOf } from './container.ts'
import { MalformedError } from './limits.ts'

/**
 * The picture and nothing else: no recipe, Exif, place, XMP, comment, thumbnail, nor anything that a program has added or
 * put behind its end. Every pixel stays as it is, with its colour profile, and the picture the same way up.
 *
 * Errors   AppError 'bad-image' for what cannot be stripped without being drawn anew, and for a file that is not whole.
 */
export function stripPicture(bytes: Uint8Array): Uint8Array {
  const container = containerOf(bytes)
  if (!container)
    throw new AppError(
      'bad-image',
      'Only PNG, JPEG, WebP and GIF pictures can be stripped. Save it as one of them first.',
    )
  try {
    return container.strip(bytes)
  } catch (cause) {
    throw cause instanceof MalformedError ? new AppError('bad-image', cause.message, { cause }) : cause
  }
}
