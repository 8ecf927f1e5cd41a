import { MessageChannel } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import { DECODER_NOISE, normals } from '../../../models/numerics/rng.ts'
import { fromPlanes } from '../../../models/numerics/rgb-image.ts'
import {
  createEulerDiscreteSchedule,
  eulerDiscreteStep,
  scaleModelInput,
} from '../../../models/numerics/schedulers/euler-discrete.ts'
import { keepsWords } from '../../../models/emu/complete-words.ts'
import { generateImage } from '../../../models/emu/generate-image.ts'
import { openModel } from '../../../models/emu/model.ts'
import type { PackManifest } from '../../../models/emu/pack-manifest.ts'
import type { PromptPart } from '../../../models/emu/prompt/parts.ts'
import type { GenerateEvent } from '../../../models/emu/run.ts'
import { float32, readFloats } from '../../../models/runtime/tensor.ts'
import { expectModelError } from '../support/expect-model-error.ts'
import { TINY } from '../support/tiny-graphs.ts'
import { writeTinyPack } from '../support/tiny-pack.ts'
import { openTiny } from '../support/open-model.ts'

const picture: PromptPart = {
  type: 'image',
  image: { width: 5, height: 3, rgb: Uint8Array.from({ length: 45 }, (_, i) => i * 5) },
}
const fox: PromptPart = { type: 'text', text: 'a fox' }

const model = await openTiny()

describe('seeds', () => {
  it('give the same bytes again, and other bytes for another seed', async () => {
    const [a, b, c] = [
      await generateImage(model, [fox], { seed: 5 }),
      await generateImage(model, [fox], { seed: 5 }),
      await generateImage(model, [fox], { seed: 6 }),
    ]
    expect(a.image.rgb).toEqual(b.image.rgb)
    expect(a.image.rgb).not.toEqual(c.image.rgb)
    expect(a.embeddings).toEqual(c.embeddings) // regression has no randomness in it
  })
})

/** The decoder written out naively: every row of the batch by itself, straight from the definitions. */
async function drawAlone(embeddings: Float32Array, seed: number, steps: number, guidance: number): Promise<Uint8Array> {
  const { N, C } = TINY
  const predict = async (row: Float32Array, sample: Float32Array, timestep: number) => {
    const pooled = Float32Array.from(
      { length: C },
      (_, c) => Array.from({ length: N }, (__, n) => row[n * C + c]!).reduce((a, b) => a + b) / N,
    )
    const { prediction } = await model.graphs.unet.run({
      sample: float32(sample, [1, 12, 4, 8]),
      timestep: float32(Float32Array.of(timestep), [1]),
      encoder_hidden_states: float32(row, [1, N, C]),
      text_embeds: float32(pooled, [1, C]),
      time_ids: float32(Float32Array.of(8, 16, 0, 0, 8, 16), [1, 6]),
    })
    return readFloats(prediction!, 'prediction')
  }
  const schedule = createEulerDiscreteSchedule(
    { trainSteps: 1000, betaStart: 0.00085, betaEnd: 0.012, stepsOffset: 1 },
    steps,
  )
  let sample = normals(seed, DECODER_NOISE, 12 * 4 * 8).map((x) => x * schedule.initNoiseSigma)
  for (let i = 0; i < steps; i++) {
    const input = scaleModelInput(sample, schedule, i)
    const c = await predict(embeddings, input, schedule.timesteps[i]!)
    const u = await predict(model.constants.emptyPrompt, input, schedule.timesteps[i]!)
    sample = Float32Array.from(
      eulerDiscreteStep(
        sample,
        c.map((x, j) => u[j]! + guidance * (x - u[j]!)),
        schedule,
        i,
      ),
    )
  }
  const { image } = await model.graphs.vae_decoder!.run({
    latent: float32(
      sample.map((x) => x / 0.13025),
      [1, 12, 4, 8],
    ),
  })
  return fromPlanes(readFloats(image!, 'image'), 16, 8).rgb
}

it.each([
  [1, 5],
  [3, 5],
  [7.5, 2],
])('guidance %f in one batch is guidance in two runs (%i steps)', async (guidance, steps) => {
  const drawn = await generateImage(model, [fox, picture], { seed: 11, guidance, steps })
  expect(drawn).toMatchObject({ guidance, steps, seed: 11, completion: null })
  expect(drawn.image.rgb).toEqual(await drawAlone(drawn.embeddings, 11, steps, guidance))
})

it('takes what is not said from the pack', async () => {
  const { image, steps, guidance } = await generateImage(model, [fox], { seed: 0 })
  expect({ width: image.width, height: image.height, steps, guidance }).toEqual({
    width: 16,
    height: 8,
    steps: 5,
    guidance: 3,
  })
})

it('tells its stages and steps in order, and how long each took', async () => {
  const events: GenerateEvent[] = []
  const { timingsMs, positions } = await generateImage(model, [fox, picture], {
    seed: 0,
    steps: 3,
    onEvent: (event) => events.push(event),
  })
  const told = events.map((event) =>
    event.type === 'stage' ? event.stage : event.type === 'step' ? `${event.step}/${event.steps}` : event.type,
  )
  expect(told).toEqual(['encode', 'read', 'regress', 'decode', '1/3', '2/3', '3/3', 'image'])
  expect(Object.keys(timingsMs)).toEqual(['encode', 'read', 'regress', 'decode'])
  expect(positions).toEqual({ used: 1 + 5 + 6 + 1, reserved: 5, room: 64 - 13 - 5, total: 64 })
})

