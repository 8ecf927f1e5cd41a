import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import sharp from 'sharp'
import { AppError } from '../../../../electron/contract/failure.ts'
import type { EmbedItem } from '../../../../electron/contract/inference.ts'
import type { PackSummary } from '../../../../electron/contract/packs.ts'
import { assetEndings, libraryPaths } from '../../../../electron/service/paths.ts'

export const hashOfPack = (pack: string) => createHash('sha256').update(pack).digest('hex')

/** A pack that could be used, if it were there. */
export const summaryOf = (id: string, hash: string): PackSummary => ({
  id,
  name: id,
  version: '1',
  description: '',
  licence: '',
  sizeBytes: 1,
  hash,
  width: 48,
  height: 32,
  steps: 4,
  guidance: 1,
  maxPositions: 1000,
  knows: null,
  problem: null,
})

/** What the peer hears in words: how often they say red, green and blue. */
export function colourNamed(text: string): number[] {
  return unit(['red', 'green', 'blue'].map((name) => text.toLowerCase().split(name).length - 1))
}

/** What it sees in a picture. */
export async function colourOf(libraryFolder: string, { sha256, box }: Extract<EmbedItem, { type: 'image' }>) {
  const { assetFile } = libraryPaths(libraryFolder)
  const file = assetEndings.map((ending) => assetFile(sha256, ending)).find((each) => existsSync(each))
  if (!file)
    throw new AppError('not-found', 'A picture of the prompt is no longer in the library. Add the picture again.')
  const picture = sharp(file).removeAlpha()
  const { width, height } = await picture.metadata()
  if (box) {
    const [left, top] = [Math.floor(box.left * width), Math.floor(box.top * height)]
    picture.extract({
      left,
      top,
      width: Math.ceil(box.right * width) - left,
      height: Math.ceil(box.bottom * height) - top,
    })
  }
  const { channels } = await sharp(await picture.png().toBuffer()).stats()
  return unit(channels.slice(0, 3).map(({ mean }) => mean))
}

function unit(vector: number[]): number[] {
  const length = Math.hypot(...vector) || 1
  return vector.map((x) => x / length)
}
