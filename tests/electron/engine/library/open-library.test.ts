import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, it, vi } from 'vitest'
import { findImported } from '../../../../electron/engine/library/assets.ts'
import { firstUndone, isChangeKnown, lastApplied, retireUndone } from '../../../../electron/engine/library/changes.ts'
import { listGenerationsOf, textMadeBy } from '../../../../electron/engine/library/generations.ts'
import { dismissOldJobs, findJob, listJobsToDo, listShownJobs } from '../../../../electron/engine/library/jobs.ts'
import { schemaVersion } from '../../../../electron/engine/library/migrate.ts'
import { openLibrary } from '../../../../electron/engine/library/open-library.ts'
import { listPanelRows } from '../../../../electron/engine/library/panels.ts'
import { listStoryboards, readStoryboard } from '../../../../electron/engine/library/storyboards.ts'
import { watchLibrary } from '../../../../electron/engine/library/watch-library.ts'
import { silentLog } from '../../../../electron/service/log.ts'
import { libraryPaths } from '../../../../electron/service/paths.ts'
import { blackPng } from '../../../support/bad-pictures.ts'
import { rename, tidyLibraries } from '../support/libraries.ts'
import { firstBoard, importBytes, newId, openStudio } from '../support/studio.ts'

const { filledLibrary, folder, studioIn } = tidyLibraries()

describe('a library', () => {
  it('is durable: WAL, a full sync of every commit, foreign keys', () => {
    const library = openLibrary(folder(), { now: Date.now, log: silentLog })
    const pragma = (name: string) => library.db.pragma(name, { simple: true })
    const set = ['journal_mode', 'synchronous', 'foreign_keys', 'trusted_schema', 'busy_timeout'].map(pragma)
    expect(set).toEqual(['wal', 2, 1, 0, 10_000])
    const tables = library.db.prepare(
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite%'",
    )
    expect(tables.all()).toEqual([])
    library.close()
  })

  it('reads no more than it needs to answer its usual questions', () => {
    const library = openLibrary(folder(), { now: Date.now, log: silentLog })
    const { db } = library
    const prepare = vi.spyOn(db, 'prepare')
    const boardId = listStoryboards(db)[0]!.id
    readStoryboard(db, boardId)
    for (const ask of [listPanelRows, lastApplied, firstUndone, retireUndone]) ask(db, boardId)
    for (const ask of [listJobsToDo, listShownJobs, dismissOldJobs, watchLibrary]) ask(db)
    for (const ask of [findJob, listGenerationsOf, textMadeBy, findImported, isChangeKnown]) ask(db, newId())
    const asked = new Set(prepare.mock.calls.map(([sql]) => sql))
    prepare.mockRestore()
    expect(asked.size).toBeGreaterThan(15)
    for (const sql of asked) {
      const steps = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...Array.from(sql.matchAll(/\?/g), () => 'x'))
      for (const { detail } of steps as { detail: string }[])
        expect(detail, sql).toMatch(
          /USING (COVERING )?INDEX|USING PRIMARY KEY \((id|sha256)=\?\)|SUBQUERY|^SCAN (s|storyboards)$/,
        )
    }
    library.close()
  })
})

describe('migrations', () => {
  const frozen = join(import.meta.dirname, 'frozen')

  it('have a frozen library of every version', () => {
    expect(readdirSync(frozen).toSorted()).toEqual(
      Array.from({ length: schemaVersion }, (_, i) => `${String(i + 1).padStart(4, '0')}.sql`),
    )
  })

  it.each(readdirSync(frozen))('bring the library of %s up to date and keep every row', async (file) => {
    const at = folder()
    const old = new Sqlite(libraryPaths(at).database)
    old.exec(readFileSync(join(frozen, file), 'utf8'))
    const count = (db: Sqlite.Database) =>
      Object.fromEntries(
        ['sessions', 'storyboards', 'panels', 'assets', 'imports', 'generations', 'changes', 'jobs', 'view'].map(
          (table) => [table, db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()],
        ),
      )
    const before = count(old)
    old.close()
    const { client } = studioIn(at)
    const board = await firstBoard(client)
    expect(board).toMatchObject({ title: 'Foxes', undoLabel: 'Rename storyboard', redoLabel: null })
    expect(board.panels.map((panel) => panel.caption)).toEqual(['a fox', 'and then 1'])
    const generation = await client.generations.get({ id: board.panels[1]!.generationId! })
    expect(generation).toMatchObject({ kind: 'continue', seed: 41, pack: 'peer' })
    expect(await client.view.get({ key: 'camera' })).toEqual({ x: 1 })
    const db = new Sqlite(libraryPaths(at).database, { readonly: true })
    expect([count(db), db.pragma('user_version', { simple: true })]).toEqual([before, schemaVersion])
    expect(db.pragma('foreign_key_check')).toEqual([])
    db.close()
    for (let i = 0; i < 3; i++) await client.storyboards.undo({ storyboardId: board.id })
    expect(await firstBoard(client)).toMatchObject({ title: 'Untitled storyboard', panels: [] })
  })
})

