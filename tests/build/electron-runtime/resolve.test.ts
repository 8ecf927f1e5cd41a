import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Complaint } from '../../../build/complaint.ts'
import { type Machine, resolveElectron } from '../../../build/electron-runtime/resolve.ts'
import { zipOf } from '../../support/zip.ts'
import { createFakeRegistry, type FakeRegistry } from './fake-registry.ts'

/** A machine that reaches nothing but the given registry: port 9 is where nobody answers. */
function machineWith({ root, runtime, env }: FakeRegistry, more: Partial<Machine> = {}) {
  const said: string[] = []
  const announce = (line: string) => void said.push(line)
  const releases = 'http://127.0.0.1:9'
  return { said, machine: { platform: 'linux', arch: 'x64', root, runtime, env, releases, announce, ...more } }
}

/** The sentence that a person would get to read. */
async function complaintOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof Complaint)) throw new Error(`expected a complaint, got ${String(error)}`)
  return error.message
}

/** A web server that answers everything, and remembers what it was asked. */
async function serve() {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    response.end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { asked, url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: async () => void server.close() }
}

const cacheOf = (registry: FakeRegistry) => join(registry.root, 'node_modules/.cache/plumage')

describe('an Electron made from the registry', () => {
  it('is a plain runtime that runs our app instead of the packaged one', async () => {
    await using registry = await createFakeRegistry()
    const { machine, said } = machineWith(registry)
    const executable = await resolveElectron(machine)
    const folder = join(cacheOf(registry), 'electron-1.2.3')
    expect(executable).toBe(join(folder, 'electron'))
    expect(await readFile(join(folder, 'browser_v8_context_snapshot.bin'), 'utf8')).toBe('plain snapshot')
    expect((await readdir(join(folder, 'resources'), { recursive: true })).toSorted()).toEqual([
      'app',
      'app/main.js',
      'app/package.json',
    ])
    expect(existsSync(join(folder, 'locales/en-US.pak'))).toBe(true)
    const wire = await getCurrentFuseWire(executable)
    expect(wire[FuseV1Options.EnableNodeCliInspectArguments]).toBe(FuseState.ENABLE)
    expect(wire[FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]).toBe(FuseState.DISABLE)
    expect(said).toEqual([
      'GitHub does not answer, so Electron 1.2.3 is made from bird@1.0.0 (1 MB). This is done once.',
    ])
  })

  it('is made once, without leaving anything else behind', async () => {
    await using registry = await createFakeRegistry()
    const { machine, said } = machineWith(registry)
    const first = await resolveElectron(machine)
    await registry.npmDoes('exit 1')
    expect(await resolveElectron(machine)).toBe(first)
    expect(said).toHaveLength(1)
    expect(await readdir(cacheOf(registry))).toEqual(['electron-1.2.3'])
  })

  it('is made again when a file of it is gone or cut short, or its receipt is damaged', async () => {
    await using registry = await createFakeRegistry()
    const { machine, said } = machineWith(registry)
    const executable = await resolveElectron(machine)
    const folder = join(cacheOf(registry), 'electron-1.2.3')
    const damages = [
      () => rm(join(folder, 'locales/en-US.pak')),
      () => truncate(executable, 10),
      () => writeFile(join(folder, 'plumage-receipt.json'), '{"sizes":'),
    ]
    for (const damage of damages) {
      await damage()
      expect(await resolveElectron(machine)).toBe(executable)
      expect(existsSync(join(folder, 'locales/en-US.pak'))).toBe(true)
    }
    expect(said).toHaveLength(1 + damages.length)
  })

  it('is the same for two commands that make it at the same time', async () => {
    await using registry = await createFakeRegistry()
    const { machine } = machineWith(registry)
    const [first, second] = await Promise.all([resolveElectron(machine), resolveElectron(machine)])
    expect(first).toBe(second)
    expect(existsSync(first)).toBe(true)
    expect(await readdir(cacheOf(registry))).toEqual(['electron-1.2.3'])
  })
})

describe('GitHub', () => {
  /** The electron package's own installer, as a stand-in. */
  const installer = (registry: FakeRegistry, script: string) =>
    writeFile(join(registry.root, 'node_modules/electron/install.js'), script)

  it('is asked before the registry', async () => {
    await using registry = await createFakeRegistry()
    await using releases = await serve()
    await installer(
      registry,
      `const fs = require('node:fs'), to = __dirname + '/dist/'
       fs.mkdirSync(to); fs.writeFileSync(to + 'electron', ''); fs.writeFileSync(to + 'version', '45.0.0')
       fs.writeFileSync(__dirname + '/path.txt', 'electron')`,
    )
    const { machine, said } = machineWith(registry, { releases: releases.url })
    expect(await resolveElectron(machine)).toBe(join(registry.root, 'node_modules/electron/dist/electron'))
    expect(releases.asked).toEqual(['HEAD /v45.0.0/SHASUMS256.txt'])
    expect(said).toEqual(['Fetching Electron 45.0.0. This is done once.'])
  })

  it('is given up on when it answers and the fetching fails', async () => {
    await using registry = await createFakeRegistry()
    await using releases = await serve()
    await installer(registry, 'console.error("the line went dead"); process.exit(1)')
    const { machine } = machineWith(registry, { releases: releases.url })
    expect(await resolveElectron(machine)).toContain('electron-1.2.3')
    await registry.npmDoes('exit 1')
    await rm(cacheOf(registry), { recursive: true })
    expect(await complaintOf(resolveElectron(machine))).toBe(
      'Plumage needs Electron: fetching it failed (the line went dead), and npm could not fetch bird@1.0.0 (it said nothing).',
    )
  })
})

