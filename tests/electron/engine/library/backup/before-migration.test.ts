import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, it } from 'vitest'
import { listBackups } from '../../../../../electron/engine/library/backup/backup-files.ts'
import { checkBackup, countRows } from '../../../../../electron/engine/library/backup/check-backup.ts'
import { schemaVersion } from '../../../../../electron/engine/library/migrate.ts'
import { libraryPaths } from '../../../../../electron/service/paths.ts'
import { rename, tidyLibraries } from '../../support/libraries.ts'
import { firstBoard } from '../../support/studio.ts'

const { folder, studioIn } = tidyLibraries()

/** A library as the first version left it. */
function oldLibrary(): { at: string; rows: Record<string, number> } {
  const at = folder()
  const db = new Sqlite(libraryPaths(at).database)
  db.exec(readFileSync(join(import.meta.dirname, '../frozen/0001.sql'), 'utf8'))
  const rows = countRows(db)
  db.close()
  return { at, rows }
}

it('a library is kept as it was before its tables change, once', async () => {
  const { at, rows } = oldLibrary()
  const studio = studioIn(at)
  const { backups } = await studio.client.backups.list()
  expect(backups).toMatchObject([{ kind: 'migration', schemaVersion: 1 }])
  expect(checkBackup(libraryPaths(at).backupFile(backups[0]!.name))).toEqual({ schemaVersion: 1, rows })
  await studio.close()
  const next = studioIn(at)
  expect((await next.client.library.state()).state).toBe('ready')
  expect((await next.client.backups.list()).backups).toEqual(backups)
})

it('a new library needs none', async () => {
  expect((await studioIn(folder()).client.backups.list()).backups).toEqual([])
})

it('is not changed without a backup: it is shown, and brought up to date when there can be one', async () => {
  const { at } = oldLibrary()
  const paths = libraryPaths(at)
  writeFileSync(paths.backups, '')
  const looking = studioIn(at)
  expect(await looking.client.library.state()).toMatchObject({
    state: 'read-only',
    sentence: expect.stringMatching(/only with a backup beside it.*folder backups/),
  })
  expect((await firstBoard(looking.client)).title).toBe('Foxes')
  await expect(rename(looking, 'x')).rejects.toMatchObject({ code: 'library-read-only' })
  await looking.close()
  const version = () => {
    const db = new Sqlite(paths.database, { readonly: true })
    const found = db.pragma('user_version', { simple: true })
    db.close()
    return found
  }
  expect(version()).toBe(1)
  rmSync(paths.backups)
  mkdirSync(paths.backups)
  const studio = studioIn(at)
  expect((await rename(studio, 'x')).title).toBe('x')
  expect(version()).toBe(schemaVersion)
  expect(listBackups(paths)).toHaveLength(1)
})

it('no table has numbers of rows that a copy may change', () => {
  const at = folder()
  studioIn(at)
  const db = new Sqlite(libraryPaths(at).database, { readonly: true })
  const query = `SELECT l.name FROM pragma_table_list l WHERE schema = 'main' AND l.type = 'table' AND l.wr = 0
    AND l.name NOT LIKE 'sqlite%'
    AND NOT EXISTS (SELECT 1 FROM pragma_table_info(l.name) c WHERE c.pk = 1 AND upper(c.type) = 'INTEGER')`
  expect(db.prepare(query).pluck().all()).toEqual([]) // VACUUM INTO would give them new ones
  db.close()
})
