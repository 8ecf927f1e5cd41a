import { appendFile, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { listPacks, readPack, readPackFile, verifyPack } from '../../../models/emu/pack.ts'
import type { PackManifest } from '../../../models/emu/pack-manifest.ts'
import { expectModelError } from '../support/expect-model-error.ts'
import { writeTinyPack } from '../support/tiny-pack.ts'

describe('readPack', () => {
  it('reads the manifest and names the pack by the hash of it', async () => {
    await using tiny = await writeTinyPack()
    const pack = await readPack(tiny.folder)
    expect(pack.manifest.id).toBe('tiny')
    expect(pack.hash).toMatch(/^[0-9a-f]{64}$/)
  })

  it.each<[string, (manifest: PackManifest) => unknown, RegExp]>([
    ['an absolute path', (m) => ({ ...m, card: '/etc/passwd' }), /card is not a path inside the pack/],
    ['a path upwards', (m) => ({ ...m, constants: '../constants.safetensors' }), /constants is not a path inside/],
    [
      'a path upwards in the middle',
      (m) => ({ ...m, graphs: { ...m.graphs, unet: 'graphs/../../unet.onnx' } }),
      /graphs.unet/,
    ],
    ['a Windows path', (m) => ({ ...m, files: [{ ...m.files[0]!, path: 'C:\\unet.onnx' }] }), /files.0.path/],
    ['an unknown field', (m) => ({ ...m, script: 'run.js' }), /script/],
    ['a format of the future', (m) => ({ ...m, format: 2 }), /format/],
    ['a file without a hash', (m) => ({ ...m, files: m.files.slice(1) }), /LICENSE is used but files does not list it/],
    [
      'a default mode it does not have',
      (m) => ({ ...m, regression: { modes: ['parallel'], default: 'autoregressive' } }),
      /regression.default/,
    ],
    [
      'a latent decoder without a VAE',
      (m) => ({ ...m, graphs: { ...m.graphs, vae_decoder: undefined } }),
      /vae_decoder/,
    ],
    ['a token beyond the vocabulary', (m) => ({ ...m, tokens: { ...m.tokens, user: 9999 } }), /tokens.user/],
    ['no object', () => [], /pack.json/],
  ])('refuses %s', async (_, manifest, sentence) => {
    await using tiny = await writeTinyPack({ manifest })
    await expectModelError(readPack(tiny.folder), 'bad-pack', sentence)
  })

  it('refuses a folder that is no pack and a pack.json that is no JSON', async () => {
    await using tiny = await writeTinyPack()
    await expectModelError(readPack(join(tiny.folder, 'graphs')), 'bad-pack', /no model pack/)
    await writeFile(join(tiny.folder, 'pack.json'), '{')
    await expectModelError(readPack(tiny.folder), 'bad-pack', /not JSON/)
  })
})

describe('verifyPack', () => {
  it('finds a good pack good, and says so file by file', async () => {
    await using tiny = await writeTinyPack()
    const heard: number[] = []
    const report = await verifyPack(tiny.folder, (_, done, of) => heard.push(done / of))
    expect(report).toMatchObject({
      ok: true,
      hash: (await readPack(tiny.folder)).hash,
      sentence: expect.stringMatching(/complete/) as string,
    })
    expect(report.files.every((file) => file.state === 'ok')).toBe(true)
    expect(heard).toHaveLength(report.files.length)
    expect(heard.at(-1)).toBe(1)
  })

  it('names a missing file', async () => {
    await using tiny = await writeTinyPack()
    await rm(join(tiny.folder, 'graphs/unet.onnx'))
    const report = await verifyPack(tiny.folder)
    expect(report.ok).toBe(false)
    expect(report.sentence).toMatch(/graphs\/unet\.onnx is missing/)
  })

  it('names an altered file, whether longer or of the same length', async () => {
    await using tiny = await writeTinyPack()
    await appendFile(join(tiny.folder, 'README.md'), '!')
    const path = join(tiny.folder, 'constants.safetensors')
    const bytes = await readFile(path)
    bytes[bytes.length - 1]! ^= 1
    await writeFile(path, bytes)
    const report = await verifyPack(tiny.folder)
    expect(report.files.filter((file) => file.state === 'altered').map((file) => file.path)).toEqual([
      'README.md',
      'constants.safetensors',
    ])
    expect(report.sentence).toMatch(/README\.md is not the file .* and 1 more/)
  })

  it('refuses a link out of the pack, even to a file of the same content', async () => {
    await using tiny = await writeTinyPack()
    await using other = await writeTinyPack()
    await rm(join(tiny.folder, 'README.md'))
    await symlink(join(other.folder, 'README.md'), join(tiny.folder, 'README.md'))
    const report = await verifyPack(tiny.folder)
    expect(report.files.find((file) => file.path === 'README.md')?.state).toBe('refused')
    await expectModelError(readPackFile(await readPack(tiny.folder), 'README.md'), 'bad-pack', /README\.md/)
  })

  it('refuses a linked folder inside the pack that leads out', async () => {
    await using tiny = await writeTinyPack()
    await using other = await writeTinyPack()
    await rm(join(tiny.folder, 'graphs'), { recursive: true })
    await symlink(join(other.folder, 'graphs'), join(tiny.folder, 'graphs'))
    const report = await verifyPack(tiny.folder)
    expect(report.files.filter((file) => file.state === 'refused')).toHaveLength(9)
  })

  it('reports a pack that cannot be read instead of throwing', async () => {
    await using tiny = await writeTinyPack({ manifest: () => null })
    expect(await verifyPack(tiny.folder)).toMatchObject({ ok: false, hash: null, files: [] })
  })
})

it('listPacks lists the good ones by name and says what is wrong with the others', async () => {
  await using tiny = await writeTinyPack()
  const folder = join(tiny.folder, 'packs')
  await mkdir(join(folder, 'empty'), { recursive: true })
  await using good = await writeTinyPack()
  await rename(good.folder, join(folder, 'good'))
  await writeFile(join(folder, 'notes.txt'), 'not a pack')
  const { packs, broken } = await listPacks(folder)
  expect(packs.map((pack) => pack.manifest.id)).toEqual(['tiny'])
  expect(broken).toEqual([
    { folder: join(folder, 'empty'), sentence: expect.stringMatching(/no model pack/) as string },
  ])
  expect(await listPacks(join(folder, 'nowhere'))).toEqual({ packs: [], broken: [] })
})
