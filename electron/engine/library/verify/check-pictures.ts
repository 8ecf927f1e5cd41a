import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import type { VerifyProgress } from '../../../contract/upkeep.ts'
import type { Asset } from '../../../contract/storyboard.ts'
import type { Sha256 } from '../../../contract/values.ts'
import type { LibraryPaths } from '../../../service/paths.ts'
import { countAssets, findAsset, listAssetsAfter } from '../assets.ts'
import { listPictureFiles } from '../picture-files.ts'
import { endingOf } from '../picture-kind.ts'
import type { Findings } from './findings.ts'

export interface PictureCheck {
  paths: LibraryPaths
  findings: Findings
  signal: AbortSignal
  progress: (step: VerifyProgress) => void
}

const rowsAtOnce = 500

/** Whether each row has its file, with the size and the bytes it is named for. */
export async function checkPictures(db: Database, { paths, findings, signal, progress }: PictureCheck): Promise<void> {
  const total = countAssets(db)
  let done = 0
  let rows: Asset[] = []
  do {
    rows = listAssetsAfter(db, rows.at(-1)?.sha256 ?? '', rowsAtOnce)
    for (const asset of rows) {
      signal.throwIfAborted()
      progress({ stage: 'pictures', done: done++, total })
      findings.checked.rows++
      await checkPicture(asset, paths, findings)
    }
  } while (rows.length > 0)
  progress({ stage: 'pictures', done, total })
}

async function checkPicture(asset: Asset, paths: LibraryPaths, findings: Findings): Promise<void> {
  const path = paths.assetFile(asset.sha256, endingOf(asset.mime))
  const state = await lookAt(path, findings)
  const subject = `assets ${asset.sha256}`
  const advice = 'Copy it back from a copy of the library folder, or add the picture again.'
  if (state === null)
    return findings.add('missing-picture', subject, `The file of picture ${asset.sha256} is missing. ${advice}`)
  if (state === 'unreadable') return addUnreadable(subject, findings)
  if (state.sha256 === asset.sha256 && state.sizeBytes === asset.sizeBytes) return
  const what = `has ${state.sizeBytes} bytes where ${asset.sizeBytes} were kept, or other bytes of the same number`
  findings.add('wrong-picture', subject, `The file of picture ${asset.sha256} was changed: it ${what}. ${advice}`)
}

/** Whether each file among the pictures has a row. One that has none is harmless: its row was lost or never written. */
export async function checkSpareFiles(
  db: Database | null,
  { paths, findings, signal }: Pick<PictureCheck, 'paths' | 'findings' | 'signal'>,
): Promise<void> {
  for await (const { name, sha256, ending } of listPictureFiles(paths)) {
    signal.throwIfAborted()
    if (sha256 === null) {
      const sentence = `${name} is no picture of the library. If it ends in .tmp, a process that was stopped left it, and Plumage removes it after a day; if not, somebody put it there.`
      findings.add('stray-file', name, sentence)
      continue
    }
    const row = db && findAsset(db, sha256)
    if (row && endingOf(row.mime) === ending) continue
    await checkSpare(name, sha256, paths, findings)
  }
}

async function checkSpare(name: string, sha256: Sha256, paths: LibraryPaths, findings: Findings): Promise<void> {
  const state = await lookAt(join(paths.library, name), findings)
  if (state === null) return // removed meanwhile
  if (state === 'unreadable') return addUnreadable(name, findings)
  if (state.sha256 !== sha256) {
    const sentence = `${name} does not have the bytes it is named for, and no row names it. It can be removed.`
    return findings.add('wrong-picture', name, sentence)
  }
  const sentence = `${name} is a whole picture that nothing names. It harms nothing and stays; add it to Plumage again to have it in the library.`
  findings.add('spare-picture', name, sentence)
}

function addUnreadable(subject: string, findings: Findings): void {
  const sentence = `The file of ${subject} cannot be read: the disk reports an error, or reading it is not allowed. Check the disk and the permissions.`
  findings.add('unreadable-picture', subject, sentence)
}

/** Null when there is no such file. */
async function lookAt(
  path: string,
  { checked }: Findings,
): Promise<{ sha256: Sha256; sizeBytes: number } | 'unreadable' | null> {
  try {
    const { size } = await stat(path)
    const hash = createHash('sha256')
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) hash.update(chunk)
    checked.pictures++
    checked.pictureBytes += size
    return { sha256: hash.digest('hex'), sizeBytes: size }
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? null : 'unreadable'
  }
}
