import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { type Sha256, Sha256 as Sha256Schema } from '../contract/values.ts'
import { checkFile } from './prompt/check-parts.ts'

/** The name of a picture: as it was typed, or of the bytes of the file that was. */
export async function nameOfPicture(typed: string): Promise<{ sha256: Sha256; file: string | null }> {
  if (Sha256Schema.safeParse(typed).success) return { sha256: typed, file: null }
  await checkFile(typed)
  const hash = createHash('sha256')
  await pipeline(createReadStream(typed), hash)
  return { sha256: hash.digest('hex'), file: typed }
}
