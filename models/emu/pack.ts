import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ModelError } from './model-error.ts'
import { PackManifest } from './pack-manifest.ts'
import { checkFile, describeFiles, isInside, parseJson } from './pack-files.ts'
import type { FileState } from './pack-files.ts'

export interface Pack {
  readonly folder: string
  readonly manifest: PackManifest
  /** sha256 of pack.json, which names the sha256 of everything else. */
  readonly hash: string
}

export interface PackReport {
  readonly ok: boolean
  readonly hash: string | null
  readonly files: readonly { readonly path: string; readonly state: FileState }[]
  /** The outcome for a person: which file is wrong, what to do. */
  readonly sentence: string
}

/**
 * Reads and checks pack.json; opens no other file.
 *
 * Errors   ModelError 'bad-pack': no pack there, not JSON, or the first thing the format objects to.
 */
export async function readPack(folder: string): Promise<Pack> {
  const bytes = await readFile(join(folder, 'pack.json')).catch((cause: unknown) => {
    throw new ModelError('bad-pack', 'This folder holds no model pack: there is no readable pack.json in it.', {
      cause,
    })
  })
  const parsed = PackManifest.safeParse(parseJson(bytes, 'pack.json'))
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!
    throw new ModelError(
      'bad-pack',
      `pack.json is not a pack this version can read: ${[path.join('.'), message].join(' ').trim()}.`,
    )
  }
  return { folder, manifest: parsed.data, hash: createHash('sha256').update(bytes).digest('hex') }
}

/**
 * Checks size and sha256 of every file of a pack. `onFile` hears of each file as it is done.
 *
 * Cost     reads the whole pack once, streaming.
 * Errors   none for a bad pack: that is what the report is for.
 */
export async function verifyPack(
  folder: string,
  onFile?: (path: string, done: number, of: number) => void,
): Promise<PackReport> {
  const pack = await readPack(folder).catch((error: unknown) => {
    if (error instanceof ModelError) return error
    throw error
  })
  if (pack instanceof ModelError) return { ok: false, hash: null, files: [], sentence: pack.message }
  const files: { path: string; state: FileState }[] = []
  for (const file of pack.manifest.files) {
    files.push({ path: file.path, state: await checkFile(folder, file) })
    onFile?.(file.path, files.length, pack.manifest.files.length)
  }
  const ok = files.every((file) => file.state === 'ok')
  return { ok, hash: pack.hash, files, sentence: describeFiles(pack.manifest.name, files) }
}

/** The bytes of one file of a pack. */
export async function readPackFile(pack: Pack, path: string): Promise<Uint8Array> {
  const full = join(pack.folder, path)
  if (!(await isInside(pack.folder, full)))
    throw new ModelError('bad-pack', `The file ${path} of ${pack.manifest.name} is missing or leads out of the pack.`)
  return readFile(full)
}

export async function readPackJson(pack: Pack, path: string): Promise<unknown> {
  return parseJson(await readPackFile(pack, path), path)
}

/** Where a graph of the pack lies on disk, for the runtime, which reads it itself. */
export function toPackFile(pack: Pack, path: string): string {
  return join(pack.folder, path)
}

/** Every pack in the sub-folders of `folder`, by name. One that cannot be read hides none of the others. */
export async function listPacks(
  folder: string,
): Promise<{ packs: Pack[]; broken: { folder: string; sentence: string }[] }> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const packs: Pack[] = []
  const broken: { folder: string; sentence: string }[] = []
  for (const entry of entries) {
    if (!entry.isDirectory()) continue
    const inner = join(folder, entry.name)
    try {
      packs.push(await readPack(inner))
    } catch (error) {
      if (!(error instanceof ModelError)) throw error
      broken.push({ folder: inner, sentence: error.message })
    }
  }
  packs.sort((a, b) => a.manifest.name.localeCompare(b.manifest.name))
  return { packs, broken }
}
