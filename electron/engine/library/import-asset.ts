import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { lstat, open, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { AppError } from '../../contract/failure.ts'
import type { Asset } from '../../contract/storyboard.ts'
import type { Id } from '../../contract/values.ts'
import { makeFolder } from '../../service/make-folder.ts'
import type { LibraryPaths } from '../../service/paths.ts'
import { findImported, insertImported } from './assets.ts'
import { checkPicture, maxFileBytes, mustBePicture } from './check-picture.ts'
import { endingOf, fileKind, headBytes } from './picture-kind.ts'
import { syncFolder } from './sync-folder.ts'

export interface ImportOrder {
  /** Names the file in the incoming folder. */
  incoming: Id
  /** The file's name as the person knows it, for sentences. */
  name: string
  nowMs: number
}

/**
 * Takes a picture into the library: its bytes as they are, named by their hash. The row is written when the file is
 * safe on disk, and the incoming file is removed when the row is. A file that is refused leaves everything as it was.
 */
export async function importAsset(db: Database, paths: LibraryPaths, order: ImportOrder): Promise<Asset> {
  const known = findImported(db, order.incoming)
  if (known) return known
  const source = paths.incomingFile(order.incoming)
  const name = shownName(order.name)
  makeFolder(paths.assets)
  const copy = join(paths.assets, `${order.incoming}.${process.pid}.tmp`)
  try {
    const { sha256, head, sizeBytes } = await copyAndHash(source, copy, name)
    const checked = await checkPicture(copy, mustBePicture(fileKind(head), name), name)
    const asset = { sha256, ...checked, sizeBytes }
    await keep(copy, paths.assetFile(sha256, endingOf(asset.mime)))
    insertImported(db, { id: order.incoming, name, asset, nowMs: order.nowMs })
    await rm(source, { force: true }).catch(() => undefined)
    return asset
  } catch (error) {
    // What no one can use need not wait; after a full disk the file does, for the next try.
    if (error instanceof AppError && error.code === 'bad-image')
      await rm(source, { force: true }).catch(() => undefined)
    throw error
  } finally {
    await rm(copy, { force: true }).catch(() => undefined)
  }
}

/** Checked is what is kept: the copy, which nobody else can change meanwhile. */
async function copyAndHash(
  source: string,
  copy: string,
  name: string,
): Promise<{ sha256: string; head: Buffer; sizeBytes: number }> {
  const stat = await lstat(source).catch(() => null)
  if (!stat?.isFile()) throw new AppError('not-found', `“${name}” did not arrive. Add it again.`)
  if (stat.size === 0) throw new AppError('bad-image', `“${name}” is empty.`)
  if (stat.size > maxFileBytes) {
    const sentence = `“${name}” is too large: ${Math.ceil(stat.size / 2 ** 20)} MB. Plumage takes files up to ${maxFileBytes / 2 ** 20} MB.`
    throw new AppError('bad-image', sentence)
  }
  const hash = createHash('sha256')
  let sizeBytes = 0
  let head = Buffer.alloc(0)
  await using target = await open(copy, 'w')
  for await (const chunk of createReadStream(source) as AsyncIterable<Buffer>) {
    hash.update(chunk)
    sizeBytes += chunk.length
    if (head.length < headBytes) head = Buffer.concat([head, chunk])
    await target.writeFile(chunk) // from the present position: one chunk after the other
  }
  await target.sync()
  return { sha256: hash.digest('hex'), head, sizeBytes }
}

/** Gives a synced file its final name. If the picture is there already it is replaced by the same bytes, now checked. */
async function keep(copy: string, file: string): Promise<void> {
  makeFolder(dirname(file))
  await rename(copy, file)
  syncFolder(dirname(file))
  syncFolder(dirname(dirname(file)))
}

/**
 * Unfinished files that a killed process left behind, and copies that nobody took away. A day is longer than any import
 * or export takes, in whichever process.
 */
export async function removeLeftCopies({ assets, incoming, outgoing }: LibraryPaths, nowMs: number): Promise<void> {
  const unfinished = [...(await filesEndingIn(assets, '.tmp')), ...(await filesEndingIn(incoming, '.part'))]
  const left = [...unfinished, ...(await filesEndingIn(outgoing, ''))]
  for (const file of left) {
    const stat = await lstat(file).catch(() => null)
    if (stat && nowMs - stat.mtimeMs > 86_400_000) await rm(file, { force: true }).catch(() => undefined)
  }
}

async function filesEndingIn(folder: string, ending: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => [])
  return names.filter((name) => name.endsWith(ending)).map((name) => join(folder, name))
}

/** The last part of a path, without what would garble a sentence. */
function shownName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? ''
  const shown = last.replaceAll(/\p{C}/gu, '').trim()
  return shown === '' ? 'This file' : shown
}
