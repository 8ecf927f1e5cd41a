import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { v7 as newId } from 'uuid'
import { inferenceContract, type InferenceContract, type Progress } from '../../../electron/contract/inference.ts'
import { connect, type Link } from '../../../electron/contract/link.ts'
import { browserPort } from '../../../electron/contract/port.ts'
import { silentLog } from '../../../electron/service/log.ts'
import { libraryPaths, packsFolder as findPacks } from '../../../electron/service/paths.ts'
import { serve } from '../../../electron/service/serve.ts'
import { createInference, type Inference } from '../../../electron/inference/inference.ts'
import { listDevices } from '../../../models/runtime/providers.ts'

vi.setConfig({ testTimeout: 120_000 })

const packsFolder = findPacks()
let library: string
let inference: Inference
let link: Link<InferenceContract>

beforeAll(async () => {
  library = await mkdtemp(join(tmpdir(), 'plumage-inference-'))
  inference = createInference({ libraryFolder: library, packsFolder, log: silentLog })
  const { port1, port2 } = new MessageChannel()
  serve(inferenceContract, inference.handlers, browserPort(port1), { log: silentLog })
  link = connect(inferenceContract, browserPort(port2))
})
afterAll(async () => {
  link.close()
  await inference.close()
  await rm(library, { recursive: true, force: true })
})

/** A call within this process, with nobody who could go away. */
const call = (stop = new AbortController()) => ({ signal: stop.signal, cancel: stop.signal })
const words = (text: string) => [{ type: 'text' as const, text }]
const run = (seed: number) => ({ jobId: newId(), seed, settings: { steps: 2 } })

async function follow<Result>(
  stream: AsyncIterator<Progress, Result>,
): Promise<{ progress: Progress[]; result: Result }> {
  const progress: Progress[] = []
  for (;;) {
    const step = await stream.next()
    if (step.done) return { progress, result: step.value }
    progress.push(step.value)
  }
}

async function drawApple(seed: number) {
  return follow(await link.client.draw({ ...run(seed), prompt: words('a red apple') }))
}

describe('draw', () => {
  it('gives the same picture for the same seed, and another for another', async () => {
    const [first, again, other] = [await drawApple(7), await drawApple(7), await drawApple(8)]
    expect(again.result.image).toEqual(first.result.image)
    expect(other.result.image.sha256).not.toBe(first.result.image.sha256)
    const bytes = await readFile(libraryPaths(library).assetFile(first.result.image.sha256, 'png'))
    expect(bytes.length).toBe(first.result.image.sizeBytes)
  })

  it('says what it does, and what the picture was made with', async () => {
    const { progress, result } = await drawApple(1)
    const stages = progress.flatMap((item) => (item.type === 'stage' ? [item.stage] : []))
    expect(stages[0]).toBe('load')
    expect(stages.slice(-3)).toEqual(['regress', 'decode', 'save'])
    expect(progress).toContainEqual({ type: 'step', step: 2, steps: 2 })
    expect(result).toMatchObject({ pack: 'nano', device: 'cpu', steps: 2, seed: 1 })
    expect(Object.keys(result.timingsMs)).toEqual(expect.arrayContaining(['load', 'read', 'regress', 'decode', 'save']))
    expect(Object.keys(result.versions)).toEqual(expect.arrayContaining(['plumage', 'onnxruntime', 'libvips', 'pack']))
  })

  it('leaves no previews behind', async () => {
    const { progress } = await drawApple(2)
    expect(progress.some((item) => item.type === 'preview')).toBe(true)
    expect(await readdir(libraryPaths(library).previews)).toEqual([])
  })

  it('reads pictures of the library in the order of the prompt', async () => {
    const { image } = (await drawApple(3)).result
    const picture = { type: 'image' as const, sha256: image.sha256 }
    const [before, after] = [
      await follow(await link.client.draw({ ...run(1), prompt: [picture, ...words('at night')] })),
      await follow(await link.client.draw({ ...run(1), prompt: [...words('at night'), picture] })),
    ]
    expect(before.progress).toContainEqual({ type: 'stage', stage: 'encode' })
    expect(before.result.image.sha256).not.toBe(after.result.image.sha256)
  })

  it('cancels between two runs and goes on with the next job', async () => {
    const stop = new AbortController()
    const stream = await link.client.draw(
      { ...run(1), settings: { steps: 200 }, prompt: words('a cat') },
      { signal: stop.signal },
    )
    await stream.next()
    stop.abort()
    await expect(follow(stream)).rejects.toMatchObject({ code: 'cancelled' })
    expect((await drawApple(7)).result.seed).toBe(7)
  })

  const refusals = [
    { what: 'an empty prompt', input: { prompt: words('  ') }, code: 'empty-prompt', sentence: /prompt is empty/i },
    {
      what: 'a pack that is not there',
      input: { settings: { pack: 'emu9' } },
      code: 'not-found',
      sentence: /no pack "emu9".*nano/,
    },
    {
      what: 'a device that is not there',
      input: { settings: { device: 'abacus' } },
      code: 'device-unavailable',
      sentence: /no device "abacus".*cpu/,
    },
    {
      what: 'a picture that is not in the library',
      input: { prompt: [{ type: 'image' as const, sha256: 'a'.repeat(64) }] },
      code: 'not-found',
      sentence: /no longer in the library/,
    },
  ]
  it.each(refusals)('refuses $what in a sentence', async ({ input, code, sentence }) => {
    const refused = follow(await link.client.draw({ ...run(1), prompt: words('a cat'), ...input }))
    await expect(refused).rejects.toMatchObject({ code, message: expect.stringMatching(sentence) })
  })
})