describe('a library of a newer version', () => {
  it('is refused by name and left as it is', async () => {
    const at = await filledLibrary()
    const { database } = libraryPaths(at)
    const db = new Sqlite(database)
    db.pragma(`user_version = ${schemaVersion + 1}`)
    db.close()
    const before = readFileSync(database)
    const studio = studioIn(at)
    expect(await studio.client.library.state()).toMatchObject({
      state: 'newer',
      sentence: expect.stringContaining('newer version of Plumage'),
    })
    await expect(studio.client.storyboards.list()).rejects.toMatchObject({ code: 'library-newer' })
    await expect(importBytes(studio, blackPng(8, 8), 'x.png')).rejects.toMatchObject({ code: 'library-newer' })
    const leaving = new AbortController()
    await studio.client.events(undefined, { signal: leaving.signal })
    leaving.abort()
    await studio.close()
    expect(readFileSync(database).equals(before)).toBe(true)
  })
})

describe('a damaged library', () => {
  it.each<[string, (bytes: Buffer) => Buffer]>([
    [
      'flipped bytes in the middle',
      (bytes) => bytes.map((byte, i) => (i > 4096 && i % 512 < 64 ? byte ^ 0xff : byte)) as Buffer,
    ],
    ['a header that is none', (bytes) => Buffer.concat([Buffer.from('not a database at all'), bytes.subarray(21)])],
    ['half of it missing', (bytes) => bytes.subarray(0, bytes.length / 2)],
  ])('with %s is put aside, and a new one is begun', async (_, damage) => {
    const at = await filledLibrary()
    const { database } = libraryPaths(at)
    const damaged = damage(readFileSync(database))
    writeFileSync(database, damaged)
    const studio = studioIn(at)
    const { state, sentence } = await studio.client.library.state()
    expect(state).toBe('damaged')
    const kept = readdirSync(at).find((name) => name.startsWith('plumage-damaged-') && name.endsWith('.db'))
    expect(sentence).toContain(kept)
    expect(readFileSync(join(at, kept!)).equals(damaged)).toBe(true)
    expect((await rename(studio, 'Again')).title).toBe('Again')
    await studio.close()
    const next = studioIn(at)
    expect(await next.client.library.state()).toMatchObject({ state: 'ready', sentence: null })
    expect((await firstBoard(next.client)).title).toBe('Again')
  })
})

it('a damaged library is not taken away from a process that still has it open', async () => {
  const at = await filledLibrary()
  const { database } = libraryPaths(at)
  const first = studioIn(at)
  writeFileSync(database, readFileSync(database).fill(0xff, 4096))
  const second = studioIn(at)
  expect(await second.client.library.state()).toMatchObject({
    state: 'read-only',
    sentence: expect.stringContaining('Close every window of Plumage'),
  })
  expect(readdirSync(at).filter((name) => name.includes('damaged'))).toEqual([])
  await second.close()
  await first.close()
  expect(await studioIn(at).client.library.state()).toMatchObject({ state: 'damaged' })
})

it('shows its boards even if a job in it cannot be read', async () => {
  const at = folder()
  const studio = openStudio({ folder: at, withoutInference: true })
  const prompt = [{ type: 'text' as const, text: 'a fox' }]
  await studio.client.jobs.start({ kind: 'generate', jobId: newId(), seed: 1, settings: {}, prompt, count: 1 })
  await rename(studio, 'Foxes')
  await studio.close()
  const db = new Sqlite(libraryPaths(at).database)
  db.exec(`UPDATE jobs SET request = '{}'`)
  db.close()
  expect((await firstBoard(studioIn(at).client)).title).toBe('Foxes')
})

it('opens even if the lock of a process that is gone cannot be read', async () => {
  const at = await filledLibrary()
  writeFileSync(libraryPaths(at).ownerFile('1-1-0'), 'this is no lock of ours')
  const { client } = studioIn(at)
  expect(await client.library.state()).toMatchObject({ state: 'ready', sentence: null })
  expect((await firstBoard(client)).title).toBe('Foxes')
})

it('makes its folders', () => {
  const at = join(folder(), 'new', 'deep')
  mkdirSync(join(at, '..'))
  openLibrary(at, { now: Date.now, log: silentLog }).close()
  expect(readdirSync(at).toSorted()).toEqual(['assets', 'incoming', 'owners', 'plumage.db', 'previews'])
})
