import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import type { Job } from '../../../electron/contract/jobs.ts'
import { Asset } from '../../../electron/contract/storyboard.ts'
import { verifyLibrary } from '../../../electron/engine/library/verify/verify-library.ts'
import { endingOf } from '../../../electron/engine/library/picture-kind.ts'
import { libraryPaths } from '../../../electron/service/paths.ts'

/** What must hold of a library whenever somebody looks, asked of the files themselves and of `plumage verify`. */
export async function checkLibrary(library: string): Promise<void> {
  checkFiles(library)
  const report = await verifyLibrary(library)
  const problems = report.findings.filter(({ weight }) => weight === 'problem')
  if (!report.clean || problems.length > 0) throw new Error(`verify says: ${JSON.stringify(problems)}`)
}

const Named = Asset.pick({ sha256: true, mime: true, sizeBytes: true })
type Named = z.infer<typeof Named>

/** In SQL of its own: a bug that the engine and its verify share would hide from both. */
function checkFiles(library: string): void {
  const db = new Sqlite(libraryPaths(library).database, { readonly: true, timeout: 60_000 })
  try {
    const pages = db.pragma('integrity_check', { simple: true })
    if (pages !== 'ok') throw new Error(`the pages are damaged: ${String(pages)}`)
    const broken = db.prepare('PRAGMA foreign_key_check').all()
    if (broken.length > 0) throw new Error(`rows name rows that are not there: ${JSON.stringify(broken)}`)
    for (const asset of namedPictures(db)) mustBeWhole(library, asset)
  } finally {
    db.close()
  }
}

function namedPictures(db: Database): Named[] {
  return z.array(Named).parse(db.prepare('SELECT sha256, mime, size_bytes AS sizeBytes FROM assets').all())
}

function mustBeWhole(library: string, { sha256, mime, sizeBytes }: Named): void {
  const file = libraryPaths(library).assetFile(sha256, endingOf(mime))
  const bytes = readFileSync(file)
  const found = createHash('sha256').update(bytes).digest('hex')
  if (found !== sha256 || bytes.length !== sizeBytes)
    throw new Error(`${file} has ${bytes.length} bytes with the hash ${found}, not ${sizeBytes}`)
}

/** A job that has ended well has put its result in its place, in the same moment: the undo log knows it. */
export function mustHaveLanded(library: string, done: readonly Job[]): void {
  using log = openChanges(library)
  for (const job of done) {
    if (job.kind !== 'continue' && job.kind !== 'retell') continue
    for (const id of job.generationIds)
      if (!log.name(id)) throw new Error(`job ${job.id} is done and its result ${id} was never put on a board`)
  }
}

function openChanges(library: string): Disposable & { name(id: string): boolean } {
  const db = new Sqlite(libraryPaths(library).database, { readonly: true, timeout: 60_000 })
  const find = db.prepare(`SELECT 1 FROM changes WHERE forward LIKE '%' || ? || '%' LIMIT 1`)
  return { name: (id) => find.get(id) !== undefined, [Symbol.dispose]: () => void db.close() }
}
