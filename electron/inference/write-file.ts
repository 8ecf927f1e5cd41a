import { randomUUID } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppError } from '../contract/failure.ts'
import { makeFolder } from '../service/make-folder.ts'

/** Writes a whole file or nothing: whoever sees the name sees all bytes. */
export async function writeWhole(file: string, bytes: Uint8Array): Promise<void> {
  await replace(file, bytes, async () => {})
}

/** The same, and still there after a power cut. The folders are synced too, because the names live there. */
export async function writeForGood(file: string, bytes: Uint8Array): Promise<void> {
  const synced = await replace(file, bytes, (handle) => handle.sync())
  if (process.platform === 'win32') return // a folder cannot be opened there, and renames are journalled
  for (const folder of synced) await syncFolder(folder)
}

/** Gives the folders in which a name has changed. */
async function replace(
  file: string,
  bytes: Uint8Array,
  finish: (handle: { sync(): Promise<void> }) => Promise<void>,
): Promise<string[]> {
  const folder = dirname(file)
  const temporary = `${file}.${randomUUID().slice(0, 8)}.tmp`
  try {
    const made = makeFolder(folder)
    {
      await using handle = await open(temporary, 'w')
      await handle.writeFile(bytes)
      await finish(handle)
    }
    await rename(temporary, file)
    return made === undefined ? [folder] : [folder, dirname(made)]
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw writeFailure(cause)
  }
}

async function syncFolder(folder: string): Promise<void> {
  await using handle = await open(folder, 'r')
  await handle.sync()
}

function writeFailure(cause: unknown): AppError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : null
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    const sentence = 'The disk is full: the picture could not be saved. Free some space and try again.'
    return new AppError('disk-full', sentence, { cause })
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    const sentence = 'The library folder cannot be written to, so the picture was not saved. Allow writing there.'
    return new AppError('library-read-only', sentence, { cause })
  }
  return new AppError('internal', 'The picture could not be saved to the library.', { cause })
}