describe('cancelling', () => {
  it('is obeyed before the first graph', async () => {
    await expectModelError(
      generateImage(model, [fox], { seed: 0, signal: AbortSignal.abort() }),
      'cancelled',
      /Cancelled/,
    )
  })

  it('is obeyed between two steps', async () => {
    const abort = new AbortController()
    let steps = 0
    const onEvent = (event: GenerateEvent) => {
      if (event.type === 'step' && ++steps === 2) abort.abort()
    }
    await expectModelError(
      generateImage(model, [fox], { seed: 0, steps: 100, signal: abort.signal, onEvent }),
      'cancelled',
      /Cancelled/,
    )
    expect(steps).toBe(2)
  })

  it('is heard although the runs block the thread: messages get in between', async () => {
    const { port1, port2 } = new MessageChannel()
    const abort = new AbortController()
    port2.on('message', () => abort.abort())
    port1.postMessage('cancel')
    await expectModelError(
      generateImage(model, [fox], { seed: 0, steps: 1000, signal: abort.signal }),
      'cancelled',
      /Cancelled/,
    )
    port1.close()
  })
})

it.each([
  [{ seed: -1 }, /seed/],
  [{ seed: 2 ** 53 }, /seed/],
  [{ seed: 0.5 }, /seed/],
  [{ seed: 0, steps: 0 }, /Steps .* 1 to 1000, not 0/],
  [{ seed: 0, steps: 1001 }, /Steps/],
  [{ seed: 0, guidance: NaN }, /Guidance/],
])('refuses %o', async (options, sentence) => {
  await expectModelError(generateImage(model, [fox], options), 'bad-option', sentence)
})

it('refuses a way of writing pictures that the pack does not have', async () => {
  await using other = await writeTinyPack({
    manifest: (m) => ({ ...m, regression: { modes: ['autoregressive'], default: 'autoregressive' } }),
  })
  await using turns = await openModel(other.folder, { device: 'cpu', threads: 1 })
  await expectModelError(
    generateImage(turns, [fox], { seed: 0, mode: 'parallel' }),
    'bad-option',
    /knows autoregressive/,
  )
})

it('says so when a graph puts out a number that is none', async () => {
  const overflow = { op: 'Div', inputs: ['merged', 'zero'], outputs: ['last_hidden_state'] }
  await using other = await writeTinyPack({
    graphs: {
      decoder_with_past: (g) => ({
        ...g,
        nodes: [...g.nodes.slice(0, -1), overflow],
        constants: { ...g.constants, zero: { shape: [], values: new Float32Array(1) } },
      }),
    },
  })
  await using broken = await openModel(other.folder, { device: 'cpu', threads: 1 })
  await expectModelError(generateImage(broken, [fox], { seed: 0 }), 'bad-shape', /last_hidden_state .* not finite/)
})

describe('completing in words', () => {
  const complete = (manifest: PackManifest) => ({
    ...manifest,
    language: { ...manifest.language, maxPositions: 1024 },
    templates: { ...manifest.templates, complete: '[USER]: {prompt} [ASSISTANT]:' },
  })

  it('comes first, is told as it is written, and is what is drawn', async () => {
    await using other = await writeTinyPack({ manifest: complete })
    await using wordy = await openModel(other.folder, { device: 'cpu', threads: 1 })
    const events: GenerateEvent[] = []
    const the: PromptPart = { type: 'text', text: 'the' } // says nothing that a completion could forget
    const { completion, image } = await generateImage(wordy, [the], { seed: 3, onEvent: (event) => events.push(event) })
    const words = events.flatMap((event) => (event.type === 'text' ? [event.delta] : [])).join('')
    expect(words.trim()).toBe(completion)
    expect(events.flatMap((event) => (event.type === 'stage' ? [event.stage] : []))).toEqual([
      'complete',
      'read',
      'regress',
      'decode',
    ])
    const again = await generateImage(wordy, [{ type: 'text', text: completion! }], { seed: 3, complete: false })
    expect(again.image).toEqual(image)
  })

  it('is not used when it forgets what was said: the prompt is drawn as it stands', async () => {
    await using other = await writeTinyPack({ manifest: complete })
    await using wordy = await openModel(other.folder, { device: 'cpu', threads: 1 })
    const { completion, image } = await generateImage(wordy, [fox], { seed: 3 })
    expect(completion).toBeNull()
    expect(image).toEqual((await generateImage(wordy, [fox], { seed: 3, complete: false })).image)
  })

  it.each([
    ['a red apple on a blue background', 'a red apple on the left, on a plain blue background, in noto style', true],
    ['a red apple on a blue background', 'a red apple in the middle, on a checked red background', false],
    ['Two dogs!', 'two small dogs at sea', true],
    ['two dogs', 'two dragons', false],
  ])('of %j as %j keeps what was said: %j', (said, written, kept) => expect(keepsWords(said, written)).toBe(kept))

  it('is left out on wish, and when there are pictures', async () => {
    await using other = await writeTinyPack({ manifest: complete })
    await using wordy = await openModel(other.folder, { device: 'cpu', threads: 1 })
    expect((await generateImage(wordy, [fox], { seed: 3, complete: false })).completion).toBeNull()
    expect((await generateImage(wordy, [picture, fox], { seed: 3 })).completion).toBeNull()
  })
})
