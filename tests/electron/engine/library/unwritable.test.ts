import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { schemaVersion } from '../../../../electron/engine/library/migrate.ts'
import { libraryPaths } from '../../../../electron/service/paths.ts'
import { blackPng } from '../../../support/bad-pictures.ts'
import { canMount, whileReadOnly } from '../../../support/mount.ts'
import { drawPicture } from '../support/inference-peer.ts'
import { rename, tidyLibraries } from '../support/libraries.ts'
import { endOf, firstBoard, newId } from '../support/studio.ts'

const { afterwards, filledLibrary, folder, studioIn } = tidyLibraries()

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
  afterwards(() => {
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

  it('shows what is there even if folders for the pictures to come are missing', async ({ skip }) => {
    const at = mountedFolder(4096) ?? skip('only root can mount a read-only disk')
    await filledLibrary(at)
    for (const each of [libraryPaths(at).previews, libraryPaths(at).incoming]) rmSync(each, { recursive: true })
    asRoot('mount', ['-o', 'remount,ro', at])
    const studio = studioIn(at)
    expect((await studio.client.library.state()).state).toBe('read-only')
    expect((await firstBoard(studio.client)).title).toBe('Foxes')
  })

  it('while it is in use refuses pictures with a sentence, and takes them when it can be written again', async ({
    skip,
  }) => {
    if (!canMount) skip('only root can mount a read-only folder')
    const studio = studioIn(folder())
    const incoming = newId()
    const order = { incoming, name: 'x.png' }
    writeFileSync(libraryPaths(studio.folder).incomingFile(incoming), blackPng(8, 8))
    await whileReadOnly(libraryPaths(studio.folder).assets, () =>
      expect(studio.client.assets.import(order)).rejects.toMatchObject({ code: 'library-read-only' }),
    )
    expect(await studio.client.assets.import(order)).toMatchObject({ width: 8 })
  })

  it('is still refused by name when a newer version made the library', async ({ skip }) => {
    const at = mountedFolder(4096) ?? skip('only root can mount a read-only disk')
    await filledLibrary(at)
    const db = new Sqlite(libraryPaths(at).database)
    db.pragma(`user_version = ${schemaVersion + 1}`)
    db.close()
    asRoot('mount', ['-o', 'remount,ro', at])
    const { client } = studioIn(at)
    expect((await client.library.state()).state).toBe('newer')
    await expect(client.storyboards.list()).rejects.toMatchObject({ code: 'library-newer' })
  })

  it('shows what is there when only the folder for the locks cannot be made', async () => {
    const at = await filledLibrary(folder())
    rmSync(libraryPaths(at).owners, { recursive: true })
    writeFileSync(libraryPaths(at).owners, '')
    const studio = studioIn(at)
    expect((await studio.client.library.state()).state).toBe('read-only')
    expect((await firstBoard(studio.client)).title).toBe('Foxes')
    await expect(rename(studio, 'x')).rejects.toMatchObject({ code: 'library-read-only' })
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
    const at = mountedFolder(2048) ?? skip('only root can mount a small disk')
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
