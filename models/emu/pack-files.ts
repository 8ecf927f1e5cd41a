import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { lstat, realpath, stat } from 'node:fs/promises'
import { isAbsolute, join, relative, sep } from 'node:path'
import { ModelError } from './model-error.ts'

export type FileState = 'ok' | 'missing' | 'altered' | 'refused'

/** What a pack says about one of its files. */
export interface FileEntry {
  readonly path: string
  readonly bytes: number
  readonly sha256: string
}

/** Compares one file with what the pack says about it; a link out of the pack is refused before it is opened. */
export async function checkFile(folder: string, file: FileEntry): Promise<FileState> {
  const path = join(folder, file.path)
  const found = await lstat(path).catch(() => null)
  if (!found) return 'missing'
  if (!(await isInside(folder, path))) return 'refused'
  const entry = await stat(path)
  if (!entry.isFile() || entry.size !== file.bytes) return 'altered'
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array)
  return hash.digest('hex') === file.sha256 ? 'ok' : 'altered'
}

/** Where the path really leads, links followed, is in the folder. */
export async function isInside(folder: string, path: string): Promise<boolean> {
  const [root, target] = await Promise.all([realpath(folder), realpath(path).catch(() => null)])
  if (target === null) return false
  const way = relative(root, target)
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

/** The outcome of a check for a person: which file is wrong, what to do. */
export function describeFiles(name: string, files: readonly { path: string; state: FileState }[]): string {
  const wrong = files.filter((file) => file.state !== 'ok')
  const [first] = wrong
  if (!first) return `${name} is complete and unaltered: ${files.length} files checked.`
  const others = wrong.length > 1 ? `, and ${wrong.length - 1} more are wrong` : ''
  const what = {
    ok: '',
    missing: 'is missing',
    altered: 'is not the file the pack was made with',
    refused: 'leads out of the pack',
  }[first.state]
  return `${name} cannot be used: its file ${first.path} ${what}${others}. Get the pack again.`
}

/** JSON of a pack as an unknown value. */
export function parseJson(bytes: Uint8Array, name: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw new ModelError('bad-pack', `${name} of this pack is not JSON. Get the pack again.`, { cause })
  }
}
