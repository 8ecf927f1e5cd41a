import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import type { FindingKind, VerifyReport } from '../../../../../electron/contract/upkeep.ts'
import { VerifyReport as ReportSchema } from '../../../../../electron/contract/upkeep.ts'
import { makeBackup } from '../../../../../electron/engine/library/backup/make-backup.ts'
import { schemaVersion } from '../../../../../electron/engine/library/migrate.ts'
import { verifyLibrary } from '../../../../../electron/engine/library/verify/verify-library.ts'
import { libraryPaths } from '../../../../../electron/service/paths.ts'
import { tidyLibraries, workedIn } from '../../support/libraries.ts'
import { openStudio } from '../../support/studio.ts'

const { folder } = tidyLibraries()

function inDatabase(at: string, act: (db: Sqlite.Database) => void): void {
  const db = new Sqlite(libraryPaths(at).database)
  db.pragma('foreign_keys = OFF')
  try {
    act(db)
  } finally {
    db.close()
  }
}

async function verify(at: string): Promise<VerifyReport> {
  return ReportSchema.parse(await verifyLibrary(at))
}
const kindsOf = ({ findings }: VerifyReport): FindingKind[] => findings.map(({ kind }) => kind)

it('finds a library whole in which work was done, and changes nothing', async () => {
  const at = folder()
  await workedIn(at)
  const filesIn = () =>
    readdirSync(at, { recursive: true, encoding: 'utf8' }).filter((name) => !/-(shm|wal)$/.test(name))
  const before = filesIn().map((name) => [name, statSync(join(at, name)).mtimeMs])
  const steps: unknown[] = []
  const report = ReportSchema.parse(await verifyLibrary(at, { progress: (step) => void steps.push(step) }))
  expect(report).toMatchObject({ clean: true, findings: [], counts: {}, schemaVersion })
  expect(report.checked.pictures).toBe(2)
  expect(report.checked.references).toBeGreaterThanOrEqual(4) // prompt, request, and both sides of two steps of undo
  expect(steps).toContainEqual({ stage: 'pictures', done: 2, total: 2 })
  expect(filesIn().map((name) => [name, statSync(join(at, name)).mtimeMs])).toEqual(before)
})

it('may look while somebody works', async () => {
  const at = folder()
  await workedIn(at)
  const studio = openStudio({ folder: at })
  expect(await verify(at)).toMatchObject({ clean: true })
  await studio.close()
})

describe('says of pictures', () => {
  it('that a file is missing, changed, or not whole', async () => {
    const at = folder()
    const { imported, drawn } = await workedIn(at)
    const file = libraryPaths(at).assetFile(imported, 'png')
    const whole = readFileSync(file)
    rmSync(file)
    expect(kindsOf(await verify(at))).toEqual(['missing-picture'])
    writeFileSync(file, whole.subarray(0, -1))
    expect(kindsOf(await verify(at))).toEqual(['wrong-picture'])
    writeFileSync(
      file,
      whole.map((byte, i) => (i === 40 ? byte ^ 1 : byte)),
    )
    const report = await verify(at)
    expect(kindsOf(report)).toEqual(['wrong-picture'])
    expect(report).toMatchObject({ clean: false })
    expect(report.findings[0]!.sentence).toContain(imported)
    expect(report.findings[0]!.sentence).not.toContain(drawn)
    rmSync(file)
    mkdirSync(file)
    expect(kindsOf(await verify(at))).toContain('unreadable-picture')
  })

  it('that nothing names it, or that it is something else: both are notes', async () => {
    const at = folder()
    const { imported } = await workedIn(at)
    const { assets, assetFile } = libraryPaths(at)
    writeFileSync(join(assets, 'left.tmp'), 'half')
    writeFileSync(`${assetFile(imported, 'png')}.tmp`, 'half')
    renameSync(assetFile(imported, 'png'), assetFile(imported, 'webp'))
    const report = await verify(at)
    expect(kindsOf(report).toSorted()).toEqual(['missing-picture', 'spare-picture', 'stray-file', 'stray-file'])
    renameSync(assetFile(imported, 'webp'), assetFile(imported, 'png'))
    expect(await verify(at)).toMatchObject({ clean: true, counts: { 'stray-file': 2 } })
  })

  it('that a prompt, a job and a step of undo name one that is not there', async () => {
    const at = folder()
    const { imported } = await workedIn(at)
    inDatabase(at, (db) => {
      db.prepare('UPDATE panels SET image_sha256 = NULL').run()
      db.prepare('DELETE FROM imports').run()
      db.prepare('DELETE FROM assets WHERE sha256 = ?').run(imported)
    })
    const report = await verify(at)
    expect(report.clean).toBe(false)
    const tables = report.findings
      .filter(({ kind }) => kind === 'unknown-picture')
      .map(({ subject }) => subject.split(' ')[0])
    expect(new Set(tables)).toEqual(new Set(['changes', 'generations', 'jobs']))
    expect(report.counts).toMatchObject({ 'spare-picture': 1 })
  })
})