it('writes a caption and continues a story', async () => {
  const { image } = (await drawApple(4)).result
  const prompt = [{ type: 'image' as const, sha256: image.sha256 }]
  const written = await follow(
    await link.client.write({ ...run(1), prompt, task: 'caption', writing: { maxTokens: 8 } }),
  )
  expect(written.result).toMatchObject({ pack: 'nano', steps: 0 })
  const streamed = written.progress.flatMap((item) => (item.type === 'text' ? [item.delta] : [])).join('')
  expect(streamed.trim()).toBe(written.result.text)

  const panels = [
    { caption: 'a cat on a mat', image: image.sha256 },
    { caption: 'the cat wakes', image: null },
  ]
  const own = await follow(await link.client.continueStory({ ...run(1), panels, caption: 'the cat runs' }))
  expect(own.result.caption).toBe('the cat runs')
  const free = await follow(await link.client.continueStory({ ...run(1), panels, caption: null }))
  expect(free.result.image.width).toBe(own.result.image.width)
})

it('is busy until the last job has ended, whichever device it runs on', async () => {
  const said: boolean[] = []
  const busy = (now: boolean) => void said.push(now)
  const own = createInference({ libraryFolder: library, packsFolder, log: silentLog, busy })
  const stop = new AbortController()
  const input = { ...run(1), settings: { steps: 200 }, prompt: words('a cat') }
  const drawing = await own.handlers.draw(input, call(stop))
  await drawing.next()
  const other = listDevices().find(({ id, usable }) => usable && id !== 'cpu')?.id ?? 'cpu'
  const refused = own.handlers.warm({ settings: { device: other, pack: 'emu9' } }, call())
  await expect(refused).rejects.toMatchObject({ code: 'not-found' })
  expect(said.at(-1)).toBe(true)
  stop.abort()
  await Promise.allSettled([refused, follow(drawing)])
  expect(said.at(-1)).toBe(false)
  await own.close()
})

it('lists and verifies packs, lists devices, and warms up', async () => {
  const [nano] = await link.client.packs.list()
  expect(nano).toMatchObject({ id: 'nano', problem: null })
  expect(nano!.knows!.subjects.length).toBeGreaterThan(0)
  expect(await link.client.packs.verify({ pack: 'nano' })).toMatchObject({ ok: true, hash: nano!.hash })
  expect(await link.client.devices.list()).toContainEqual(expect.objectContaining({ id: 'cpu', usable: true }))
  expect(await link.client.warm({ settings: {} })).toEqual({ packHash: nano!.hash })
})

it('cancels what still runs when it is closed, and leaves nothing behind', async () => {
  const own = createInference({ libraryFolder: library, packsFolder, log: silentLog })
  const job = await own.handlers.draw({ ...run(1), settings: { steps: 200 }, prompt: words('a cat') }, call())
  for (let step = await job.next(); !step.done && step.value.type !== 'preview';) step = await job.next()
  const rest = follow(job)
  await own.close()
  await expect(rest).rejects.toMatchObject({ code: 'cancelled' })
  expect(await readdir(libraryPaths(library).previews)).toEqual([])
})
