import { access, constants, copyFile, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import { CommandFailure } from './failures.ts'

export interface OutputPlan {
  /** What --out said; null for a name of our own in the working folder. */
  out: string | null
  count: number
}

/** Puts a finished picture where the person wants it and returns that path. */
export type PlaceOutput = (picture: { assetFile: string; seed: number; index: number }) => Promise<string>

/**
 * Checks before anything is drawn that the pictures can be put where they should go. A name the person gave is
 * replaced, like with cp; without --out nothing is ever replaced.
 */
export async function planOutputs({ out, count }: OutputPlan): Promise<PlaceOutput> {
  const saysFolder = out !== null && /[/\\]$/.test(out)
  const isFolder = saysFolder || (out !== null && (await kindOf(out)) === 'folder')
  const folder = out === null ? '.' : isFolder ? out : dirname(out)
  if (saysFolder && (await kindOf(folder)) === 'nothing') await makeFolder(folder)
  await checkFolder(folder)
  if (out === null || isFolder) return async ({ assetFile, seed }) => placeBeside(assetFile, folder, `plumage-${seed}`)

  const { ext, stem } = splitName(basename(out))
  return async ({ assetFile, seed, index }) => {
    const number =
      count > 1 && !stem.includes('{seed}') ? `-${String(index + 1).padStart(String(count).length, '0')}` : ''
    const path = join(folder, `${stem.replaceAll('{seed}', String(seed))}${number}${ext}`)
    await copySafely(assetFile, path)
    return path
  }
}

function splitName(name: string): { stem: string; ext: string } {
  const ext = extname(name)
  if (/^\.(jpe?g|webp|gif|avif|bmp|tiff?|svg|pdf)$/i.test(ext))
    throw new CommandFailure(
      'wrong-usage',
      `Pictures are written as PNG: give --out a name that ends in .png, not ${ext}.`,
    )
  return /^\.png$/i.test(ext) ? { stem: name.slice(0, -ext.length), ext } : { stem: name, ext: '.png' }
}

async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
    throw new CommandFailure('output', `The folder "${folder}" cannot be made. Choose another with --out.`, { cause })
  })
}

async function checkFolder(folder: string): Promise<void> {
  const kind = await kindOf(folder)
  if (kind === 'nothing')
    throw new CommandFailure('output', `There is no folder "${folder}" to write the picture to. Make it first.`)
  if (kind === 'file')
    throw new CommandFailure('output', `"${folder}" is a file, not a folder: no picture can be written into it.`)
  await access(folder, constants.W_OK).catch((cause: unknown) => {
    throw new CommandFailure('output', `Nothing can be written to the folder "${folder}". Choose another with --out.`, {
      cause,
    })
  })
}

async function kindOf(path: string): Promise<'nothing' | 'folder' | 'file'> {
  const found = await stat(path).catch(() => null)
  return found === null ? 'nothing' : found.isDirectory() ? 'folder' : 'file'
}

/** A free name of our own; a file that already holds this very picture is as good as a new one. */
async function placeBeside(assetFile: string, folder: string, stem: string): Promise<string> {
  const bytes = await readFile(assetFile)
  for (let n = 1; ; n++) {
    const path = join(folder, `${stem}${n === 1 ? '' : `-${n}`}.png`)
    const present = await readFile(path).catch(() => null)
    if (present?.equals(bytes)) return path
    if (present || (await kindOf(path)) !== 'nothing') continue
    await copySafely(assetFile, path)
    return path
  }
}

/** The whole picture under its name, or what was there before. */
async function copySafely(source: string, path: string): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`
  try {
    await copyFile(source, temporary)
    await using handle = await open(temporary, 'r+')
    await handle.sync()
    await rename(temporary, path)
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined)
    const full = cause instanceof Error && 'code' in cause && (cause.code === 'ENOSPC' || cause.code === 'EDQUOT')
    const why = full ? 'the disk is full' : 'it cannot be written there'
    const sentence = `The picture is in the library, but not at "${path}": ${why}.`
    throw new CommandFailure(full ? 'disk-full' : 'output', sentence, { cause })
  }
}
