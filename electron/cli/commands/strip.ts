import { writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { AppError } from '../../contract/failure.ts'
import { stripPicture } from '../../recipe/strip-picture.ts'
import { CommandFailure, toCommandFailure } from '../failures.ts'
import { checkFolder, kindOf, makeFolder, replaceFile } from '../outputs.ts'
import { checkFile } from '../prompt/check-parts.ts'
import { readPictureFile } from '../read-picture-file.ts'
import type { Terminal } from '../terminal.ts'

export interface StripOptions {
  out: string
  json?: boolean
}

/** `plumage strip`: pictures and nothing else, with every pixel as it was. Needs no library. */
export async function strip(
  files: readonly string[],
  { out, json = false }: StripOptions,
  terminal: Terminal,
): Promise<void> {
  for (const file of files) await checkFile(file)
  const pathOf = await planPaths(files, out)
  const done: { path: string; sizeBytes: number; removedBytes: number }[] = []
  try {
    for (const file of files) {
      const before = await readPictureFile(file)
      const after = stripNamed(file, before)
      const path = pathOf(file)
      await replaceFile(path, (temporary) => writeFile(temporary, after))
      done.push({ path, sizeBytes: after.length, removedBytes: before.length - after.length })
      if (!json) terminal.print(`${path}\n`)
    }
  } catch (error) {
    throw toCommandFailure(error, { files: done })
  }
  if (json) terminal.print(`${JSON.stringify({ files: done })}\n`)
}

async function planPaths(files: readonly string[], out: string): Promise<(file: string) => string> {
  const saysFolder = /[/\\]$/.test(out)
  const isFolder = saysFolder || (await kindOf(out)) === 'folder'
  if (!isFolder && files.length > 1)
    throw new CommandFailure('wrong-usage', 'For several pictures give --out a folder, with a slash behind its name.')
  if (!isFolder) return () => out
  const names = files.map((file) => basename(file))
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined)
    throw new CommandFailure(
      'wrong-usage',
      `Two of the pictures are called "${twice}": strip them one after the other.`,
    )
  if (saysFolder && (await kindOf(out)) === 'nothing') await makeFolder(out)
  await checkFolder(out)
  return (file) => join(out, basename(file))
}

function stripNamed(file: string, bytes: Uint8Array): Uint8Array {
  try {
    return stripPicture(bytes)
  } catch (error) {
    if (error instanceof AppError) throw new CommandFailure(error.code, `"${file}": ${error.message}`, { cause: error })
    throw error
  }
}
