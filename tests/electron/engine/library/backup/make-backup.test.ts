import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { listBackups } from '../../../../../electron/engine/library/backup/backup-files.ts'
import { checkBackup, countRows } from '../../../../../electron/engine/library/backup/check-backup.ts'
import { makeBackup } from '../../../../../electron/engine/library/backup/make-backup.ts'
import { removeLeftDrafts } from '../../../../../electron/engine/library/backup/rotate-backups.ts'
import { schemaVersion } from '../../../../../electron/engine/library/migrate.ts'
import { libraryPaths } from '../../../../../electron/service/paths.ts'
import { canMount, mountTmpfs } from '../../../../support/mount.ts'
import { tidyLibraries, workedIn } from '../../support/libraries.ts'
import { firstBoard, newId } from '../../support/studio.ts'

const { afterwards, folder, studioIn } = tidyLibraries()

const nowMs = Date.UTC(2026, 10, 25, 10, 30)
const order = { kind: 'timed', nowMs } as const

function rowsIn(at: string): Record<string, number> {
  const db = new Sqlite(libraryPaths(at).database, { readonly: true })
  try {
    return countRows(db)
  } finally {
    db.close()
  }
}

async function workedLibrary(): Promise<string> {
  const at = folder()
  await workedIn(at)
  return at
}

it('is one file with every row, which opens as a library', async () => {
  const at = await workedLibrary()
  const paths = libraryPaths(at)
  const made = await makeBackup(paths, order)
  expect(made).toMatchObject({
    name: `timed-2026-11-25T10-30-00-000Z-v${schemaVersion}.db`,
    kind: 'timed',
    schemaVersion,
  })
  expect(listBackups(paths)).toEqual([made])
  expect(checkBackup(paths.backupFile(made.name))).toEqual({ schemaVersion, rows: rowsIn(at) })
  expect(readdirSync(paths.backups)).toEqual([made.name])
  const other = folder()
  writeFileSync(libraryPaths(other).database, readFileSync(paths.backupFile(made.name)))
  expect((await firstBoard(studioIn(other).client)).panels).toHaveLength(1)
})

it('is a snapshot while the library is written to, and does not keep the writer waiting', async () => {
  const at = await workedLibrary()
  const studio = studioIn(at)
  const { id: storyboardId } = await firstBoard(studio.client)
  const insert = (caption: string) => {
    const panel = { id: newId(), caption, image: null, generationId: null }
    const change = { type: 'insert', index: 0, panels: [panel] } as const
    return studio.client.storyboards.change({ storyboardId, changeId: newId(), change: { ...change, panels: [panel] } })
  }
  await insert('before')
  const backups = [1, 2, 3, 4, 5].map((n) => makeBackup(libraryPaths(at), { ...order, nowMs: nowMs + n }))
  for (let i = 0; i < 20; i++) await insert(`while ${i}`)
  for (const { name } of await Promise.all(backups)) {
    const { rows } = checkBackup(libraryPaths(at).backupFile(name))
    expect(rows['changes']! - rows['panels']!).toBe(1) // each step added one panel, but one that changed its picture
    expect(rows['panels']).toBeGreaterThanOrEqual(2)
  }
})

it('made twice in one moment is two', async () => {
  const paths = libraryPaths(await workedLibrary())
  const [a, b] = [await makeBackup(paths, order), await makeBackup(paths, order)]
  expect(listBackups(paths)).toEqual([b, a])
})

describe('does not count', () => {
  it('when the library it was made of is damaged: nothing is left of it', async () => {
    const paths = libraryPaths(await workedLibrary())
    const bytes = readFileSync(paths.database)
    writeFileSync(paths.database, bytes.fill(0xff, 3 * 4096, 3 * 4096 + 512))
    await expect(makeBackup(paths, order)).rejects.toThrow()
    expect(readdirSync(paths.backups)).toEqual([])
  })

  it('when rows in it name rows that are not there', async () => {
    const paths = libraryPaths(await workedLibrary())
    const db = new Sqlite(paths.database)
    db.pragma('foreign_keys = OFF')
    db.exec('DELETE FROM sessions')
    db.close()
    await expect(makeBackup(paths, order)).rejects.toMatchObject({
      code: 'library-damaged',
      message: expect.stringContaining('does not count'),
    })
    expect(readdirSync(paths.backups)).toEqual([])
  })

  it('before it has its name: what a killed process left is no backup, and goes after a day', async () => {
    const paths = libraryPaths(await workedLibrary())
    const { name } = await makeBackup(paths, order)
    const left = [`${name}.77.tmp`, `${name}.77.tmp-journal`]
    for (const each of left) writeFileSync(paths.backupFile(each), 'half')
    expect(listBackups(paths)).toHaveLength(1)
    removeLeftDrafts(paths, Date.now())
    expect(readdirSync(paths.backups)).toHaveLength(3)
    removeLeftDrafts(paths, Date.now() + 86_400_001)
    expect(readdirSync(paths.backups)).toEqual([name])
  })
})

describe('where there is no place for it', () => {
  it('says that the folder cannot be written', async () => {
    const paths = libraryPaths(await workedLibrary())
    writeFileSync(paths.backups, '')
    await expect(makeBackup(paths, order)).rejects.toMatchObject({
      code: 'library-read-only',
      message: expect.stringContaining('folder backups'),
    })
  })

  it.skipIf(!canMount)('says how much space it needs, and that a disk filled up meanwhile', async () => {
    const at = folder()
    const mounted = mountTmpfs(at, 'size=4m,nr_inodes=40')
    afterwards(() => mounted[Symbol.dispose]())
    await workedIn(at)
    const paths = libraryPaths(at)
    await makeBackup(paths, order)
    const full = { code: 'disk-full', message: expect.stringMatching(/Free some space\.$/) }
    const filler = join(at, 'filler')
    for (let kb = 4000; kb > 0 && !existsSync(filler); kb -= 50) tryToWrite(filler, kb * 1024)
    await expect(makeBackup(paths, { ...order, nowMs: nowMs + 1 })).rejects.toMatchObject(full)
    rmSync(filler)
    mkdirSync(join(at, 'many'))
    for (let i = 0; i < 40; i++) tryToWrite(join(at, 'many', String(i)), 0) // room for bytes, none for names
    await expect(makeBackup(paths, { ...order, nowMs: nowMs + 2 })).rejects.toThrow('No backup could be made')
    rmSync(join(at, 'many'), { recursive: true })
    await makeBackup(paths, { ...order, nowMs: nowMs + 3 })
    expect(listBackups(paths)).toHaveLength(2)
  })
})

function tryToWrite(file: string, bytes: number): void {
  try {
    writeFileSync(file, Buffer.alloc(bytes))
  } catch {
    rmSync(file, { force: true }) // full, as it should be
  }
}
