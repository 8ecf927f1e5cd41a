import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { packsFolder } from '../../electron/service/paths.ts'

const Manifest = z.looseObject({ decoder: z.looseObject({ steps: z.int() }) })

/** A packs folder of one's own, for PLUMAGE_PACKS, with a copy of nano that has been changed. */
export async function packsWith(change: (nano: string) => Promise<void>): Promise<string> {
  const packs = await mkdtemp(join(tmpdir(), 'plumage-packs-'))
  const nano = join(packs, 'nano')
  await cp(join(packsFolder(), 'nano'), nano, { recursive: true })
  await change(nano)
  return packs
}

/** nano with so many steps for each picture that something can be done in the middle of them. */
export const slowSteps = 100
export const slowPacks = (): Promise<string> =>
  packsWith(async (nano) => {
    const file = join(nano, 'pack.json')
    const manifest = Manifest.parse(JSON.parse(await readFile(file, 'utf8')))
    await writeFile(file, JSON.stringify({ ...manifest, decoder: { ...manifest.decoder, steps: slowSteps } }))
  })
