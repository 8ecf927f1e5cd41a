import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, describe, expect, it } from 'vitest'
import { schemaVersion } from '../../../../electron/engine/library/migrate.ts'
import { openLibrary } from '../../../../electron/engine/library/open-library.ts'
import { silentLog } from '../../../../electron/service/log.ts'
import { libraryPaths } from '../../../../electron/service/paths.ts'
import { blackPng } from '../../../integration/bad-pictures.ts'
import { drawPicture } from '../support/inference-peer.ts'
import { endOf, firstBoard, importBytes, newId, openStudio, type Studio, temporaryFolder } from '../support/studio.ts'

const cleanUp: (() => unknown)[] = []
afterEach(async () => {
  for (const each of cleanUp.splice(0).toReversed()) await each()
})

function folder(): string {
  const made = temporaryFolder()
  cleanUp.push(() => rmSync(made, { recursive: true, force: true }))
  return made
}

function studioIn(at: string): Studio {
  const studio = openStudio({ folder: at })
  cleanUp.push(() => studio.close())
  return studio
}

/** A library with one renamed board, closed again. */
async function filledLibrary(at = folder()): Promise<string> {
  const studio = openStudio({ folder: at })
  await rename(studio, 'Foxes')
  await studio.close()
  return at
}

async function rename({ client }: Studio, title: string) {
  const board = await firstBoard(client)
  return client.storyboards.change({ storyboardId: board.id, changeId: newId(), change: { type: 'rename', title } })
}

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

  it('answers its usual questions from an index', () => {
    const library = openLibrary(folder(), { now: Date.now, log: silentLog })
    const queries = [
      'SELECT id FROM storyboards ORDER BY id DESC',
      'SELECT id FROM panels WHERE storyboard_id = ? ORDER BY position',
      "SELECT id FROM changes WHERE storyboard_id = ? AND state = 'applied' ORDER BY number DESC LIMIT 1",
      "SELECT id FROM changes WHERE storyboard_id = ? AND state = 'undone' ORDER BY number LIMIT 1",
      "SELECT id FROM jobs WHERE state IN ('queued', 'running') ORDER BY queue_number",
      'SELECT id FROM jobs WHERE dismissed = 0 ORDER BY queue_number',
      'SELECT id FROM generations WHERE job_id = ? ORDER BY id',
    ]
    for (const query of queries) {
      const plan = library.db.prepare(`EXPLAIN QUERY PLAN ${query}`).all(...(query.includes('?') ? ['x'] : []))
      const detail = JSON.stringify(plan)
      expect(detail, query).toMatch(/USING (COVERING )?INDEX|USING PRIMARY KEY|SCAN storyboards/)
      expect(detail, query).not.toContain('TEMP B-TREE')
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

const isRoot = process.getuid?.() === 0

const asRoot = (command: string, args: string[]) => execFileSync(command, args, { stdio: 'ignore' })

/** A small disk of its own, where this user may mount one. */
function mountedFolder(sizeKb: number): string | null {
  if (process.platform !== 'linux' || !isRoot) return null
  const at = mkdtempSync(join(tmpdir(), 'plumage-mount-'))
  try {
    asRoot('mount', ['-t', 'tmpfs', '-o', `size=${sizeKb}k`, 'tmpfs', at])
  } catch {
    rmSync(at, { recursive: true })
    return null
  }
  cleanUp.push(() => {
    asRoot('umount', ['-l', at])
    rmSync(at, { recursive: true })
  })
  return at
}

const fillUp = (at: string) => {
  try {
    for (let i = 0; ; i++) writeFileSync(join(at, `filler-${i}`), Buffer.alloc(4096))
  } catch {
    // full, as it should be
  }
}

const makeRoom = (at: string) => {
  for (const name of readdirSync(at)) if (name.startsWith('filler')) rmSync(join(at, name))
}

describe('a folder that cannot be written', () => {
  it('shows what is there and saves nothing', async ({ skip }) => {
    const at = mountedFolder(4096) ?? skip('only root can mount a read-only disk')
    await filledLibrary(at)
    asRoot('mount', ['-o', 'remount,ro', at])
    const studio = studioIn(at)
    expect(await studio.client.library.state()).toMatchObject({
      state: 'read-only',
      sentence: expect.stringContaining('may not write'),
    })
    expect((await firstBoard(studio.client)).title).toBe('Foxes')
    await expect(rename(studio, 'x')).rejects.toMatchObject({ code: 'library-read-only' })
    const generate = {
      kind: 'generate',
      jobId: newId(),
      seed: 1,
      settings: {},
      count: 1,
      prompt: [{ type: 'text', text: 'a' }],
    } as const
    await expect(studio.client.jobs.start({ ...generate, prompt: [...generate.prompt] })).rejects.toMatchObject({
      code: 'library-read-only',
    })
    expect((await firstBoard(studio.client)).title).toBe('Foxes')
  })

  it('that cannot even be made shows an empty library and says why', async () => {
    const file = join(folder(), 'a-file')
    writeFileSync(file, '')
    const studio = studioIn(join(file, 'library'))
    expect((await studio.client.library.state()).state).toBe('read-only')
    expect((await firstBoard(studio.client)).panels).toEqual([])
    await expect(rename(studio, 'x')).rejects.toMatchObject({ code: 'library-read-only' })
  })
})

describe('a full disk', () => {
  it('at the start shows what is there', async ({ skip }) => {
    const at = mountedFolder(1024) ?? skip('only root can mount a small disk')
    await filledLibrary(at)
    fillUp(at)
    const studio = studioIn(at)
    expect(await studio.client.library.state()).toMatchObject({
      state: 'read-only',
      sentence: expect.stringContaining('full'),
    })
    expect((await firstBoard(studio.client)).title).toBe('Foxes')
  })

  it('in the middle of the work refuses with a sentence, and goes on when there is room again', async ({ skip }) => {
    const at = mountedFolder(2048) ?? skip('only root can mount a small disk')
    const studio = studioIn(at)
    const board = await rename(studio, 'Foxes')
    const incoming = newId()
    writeFileSync(libraryPaths(at).incomingFile(incoming), blackPng(64, 64))
    const panels = Array.from({ length: 20 }, () => ({
      id: newId(),
      caption: 'long '.repeat(4000),
      image: null,
      generationId: null,
    }))
    const insert = () =>
      studio.client.storyboards.change({
        storyboardId: board.id,
        changeId: newId(),
        change: { type: 'insert', index: 0, panels },
      })
    fillUp(at)
    await expect(insert()).rejects.toMatchObject({
      code: 'disk-full',
      message: expect.stringContaining('Free some space'),
    })
    await expect(studio.client.assets.import({ incoming, name: 'x.png' })).rejects.toMatchObject({ code: 'disk-full' })
    expect(await firstBoard(studio.client)).toEqual(board)
    makeRoom(at)
    expect((await insert()).panels).toHaveLength(20)
    expect(await studio.client.assets.import({ incoming, name: 'x.png' })).toMatchObject({ width: 64 })
  })

  it('fails a job with a sentence even if that cannot be written down, and a retry succeeds', async ({ skip }) => {
    const at = mountedFolder(2048) ?? skip('only root can mount a small disk')
    const studio = studioIn(at)
    await drawPicture(at, 5)
    studio.peer.hold()
    const [jobId, nextId] = [newId(), newId()]
    const prompt = [{ type: 'text' as const, text: 'long '.repeat(3000) }]
    const request = { kind: 'generate', settings: {}, count: 1, prompt, seed: 5 } as const
    await studio.client.jobs.start({ ...request, jobId })
    await studio.client.jobs.start({ ...request, jobId: nextId })
    await studio.peer.begun(1)
    fillUp(at)
    studio.peer.letGo()
    expect(await endOf(studio.client, jobId)).toMatchObject({ state: 'failed', failure: { code: 'disk-full' } })
    expect((await endOf(studio.client, nextId)).failure?.code).toBe('disk-full')
    expect((await studio.client.jobs.list()).map((job) => job.state)).toEqual(['failed', 'failed'])
    makeRoom(at)
    await studio.client.jobs.retry({ jobId })
    expect((await endOf(studio.client, jobId)).state).toBe('done')
    await studio.client.jobs.dismiss({ jobId: nextId })
    expect((await studio.client.jobs.list()).map((job) => job.state)).toEqual(['done'])
  })
})

it('makes its folders', () => {
  const at = join(folder(), 'new', 'deep')
  mkdirSync(join(at, '..'))
  openLibrary(at, { now: Date.now, log: silentLog }).close()
  expect(readdirSync(at).toSorted()).toEqual(['assets', 'incoming', 'plumage.db', 'previews'])
})
