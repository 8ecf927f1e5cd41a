import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { createLoadedModels } from '../../../electron/inference/loaded-models.ts'
import { findPack, reportPack, summarisePacks } from '../../../electron/inference/packs.ts'
import { packsFolder } from '../../../electron/service/paths.ts'
import type { Model } from '../../../models/emu/model.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

let packs: string
beforeAll(async () => {
  packs = await mkdtemp(join(tmpdir(), 'plumage-packs-'))
  for (const id of ['nano', 'second']) {
    await cp(join(packsFolder(), 'nano'), join(packs, id), { recursive: true })
    const manifest = JSON.parse(await readFile(join(packs, id, 'pack.json'), 'utf8')) as object
    await writeFile(join(packs, id, 'pack.json'), JSON.stringify({ ...manifest, id }))
  }
  await cp(join(packs, 'second'), join(packs, 'broken'), { recursive: true })
  await writeFile(join(packs, 'broken', 'pack.json'), 'not JSON')
})
afterAll(() => rm(packs, { recursive: true, force: true }))

const hold = async (model: Model) => model
/** A graph that was closed says so before it looks at its inputs. */
const isClosed = (model: Model) =>
  model.graphs.regress.run({}).then(
    () => false,
    (error: unknown) => /after it was closed/.test(String(error)),
  )

it('keeps one model, and lets it go before another comes', async () => {
  const models = createLoadedModels()
  const [first, second] = [await findPack(packs, 'nano'), await findPack(packs, 'second')]
  const model = await models.use(first, 'cpu', hold)
  expect(await models.use(first, 'cpu', hold)).toBe(model)
  expect(await isClosed(model)).toBe(false)
  const other = await models.use(second, 'cpu', hold)
  expect([await isClosed(model), await isClosed(other)]).toEqual([true, false])
  await models.close()
  expect(await isClosed(other)).toBe(true)
})

it('does not take away a model that is in use', async () => {
  const models = createLoadedModels()
  const [first, second] = [await findPack(packs, 'nano'), await findPack(packs, 'second')]
  await models.use(first, 'cpu', async (model) => {
    await models.use(second, 'cpu', hold)
    expect(await isClosed(model)).toBe(false)
  })
  await models.close()
})

it('tries anew to open a pack that could not be opened', async () => {
  const models = createLoadedModels()
  const pack = await findPack(packs, 'second')
  const graph = join(pack.folder, pack.manifest.graphs.regress)
  const bytes = await readFile(graph)
  await rm(graph)
  await expect(models.use(pack, 'cpu', hold)).rejects.toThrow(/is missing/)
  await writeFile(graph, bytes)
  await models.use(pack, 'cpu', hold)
  await models.close()
})

it('lists a pack that cannot be read beside those that can, and names it when it is asked for', async () => {
  const summaries = await summarisePacks(packs)
  expect(summaries.map(({ id, problem }) => [id, problem === null])).toEqual([
    ['nano', true],
    ['second', true],
    ['broken', false],
  ])
  await expect(findPack(packs, 'broken')).rejects.toMatchObject({ code: 'bad-pack' })
  expect(await reportPack(packs, 'broken')).toMatchObject({ ok: false, hash: null })
})
