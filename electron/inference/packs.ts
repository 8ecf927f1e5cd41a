import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { listPacks, type Pack, readPackJson, toPackFile, verifyPack } from '../../models/emu/pack.ts'
import { AppError } from '../contract/failure.ts'
import { Knows, type PackReport, type PackSummary } from '../contract/packs.ts'

/** The pack that comes with Plumage is used when nobody asks for another. */
const defaultPack = 'nano'

/** Every pack of the folder, also those that cannot be used: `problem` says why. */
export async function summarisePacks(packsFolder: string): Promise<PackSummary[]> {
  const { packs, broken } = await listPacks(packsFolder)
  return [...(await Promise.all(packs.map(summarise))), ...broken.map(summariseBroken)]
}

export async function reportPack(packsFolder: string, id: string): Promise<PackReport> {
  const { packs, broken } = await listPacks(packsFolder)
  const folder =
    packs.find((pack) => pack.manifest.id === id)?.folder ?? broken.find((pack) => basename(pack.folder) === id)?.folder
  if (!folder) throw noSuchPack(id, packs)
  const { ok, hash, sentence, files } = await verifyPack(folder)
  return { id, ok, hash, sentence, files: [...files] }
}

/** The pack a job asks for, or the default. Its pack.json is read anew, so an exchanged pack is noticed. */
export async function findPack(packsFolder: string, wanted: string | undefined): Promise<Pack> {
  const { packs, broken } = await listPacks(packsFolder)
  const id = wanted ?? defaultPack
  const pack = packs.find((known) => known.manifest.id === id) ?? (wanted === undefined ? packs[0] : undefined)
  if (pack) return pack
  const unreadable = broken.find((known) => basename(known.folder) === id)
  if (unreadable) throw new AppError('bad-pack', `The pack "${id}" cannot be used. ${unreadable.sentence}`)
  throw noSuchPack(id, packs)
}

/** Missing files and wrong sizes show at once; a changed byte shows in `verify` and when the pack is opened. */
async function sizeProblem(pack: Pack): Promise<string | null> {
  for (const { path, bytes } of pack.manifest.files) {
    const found = await stat(toPackFile(pack, path)).catch(() => null)
    if (found?.size === bytes) continue
    const what = found ? 'is not the file the pack was made with' : 'is missing'
    return `${pack.manifest.name} cannot be used: its file ${path} ${what}. Get the pack again.`
  }
  return null
}

function noSuchPack(id: string, packs: readonly Pack[]): AppError {
  const present =
    packs.length > 0 ? `There are: ${packs.map((pack) => pack.manifest.id).join(', ')}.` : 'No pack is installed.'
  return new AppError('not-found', `There is no pack "${id}". ${present}`)
}

const packSize = (pack: Pack): number => pack.manifest.files.reduce((sum, file) => sum + file.bytes, 0)

async function summarise(pack: Pack): Promise<PackSummary> {
  const { id, name, version, description, licence, decoder, language } = pack.manifest
  return {
    id,
    name,
    version,
    description,
    licence: licence.name,
    sizeBytes: packSize(pack),
    hash: pack.hash,
    width: decoder.width,
    height: decoder.height,
    steps: decoder.steps,
    guidance: decoder.guidance,
    maxPositions: language.maxPositions,
    knows: await readKnows(pack),
    problem: await sizeProblem(pack),
  }
}

/** Only an aid to typing: a pack works without it. */
async function readKnows(pack: Pack): Promise<Knows | null> {
  if (!pack.manifest.knows) return null
  const words = await readPackJson(pack, pack.manifest.knows).catch(() => null)
  return Knows.safeParse(words).data ?? null
}

const summariseBroken = ({ folder, sentence }: { folder: string; sentence: string }): PackSummary => ({
  id: basename(folder),
  name: basename(folder),
  version: '',
  description: '',
  licence: '',
  sizeBytes: 0,
  hash: null,
  width: 0,
  height: 0,
  steps: 0,
  guidance: 0,
  maxPositions: 0,
  knows: null,
  problem: sentence,
})
