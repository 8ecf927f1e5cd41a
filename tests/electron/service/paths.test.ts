import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { libraryFolder, libraryPaths, packsFolder } from '../../../electron/service/paths.ts'

describe('the library', () => {
  it.each([
    [{}, 'linux', join('/home/a', '.local', 'share', 'plumage')],
    [{ XDG_DATA_HOME: '/data' }, 'linux', join('/data', 'plumage')],
    [{}, 'darwin', join('/home/a', 'Library', 'Application Support', 'Plumage')],
    [{ APPDATA: '/roaming' }, 'win32', join('/roaming', 'Plumage')],
    [{}, 'win32', join('/home/a', 'AppData', 'Roaming', 'Plumage')],
    [{ PLUMAGE_LIBRARY: 'mine', XDG_DATA_HOME: '/data' }, 'linux', resolve('mine')],
    [{ PLUMAGE_LIBRARY: '' }, 'linux', join('/home/a', '.local', 'share', 'plumage')],
  ])('with %o on %s is %s', (env, platform, folder) => {
    expect(libraryFolder(env, platform, '/home/a')).toBe(folder)
  })

  it('has a picture in the folder of its first two digits', () => {
    const sha256 = 'ab'.repeat(32)
    expect(libraryPaths('/l').assetFile(sha256, 'webp')).toBe(join('/l', 'assets', 'ab', `${sha256}.webp`))
  })
})

describe('the packs', () => {
  it('are where PLUMAGE_PACKS says, else in the nearest models/packs above the code', () => {
    const folder = mkdtempSync(join(tmpdir(), 'plumage-paths-'))
    try {
      const code = join(folder, 'app', 'out', 'inference')
      mkdirSync(code, { recursive: true })
      mkdirSync(join(folder, 'app', 'models', 'packs'), { recursive: true })
      expect(packsFolder({ PLUMAGE_PACKS: '/elsewhere' }, code)).toBe(resolve('/elsewhere'))
      expect(packsFolder({}, code)).toBe(join(folder, 'app', 'models', 'packs'))
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