describe('no Electron', () => {
  it('is said in one sentence when neither GitHub nor the registry answers', async () => {
    await using registry = await createFakeRegistry()
    await registry.npmDoes('echo "npm error code ENOTFOUND" >&2; echo "npm error network is unreachable" >&2; exit 1')
    const { machine } = machineWith(registry)
    expect(await complaintOf(resolveElectron(machine))).toBe(
      'Plumage needs Electron: GitHub, where Electron is published, does not answer, and npm could not fetch bird@1.0.0 (network is unreachable).',
    )
    expect(await readdir(cacheOf(registry))).toEqual([])
  })

  it('is said when there is no npm at all', async () => {
    await using registry = await createFakeRegistry()
    const { machine } = machineWith(registry, { env: { PATH: '/nowhere' } })
    expect(await complaintOf(resolveElectron(machine))).toMatch(/npm could not fetch bird@1\.0\.0 \(.*ENOENT.*\)\.$/)
  })

  it('comes from a download whose bytes are not the ones this project was tested with', async () => {
    await using registry = await createFakeRegistry()
    const altered = { ...registry.runtime, integrity: `sha512-${'A'.repeat(86)}==` }
    const { machine } = machineWith(registry, { runtime: altered })
    expect(await complaintOf(resolveElectron(machine))).toContain('is not what this project was tested with')
    expect(await readdir(cacheOf(registry))).toEqual([])
  })

  it('comes from an archive that was cut short', async () => {
    await using registry = await createFakeRegistry()
    await registry.npmDoes('head -c 100 /dev/zero > "$4/bird-1.0.0.tgz"')
    const { machine } = machineWith(registry)
    expect(await complaintOf(resolveElectron(machine))).toContain('so it is not used')
  })

  it('is made from a zip that leads out of its folder', async () => {
    await using registry = await createFakeRegistry(zipOf([{ name: 'Bird/../../escaped', content: 'x' }]))
    const { machine } = machineWith(registry)
    await expect(resolveElectron(machine)).rejects.toThrow('invalid relative path')
    expect(await readdir(cacheOf(registry))).toEqual([])
  })

  it('is said on a system for which the registry has none', async () => {
    await using registry = await createFakeRegistry()
    const { machine } = machineWith(registry, { platform: 'darwin', arch: 'arm64' })
    expect(await complaintOf(resolveElectron(machine))).toBe(
      'Plumage needs Electron 45.0.0: GitHub, where Electron is published, does not answer. Put a copy somewhere and name its folder in ELECTRON_OVERRIDE_DIST_PATH.',
    )
  })
})

describe('an Electron that is there already', () => {
  it('is the one that ELECTRON_OVERRIDE_DIST_PATH names, before any other', async () => {
    await using registry = await createFakeRegistry()
    const folder = join(registry.root, 'mine')
    const { machine } = machineWith(registry, { env: { ...registry.env, ELECTRON_OVERRIDE_DIST_PATH: folder } })
    expect(await complaintOf(resolveElectron(machine))).toContain(`ELECTRON_OVERRIDE_DIST_PATH is ${folder}, but`)
    await mkdir(folder)
    await writeFile(join(folder, 'electron'), '')
    expect(await resolveElectron(machine)).toBe(join(folder, 'electron'))
  })

  it('is the one that the electron package has fetched, unless it is of another version', async () => {
    await using registry = await createFakeRegistry()
    const folder = join(registry.root, 'node_modules/electron')
    await mkdir(join(folder, 'dist'))
    await writeFile(join(folder, 'path.txt'), 'electron')
    await writeFile(join(folder, 'dist/electron'), '')
    await writeFile(join(folder, 'dist/version'), '45.0.0')
    const { machine, said } = machineWith(registry)
    expect(await resolveElectron(machine)).toBe(join(folder, 'dist/electron'))
    expect(said).toEqual([])
    await writeFile(join(folder, 'dist/version'), '44.0.0')
    expect(await resolveElectron(machine)).toContain('electron-1.2.3')
  })
})
