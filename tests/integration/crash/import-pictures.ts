import { createCipheriv } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import sharp from 'sharp'
import { libraryPaths } from '../../../electron/service/paths.ts'
import { noPicture, truncated } from '../../support/bad-pictures.ts'
import type { Client } from './processes.ts'
import type { Random } from './random.ts'
import { ask, gone, type AskedImport, type Round } from './world.ts'

/** Brings pictures in, small and large, the same ones again, and some that are none, until the engine is gone. */
export async function importPictures(client: Client, round: Round, random: Random, library: string): Promise<never> {
  for (;;) {
    const isPicture = random.chance(0.9)
    const asked = { incoming: random.id(), name: `picture ${random.below(1e6)}.png`, isPicture }
    const bytes = await (isPicture ? somePicture(random) : noPictureAtAll(random))
    if (await bring(libraryPaths(library).incomingFile(asked.incoming), bytes)) await importOne(client, round, asked)
    else await gone(client.library.state())
  }
}

/** False when there is no room for it. */
async function bring(file: string, bytes: Buffer): Promise<boolean> {
  try {
    await writeFile(file, bytes)
    return true
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
    await rm(file, { force: true })
    return false
  }
}

/** The same request as often as one likes. */
export async function importOne(client: Client, round: Round, asked: AskedImport): Promise<void> {
  const { incoming, name } = asked
  const asset = await ask(round, { about: 'import', asked }, () => client.assets.import({ incoming, name }))
  if (asset) round.world.imports.set(asked.incoming, { ...asked, asset })
  else if (asked.isPicture) round.world.importsLeft.add(asked)
}

async function somePicture(random: Random): Promise<Buffer> {
  const choice = random.fraction()
  if (choice < 0.1) return noise(16, 16, 'always the same')
  if (choice < 0.25) return noise(1000, 700, random.id()) // two megabytes: long enough to be killed while it is copied
  return noise(8 + random.below(120), 8 + random.below(120), random.id())
}

const noPictureAtAll = async (random: Random): Promise<Buffer> =>
  random.chance(0.5) ? noPicture : truncated(await noise(64, 64, random.id()))

/** Nothing compresses it. */
function noise(width: number, height: number, name: string): Promise<Buffer> {
  const cipher = createCipheriv('aes-128-ctr', Buffer.alloc(16, name), Buffer.alloc(16))
  const pixels = cipher.update(Buffer.alloc(width * height * 3))
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 1 })
    .toBuffer()
}