describe('says of the database', () => {
  it('that a row names one that is not there', async () => {
    const at = folder()
    await workedIn(at)
    inDatabase(at, (db) => void db.prepare('DELETE FROM sessions').run())
    const { findings } = await verify(at)
    const broken = new Set(findings.map(({ kind, subject }) => `${kind} ${subject}`))
    expect(broken).toEqual(new Set(['storyboards', 'generations', 'imports'].map((table) => `broken-link ${table}`)))
  })

  it('that a row cannot be read', async () => {
    const at = folder()
    await workedIn(at)
    inDatabase(at, (db) => void db.prepare(`UPDATE generations SET versions = '7'`).run())
    expect(kindsOf(await verify(at))).toEqual(['unreadable-row'])
  })

  it('that its tables are not those of its version', async () => {
    const at = folder()
    await workedIn(at)
    inDatabase(at, (db) => void db.exec('DROP TRIGGER jobs_with_results_stay; CREATE TABLE other (a ANY) STRICT'))
    const report = await verify(at)
    expect(report.findings.map(({ kind, subject }) => `${kind} ${subject}`).toSorted()).toEqual([
      'other-schema jobs_with_results_stay',
      'other-schema other',
    ])
  })

  it('that it is newer or was not opened since an update', async () => {
    const at = folder()
    await workedIn(at)
    inDatabase(at, (db) => void db.pragma(`user_version = ${schemaVersion + 1}`))
    expect(kindsOf(await verify(at))).toEqual(['newer-schema'])
    const old = folder()
    inDatabase(old, (db) => db.exec(readFileSync(join(import.meta.dirname, '../frozen/0001.sql'), 'utf8')))
    const report = await verify(old)
    expect(kindsOf(report)).toContain('older-schema')
    expect(kindsOf(report)).not.toContain('other-schema')
  })

  it('that it is missing, empty, no database, or has damaged pages', async () => {
    const at = folder()
    expect(kindsOf(await verify(at))).toEqual(['no-database'])
    await workedIn(at)
    const { database } = libraryPaths(at)
    const whole = readFileSync(database)
    writeFileSync(
      database,
      whole.map((byte, i) => (i > 4096 && i % 512 < 64 ? byte ^ 0xff : byte)),
    )
    expect(kindsOf(await verify(at))).toContain('damaged-pages')
    writeFileSync(database, 'not a database at all'.repeat(500))
    const report = await verify(at)
    expect(report).toMatchObject({
      clean: false,
      counts: { 'damaged-pages': 1, 'spare-picture': 2 },
      schemaVersion: null,
    })
    writeFileSync(database, '')
    expect(kindsOf(await verify(at))).toContain('no-database')
  })
})

it('lists a hundred of a kind and counts all', async () => {
  const at = folder()
  await workedIn(at)
  for (let i = 0; i < 130; i++) writeFileSync(join(libraryPaths(at).assets, `${i}.tmp`), '')
  const report = await verify(at)
  expect(report.findings).toHaveLength(100)
  expect(report.counts).toEqual({ 'stray-file': 130 })
})

it('stops when it is told to', async () => {
  const at = folder()
  await workedIn(at)
  const stop = new AbortController()
  stop.abort(new Error('stop'))
  await expect(verifyLibrary(at, { signal: stop.signal })).rejects.toThrow('stop')
})

it('reads the backups too, and names one that went bad', async () => {
  const at = folder()
  await workedIn(at)
  const paths = libraryPaths(at)
  const [good, bad] = [1, 2].map((n) => makeBackup(paths, { kind: 'timed', nowMs: Date.now() + n }))
  await good
  const file = paths.backupFile((await bad!).name)
  expect(await verify(at)).toMatchObject({ clean: true, checked: { backups: 2 } })
  writeFileSync(file, readFileSync(file).fill(0xff, 4096, 8192))
  const report = await verify(at)
  expect(report.findings).toMatchObject([{ kind: 'bad-backup', subject: `backups/${(await bad!).name}` }])
})
