import { access, constants, copyFile, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import type { ExportOrder } from '../contract/pictures.ts'
import { CommandFailure } from './failures.ts'

/** How a picture is written. */
export type OutputForm = Pick<ExportOrder, 'format' | 'quality' | 'recipe'>

/** What the options say of that. */
export interface OutputOptions {
  out?: string
  quality?: number
  recipe?: boolean
}

/** A picture in the form that was asked for, until it is let go. */
export interface WrittenPicture extends AsyncDisposable {
  readonly file: string
}

/** Puts a finished picture where the person wants it and returns that path. */
export type PlaceOutput = (picture: {
  write: (form: OutputForm) => Promise<WrittenPicture>
  seed: number
  index: number
}) => Promise<string>

/**
 * Checks before anything is drawn that the pictures can be put where they should go. A name the person gave is
 * replaced, like with cp; without --out nothing is ever replaced.
 */
export async function planOutputs(options: OutputOptions, count: number): Promise<PlaceOutput> {
  const { out = null, quality, recipe = true } = options
  const saysFolder = out !== null && /[/\\]$/.test(out)
  const isFolder = saysFolder || (out !== null && (await kindOf(out)) === 'folder')
  const { ext, stem } = out === null || isFolder ? { ext: '.png', stem: null } : splitName(basename(out))
  const form: OutputForm = { format: formatOf(ext), recipe, ...(quality !== undefined && { quality }) }
  if (form.format === 'png' && quality !== undefined)
    throw new CommandFailure(
      'wrong-usage',
      '--quality is for JPEG and WebP: give --out a name that ends in .jpg or .webp.',
    )
  const folder = out === null ? '.' : isFolder ? out : dirname(out)
  if (saysFolder && (await kindOf(folder)) === 'nothing') await makeFolder(folder)
  await checkFolder(folder)
  return async ({ write, seed, index }) => {
    await using picture = await write(form)
    if (stem === null) return await placeBeside(picture.file, folder, `plumage-${seed}`)
    const number =
      count > 1 && !stem.includes('{seed}') ? `-${String(index + 1).padStart(String(count).length, '0')}` : ''
    const path = join(folder, `${stem.replaceAll('{seed}', String(seed))}${number}${ext}`)
    await copySafely(picture.file, path)
    return path
  }
}

function splitName(name: string): { stem: string; ext: string } {
  const ext = extname(name)
  if (/^\.(gif|avif|bmp|tiff?|svg|pdf)$/i.test(ext))
    throw new CommandFailure(
      'wrong-usage',
      `Pictures are written as PNG, JPEG or WebP, which carry their recipe: give --out a name that ends in .png, .jpg or .webp, not ${ext}.`,
    )
  return /^\.(png|jpe?g|webp)$/i.test(ext) ? { stem: name.slice(0, -ext.length), ext } : { stem: name, ext: '.png' }
}

function formatOf(ext: string): OutputForm['format'] {
  if (/^\.jpe?g$/i.test(ext)) return 'jpeg'
  return /^\.webp$/i.test(ext) ? 'webp' : 'png'
}

export async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
    throw new CommandFailure('output', `The folder "${folder}" cannot be made. Choose another with --out.`, { cause })
  })
}

export async function checkFolder(folder: string): Promise<void> {
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

export async function kindOf(path: string): Promise<'nothing' | 'folder' | 'file'> {
  const found = await stat(path).catch(() => null)
  return found === null ? 'nothing' : found.isDirectory() ? 'folder' : 'file'
}

/** A free name of our own; a file that already holds this very picture is as good as a new one. */
async function placeBeside(file: string, folder: string, stem: string): Promise<string> {
  const bytes = await readFile(file)
  for (let n = 1; ; n++) {
    const path = join(folder, `${stem}${n === 1 ? '' : `-${n}`}.png`)
    const present = await readFile(path).catch(() => null)
    if (present?.equals(bytes)) return path
    if (present || (await kindOf(path)) !== 'nothing') continue
    await copySafely(file, path)
    return path
  }
}

const copySafely = (source: string, path: string) =>
  replaceFile(path, (temporary) => copyFile(source, temporary), 'The picture is in the library, but not')

/** The whole file under its name, or what was there before. `where` begins the sentence that says why not. */
export async function replaceFile(
  path: string,
  fill: (temporary: string) => Promise<void>,
  where = 'The picture was not written',
): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`
  try {
    await fill(temporary)
    await using handle = await open(temporary, 'r+')
    await handle.sync()
    await rename(temporary, path)
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined)
    const full = cause instanceof Error && 'code' in cause && (cause.code === 'ENOSPC' || cause.code === 'EDQUOT')
    const why = full ? 'the disk is full' : 'it cannot be written there'
    const sentence = `${where} at "${path}": ${why}.`
    throw new CommandFailure(full ? 'disk-full' : 'output', sentence, { cause })
  }
}
