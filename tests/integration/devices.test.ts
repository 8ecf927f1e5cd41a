import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readDriverVersion } from '../../electron/inference/device-driver.ts'
import { openDeviceVerdicts } from '../../electron/inference/device-verdicts.ts'
import { readVersions } from '../../electron/inference/versions.ts'
import { silentLog } from '../../electron/service/log.ts'
import { libraryPaths } from '../../electron/service/paths.ts'
import { readPack } from '../../models/emu/pack.ts'
import { largestDifference, meanDifference } from '../models/support/nano.ts'
import { writeTinyPack } from '../models/support/tiny-pack.ts'
import { makePlace, type Place, plumage } from './command-line.ts'
import type { Apple } from './support/draw-apple.ts'
import { findSwiftShader } from './support/swiftshader.ts'

const swiftShader = await findSwiftShader()
const onSwiftShader = it.skipIf(swiftShader.missing !== null)
const unless = swiftShader.missing === null ? '' : ` (skipped: ${swiftShader.missing})`

let place: Place
beforeEach(async () => {
  place = await makePlace()
})
afterEach(() => place.remove())

/** A place with the tiny pack alone, which takes a moment where nano takes minutes. */
async function withTinyPack(): Promise<Place> {
  const tiny = await writeTinyPack()
  const packs = join(place.folder, 'packs')
  await mkdir(packs)
  await rename(tiny.folder, join(packs, 'tiny'))
  return { ...place, env: { ...place.env, ...swiftShader.env, PLUMAGE_PACKS: packs } }
}

async function drawApple(device: string): Promise<Apple> {
  const child = fork(join(import.meta.dirname, 'support/draw-apple.ts'), [device], {
    env: { ...process.env, ...swiftShader.env },
    serialization: 'advanced',
  })
  const ended = once(child, 'exit')
  const early = ended.then(([code]) => {
    throw new Error(`Drawing on ${device} ended with ${code} and without a picture.`)
  })
  const [apple] = (await Promise.race([once(child, 'message'), early])) as [Apple]
  early.catch(() => {}) // now it may end
  child.disconnect()
  await ended
  return apple
}

onSwiftShader(`nano gives the same states, embeddings and pixels on WebGPU as on the processor${unless}`, async () => {
  const [cpu, webgpu] = [await drawApple('cpu'), await drawApple('webgpu')]
  expect(webgpu.hidden).not.toEqual(cpu.hidden) // in the last bits: it did not run on the processor after all
  expect(largestDifference(webgpu.hidden, cpu.hidden)).toBeLessThan(2e-3) // of numbers up to 3.7; found 6e-4
  expect(largestDifference(webgpu.embeddings, cpu.embeddings)).toBeLessThan(2e-4) // found 3e-5
  expect(largestDifference(webgpu.rgb, cpu.rgb)).toBeLessThanOrEqual(1)
  expect(meanDifference(webgpu.rgb, cpu.rgb)).toBeLessThan(0.01)
})

onSwiftShader(`a device is tried once, and then drawn on${unless}`, async () => {
  const tiny = await withTinyPack()
  const probed = await plumage(tiny, 'devices', '--probe', '--json')
  expect(JSON.parse(probed.stdout)).toMatchObject({
    devices: expect.arrayContaining([
      expect.objectContaining({ id: 'cpu', verdict: 'proven', speed: 1 }),
      expect.objectContaining({ id: 'webgpu', verdict: 'proven', usable: true, speed: expect.any(Number) }),
    ]),
  })
  const verdicts = await readFile(libraryPaths(place.library).deviceVerdicts, 'utf8')
  expect(JSON.parse(verdicts).verdicts).toMatchObject([
    { device: 'webgpu', driver: expect.stringMatching(/swiftshader/) },
  ])

  const draw = (device: string) =>
    plumage(tiny, 'generate', 'a fox', '--seed', '7', '--json', '--device', device, '--out', `${device}.png`)
  expect(JSON.parse((await draw('webgpu')).stdout)).toMatchObject({ device: 'webgpu' })
  expect(JSON.parse((await draw('cpu')).stdout)).toMatchObject({ device: 'cpu' })
  const pixels = (device: string) =>
    sharp(join(place.folder, `${device}.png`))
      .raw()
      .toBuffer()
  expect(largestDifference(await pixels('webgpu'), await pixels('cpu'))).toBeLessThanOrEqual(1)
  expect(await readFile(libraryPaths(place.library).deviceVerdicts, 'utf8')).toBe(verdicts)

  const listed = await plumage(tiny, 'devices')
  expect(listed.stdout).toMatch(/^webgpu +proven +[\d.]+ × .* Gives the numbers of the processor/m)
})

it.runIf(process.platform === 'linux')(
  'a job whose device has gone since it was tried is done on the processor',
  async () => {
    const tiny = await withTinyPack()
    const bare = { ...tiny, env: { ...tiny.env, VK_DRIVER_FILES: join(place.folder, 'none.json') } }
    const { hash } = await readPack(join(place.folder, 'packs', 'tiny'))
    const verdicts = openDeviceVerdicts(libraryPaths(place.library).deviceVerdicts, { log: silentLog })
    const driver = readDriverVersion({ ...process.env, ...bare.env })
    await verdicts.keep(
      { device: 'webgpu', driver, onnxruntime: readVersions()['onnxruntime']!, packHash: hash },
      { verdict: 'proven', speed: 9, difference: 0, sentence: 'It was there.' },
    )
    const drawn = await plumage(bare, 'generate', 'a fox', '--json', '--out', 'fox.png')
    expect(JSON.parse(drawn.stdout)).toMatchObject({ device: 'cpu' })
    expect(drawn.stderr).toBe('The device "webgpu" stopped working, so this was done on the processor.\n')
  },
)

it.runIf(process.platform === 'linux')('a device without a driver is refused by its reason, not replaced', async () => {
  const tiny = await withTinyPack()
  const bare = { ...tiny, env: { ...tiny.env, VK_DRIVER_FILES: join(place.folder, 'none.json') } }
  const asked = await plumage(bare, 'generate', 'a fox', '--device', 'webgpu', '--out', 'never.png')
  expect(asked).toMatchObject({ code: 1, stdout: '' })
  expect(asked.stderr).toMatch(/^The device "webgpu" cannot be used: .* it has no driver/)
  const left = await plumage(bare, 'generate', 'a fox', '--device', 'auto', '--json', '--out', 'auto.png')
  expect(JSON.parse(left.stdout)).toMatchObject({ device: 'cpu' })
})
