import { readFile, stat } from 'node:fs/promises'
import { CommandFailure } from './failures.ts'
import { checkFile } from './prompt/check-parts.ts'

/** Larger than any picture that Plumage takes. */
const mostBytes = 512 * 2 ** 20

/** The bytes of a picture that is not to come into the library. */
export async function readPictureFile(file: string): Promise<Uint8Array> {
  await checkFile(file)
  if ((await stat(file)).size > mostBytes)
    throw new CommandFailure('bad-image', `"${file}" is too large for a picture.`)
  return await readFile(file).catch((cause: unknown) => {
    throw new CommandFailure('bad-image', `"${file}" cannot be read.`, { cause })
  })
}
