import { execFileSync, spawnSync } from 'node:child_process'
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { libraryPaths } from '../../electron/service/paths.ts'
import { makePlace, type Place, plumage } from './command-line.ts'

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

let place: Place
beforeEach(async () => {
  place = await makePlace()
})
afterEach(() => place.remove())

const draw = (at: Place, out: string) =>
  plumage(at, 'generate', 'an apple', '--seed', '7', '--steps', '1', '--out', out)

it('leaves a library of a newer version as it is', async () => {
  await draw(place, 'a.png')
  const { database } = libraryPaths(place.library)
  const db = new Sqlite(database)
  db.pragma('user_version = 999')
  db.pragma('journal_mode = DELETE')
  db.close()
  const bytes = await readFile(database)
  const { code, stdout, stderr } = await draw(place, 'b.png')
  expect(stderr).toMatch(/^This library was made by a newer version of Plumage\. Nothing in it was changed\./)
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect((await readFile(database)).equals(bytes)).toBe(true)
  expect(await plumage(place, 'packs', 'list')).toMatchObject({ code: 0 }) // needs no library
})

it('begins a new library when the file is damaged, keeps the old one and says so', async () => {
  await draw(place, 'a.png')
  const { database, library } = libraryPaths(place.library)
  await rm(`${database}-wal`, { force: true })
  await writeFile(database, 'this is no database')
  const { code, stdout, stderr } = await draw(place, 'a.png')
  expect(stderr).toMatch(/was damaged and could not be opened\. It is kept/)
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'a.png\n' })
  expect(await readdir(library)).toContainEqual(expect.stringMatching(/^plumage-damaged-.*\.db$/))
})

// Root may write anywhere, so a folder that nobody may write to needs a file system that says no.
const tools = { mount: 'mount', unmount: 'umount' }
const isRoot = process.getuid?.() === 0
const canMount = process.platform === 'linux' && isRoot && tryMount()

it.skipIf(isRoot && !canMount)('draws nothing when the library is read-only, and loses nothing', async () => {
  await mkdir(place.library)
  if (canMount) mount(place.library, 'size=64m')
  try {
    await draw(place, 'a.png')
    if (canMount) execFileSync(tools.mount, ['-o', 'remount,ro', place.library])
    else await chmod(place.library, 0o500)
    const { code, stdout, stderr } = await draw(place, 'b.png')
    expect(stderr).toMatch(/^Plumage may not write to the library folder\./)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  } finally {
    if (canMount) execFileSync(tools.unmount, [place.library])
    else await chmod(place.library, 0o700)
  }
})

it.skipIf(!canMount)('says that the disk is full, and goes on when there is room again', async () => {
  await mkdir(place.library)
  mount(place.library, 'size=8m')
  try {
    await draw(place, 'a.png')
    const filler = join(place.library, 'filler')
    spawnSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=4096'])
    const { code, stdout, stderr } = await plumage(
      place,
      'generate',
      'a boat',
      '--seed',
      '8',
      '--steps',
      '1',
      '--out',
      'b.png',
    )
    expect(stderr).toMatch(/disk .*is full/i)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    await rm(filler)
    expect(await draw(place, 'c.png')).toMatchObject({ code: 0 })
    expect(await readFile(join(place.folder, 'c.png'), 'base64')).toBe(
      await readFile(join(place.folder, 'a.png'), 'base64'),
    )
  } finally {
    execFileSync(tools.unmount, [place.library])
  }
})

function mount(folder: string, options: string): void {
  execFileSync(tools.mount, ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'ignore' })
}

function tryMount(): boolean {
  const folder = execFileSync('mktemp', ['-d']).toString().trim()
  try {
    mount(folder, 'size=64k')
    execFileSync(tools.unmount, [folder])
    return true
  } catch {
    return false
  } finally {
    spawnSync('rmdir', [folder])
  }
}
