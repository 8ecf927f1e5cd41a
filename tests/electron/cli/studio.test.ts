import { rmSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { expect, it } from 'vitest'
import { embed } from '../../../electron/cli/commands/embed.ts'
import { see } from '../../../electron/cli/commands/see.ts'
import { listPacks, verifyPacks } from '../../../electron/cli/commands/packs.ts'
import { showDevices } from '../../../electron/cli/commands/devices.ts'
import { openStudio } from '../../../electron/cli/studio.ts'
import type { CommonOptions } from '../../../electron/cli/run-options.ts'
import { openTerminal, type Terminal } from '../../../electron/cli/terminal.ts'
import { libraryPaths } from '../../../electron/service/paths.ts'
import { blackPng } from '../../support/bad-pictures.ts'
import { newId, openStudio as openApp, temporaryFolder } from '../engine/support/studio.ts'

const ownersIn = (library: string): unknown[] => {
  const db = new Sqlite(libraryPaths(library).database, { readonly: true })
  const owners = db.prepare('SELECT owner FROM jobs').pluck().all()
  db.close()
  return owners
}

it('a command leaves the jobs of an app that is closed to the app', async () => {
  const library = temporaryFolder()
  const app = openApp({ folder: library, withoutInference: true })
  const prompt = [{ type: 'text' as const, text: 'a fox' }]
  await app.client.jobs.start({ kind: 'generate', jobId: newId(), seed: 1, settings: {}, prompt, count: 1 })
  await app.close()
  const before = ownersIn(library)
  expect(before).toHaveLength(1)
  {
    await using command = await openStudio({ library }, openTerminal(process, new AbortController().signal))
    await command.mustBeWritable()
    expect(ownersIn(library)).toEqual(before)
  }
  rmSync(library, { recursive: true, force: true })
})

it.each<[string, (options: CommonOptions, terminal: Terminal) => Promise<void>]>([
  ['packs list', listPacks],
  ['packs verify', verifyPacks.bind(null, null)],
  ['devices', showDevices],
  ['see', (options, terminal) => see({ ...options, parts: [{ type: 'text', text: 'a fox' }], task: 'draw' }, terminal)],
  ['embed', (options, terminal) => embed({ ...options, items: [{ type: 'text', text: 'a fox' }] }, terminal)],
])('%s stops at Ctrl-C', async (_what, command) => {
  const library = temporaryFolder()
  const said: string[] = []
  const terminal = { ...openTerminal(process, AbortSignal.abort()), print: (text: string) => void said.push(text) }
  await expect(command({ library }, terminal)).rejects.toMatchObject({ code: 'cancelled' })
  expect(said).toEqual([])
  rmSync(library, { recursive: true, force: true })
})

it('takes no more pictures into the library after Ctrl-C', async () => {
  const library = temporaryFolder()
  const stop = new AbortController()
  {
    await using studio = await openStudio({ library }, openTerminal(process, stop.signal))
    const frame = (colour: number) => ({ name: 'frame.png', bytes: blackPng(colour, 1) })
    await studio.importPicture(frame(1))
    stop.abort()
    await expect(studio.importPicture(frame(2))).rejects.toMatchObject({ code: 'cancelled' })
  }
  const db = new Sqlite(libraryPaths(library).database, { readonly: true })
  expect(db.prepare('SELECT count(*) FROM assets').pluck().get()).toBe(1)
  db.close()
  rmSync(library, { recursive: true, force: true })
})

it('tells of devices with the pack that is named, and refuses one that is not there', async () => {
  const library = temporaryFolder()
  const said: string[] = []
  const quiet = {
    ...openTerminal(process, new AbortController().signal),
    print: (text: string) => void said.push(text),
  }
  await expect(showDevices({ library, pack: 'giant' }, quiet)).rejects.toMatchObject({
    code: 'not-found',
    message: expect.stringMatching(/no pack "giant"/) as string,
  })
  expect(said).toEqual([])
  await showDevices({ library, pack: 'nano' }, quiet)
  expect(said.join('')).toMatch(/^cpu /m)
  rmSync(library, { recursive: true, force: true })
})
