import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bundle } from '../../build/bundle.ts'
import { root } from '../../build/processes.ts'
import { engineContract } from '../../electron/contract/engine.ts'
import { connect } from '../../electron/contract/link.ts'
import { launchService } from '../../electron/service/launcher.ts'

const out = join(root, `out.test-${process.pid}`)
const textOf = (path: string) => readFile(join(out, path), 'utf8')

beforeAll(() => bundle(out))
afterAll(() => rm(out, { recursive: true, force: true }))

it('has a file for every process', async () => {
  const files = await readdir(out, { recursive: true })
  expect(files).toEqual(
    expect.arrayContaining([
      'main/main.js',
      'preload/preload.cjs',
      'engine/engine.js',
      'engine/upkeep-worker.js',
      'inference/inference.js',
      'inference/probe.js',
      'renderer/index.html',
    ]),
  )
})

it('leaves packages in node_modules, where native modules can load from', async () => {
  expect(await textOf('inference/inference.js')).toMatch(/from "sharp"/)
  expect(await textOf('engine/engine.js')).toMatch(/from "better-sqlite3"/)
})

it('gives a sandboxed preload all it needs, and nothing but electron to require', async () => {
  const required = [...(await textOf('preload/preload.cjs')).matchAll(/\brequire\("([^"]+)"\)/g)].map(
    ([, name]) => name,
  )
  expect(new Set(required)).toEqual(new Set(['electron']))
})

it('has an engine that finds the thread in which it makes backups', async () => {
  const library = await mkdtemp(join(tmpdir(), 'plumage-bundle-'))
  const entry = join(out, 'engine/engine.js')
  const service = launchService({ name: 'engine', entry, env: { PLUMAGE_LIBRARY: library }, needsSqlite: true })
  const { client } = connect(engineContract, service.open('page'))
  expect(await client.backups.make()).toMatchObject({ kind: 'person' })
  service.send({ type: 'stop' })
  await service.exited
  await rm(library, { recursive: true })
})

it('has no syntax that an Electron with Node 20 cannot read', async () => {
  for (const path of [
    'main/main.js',
    'engine/engine.js',
    'engine/upkeep-worker.js',
    'inference/inference.js',
    'inference/probe.js',
  ]) {
    expect(await textOf(path)).not.toMatch(/^\s*(await )?using \w+ =/m)
  }
})

it('has a page that a strict content security policy lets run', async () => {
  const html = await textOf('renderer/index.html')
  expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\son\w+=|data:/)
  const assets = (await readdir(join(out, 'renderer/assets'))).filter((name) => name.endsWith('.js'))
  expect(assets.length).toBeGreaterThan(0)
  for (const name of assets) expect(await textOf(join('renderer/assets', name))).not.toMatch(/\beval\(|new Function\(/)
})
