import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppError } from '../contract/failure.ts'

/**
 * Writes a whole file or nothing: whoever sees the name sees all bytes, also after a power cut. The folder is synced
 * too, because the rename lives there.
 */
export async function writeFileSafely(file: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`
  try {
    await mkdir(dirname(file), { recursive: true })
    await using handle = await open(temporary, 'w')
    await handle.writeFile(bytes)
    await handle.sync()
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw writeFailure(cause)
  }
  try {
    await rename(temporary, file)
    await syncFolder(dirname(file))
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw writeFailure(cause)
  }
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return // a folder cannot be opened there, and the rename is journalled
  await using handle = await open(folder, 'r')
  await handle.sync()
}

function writeFailure(cause: unknown): AppError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : null
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new AppError(
      'disk-full',
      'The disk is full: the picture could not be saved. Free some space and try again.',
      { cause },
    )
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return new AppError('library-read-only', 'The library folder cannot be written to. Check who may write there.', {
      cause,
    })
  return new AppError('internal', 'The picture could not be saved to the library.', { cause })
}
