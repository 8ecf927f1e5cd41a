import { describe, expect, it } from 'vitest'
import { MAX_SEED } from '../../../models/numerics/rng.ts'
import { generateImage, generateImages } from '../../../models/emu/generate-image.ts'
import { openModel } from '../../../models/emu/model.ts'
import type { GenerateEvent } from '../../../models/emu/run.ts'
import { expectModelError } from '../support/expect-model-error.ts'
import { nanoFolder } from '../support/nano.ts'
import type { Graph } from '../support/onnx.ts'
import { writeTinyPack } from '../support/tiny-pack.ts'
import { openTiny } from '../support/open-model.ts'

const fox = [{ type: 'text', text: 'a fox' }] as const

const model = await openTiny()

describe('variations', () => {
  it('are what each seed gives alone, told of as they are finished', async () => {
    const told: number[] = []
    const onEvent = (event: GenerateEvent) => event.type === 'image' && told.push(event.index)
    const images = await generateImages(model, fox, { seed: 7, count: 3, onEvent })
    expect(images.map(({ seed }) => seed)).toEqual([7, 8, 9])
    expect(told).toEqual([0, 1, 2])
    for (const { image, seed } of images) expect(image).toEqual((await generateImage(model, fox, { seed })).image)
  })

  it('say what each of them took, not all so far', async () => {
    const images = await generateImages(model, fox, { seed: 1, count: 3, steps: 2 })
    expect(Object.keys(images[0]!.timingsMs)).toContain('regress')
    for (const { timingsMs } of images.slice(1)) expect(Object.keys(timingsMs)).not.toContain('regress')
  })

  it('begin at 0 again above the greatest seed', async () => {
    const images = await generateImages(model, fox, { seed: MAX_SEED, count: 2, steps: 1 })
    expect(images.map(({ seed }) => seed)).toEqual([MAX_SEED, 0])
  })

  it('of a prompt that is completed in words are completed each by its own seed', async () => {
    await using nano = await openModel(nanoFolder, { device: 'cpu' })
    const images = await generateImages(nano, fox, { seed: 1, count: 3, steps: 1 })
    expect(new Set(images.map(({ completion }) => completion)).size).toBeGreaterThan(1)
    const alone = await generateImage(nano, fox, { seed: 3, steps: 1 })
    expect(images[2]).toMatchObject({ completion: alone.completion, image: alone.image })
  })

  it.each([0, 1.5, 65])('refuse a count of %f', async (count) => {
    await expectModelError(generateImages(model, fox, { seed: 1, count }), 'bad-option', /from 1 to 64/)
  })
})

describe('solvers', () => {
  it('take other ways from the same noise, and meet where steps are many', async () => {
    const draw = async (solver: 'euler' | 'dpm-solver++', steps: number) =>
      (await generateImage(model, fox, { seed: 2, solver, steps })).image.rgb
    const distance = (a: Uint8Array, b: Uint8Array) => a.reduce((sum, x, i) => sum + Math.abs(x - b[i]!), 0) / a.length
    const [few, many] = [3, 200]
    const apart = distance(await draw('euler', few), await draw('dpm-solver++', few))
    expect(apart).toBeGreaterThan(0)
    const close = distance(await draw('euler', many), await draw('dpm-solver++', many))
    expect(close).toBeLessThan(apart)
  })

  it('that are none are refused', async () => {
    const solver = 'magic' as 'euler'
    await expectModelError(generateImage(model, fox, { seed: 2, solver }), 'bad-option', /magic; there are euler and/)
  })
})

describe('guidance', () => {
  it('in two runs is guidance in one, to the byte', async () => {
    for (const guidance of [2, 7.5]) {
      const [one, two] = [
        await generateImage(model, fox, { seed: 3, guidance, batching: 'one-run' }),
        await generateImage(model, fox, { seed: 3, guidance, batching: 'two-runs' }),
      ]
      expect(one.image).toEqual(two.image)
    }
  })

  /** Every row beyond the first takes more memory than an address can name. */
  const greedy = (graph: Graph): Graph => ({
    ...graph,
    outputs: { prediction: graph.outputs['prediction']! },
    constants: {
      ...graph.constants,
      first: { shape: [1], values: BigInt64Array.of(0n) },
      one: { shape: [1], values: BigInt64Array.of(1n) },
      huge: { shape: [1], values: BigInt64Array.of(2n ** 46n) },
      only: { shape: [1], values: BigInt64Array.of(0n) },
    },
    nodes: [
      ...graph.nodes.map((node) => (node.outputs[0] === 'prediction' ? { ...node, outputs: ['modest'] } : node)),
      { op: 'Shape', inputs: ['sample'], outputs: ['shape'] },
      { op: 'Gather', inputs: ['shape', 'first'], outputs: ['rows'], attributes: { axis: 0 } },
      { op: 'Sub', inputs: ['rows', 'one'], outputs: ['more'] },
      { op: 'Mul', inputs: ['more', 'huge'], outputs: ['size'] },
      { op: 'ConstantOfShape', inputs: ['size'], outputs: ['zeros'] },
      { op: 'ReduceSum', inputs: ['zeros', 'only'], outputs: ['nothing'], attributes: { keepdims: 0 } },
      { op: 'Add', inputs: ['modest', 'nothing'], outputs: ['prediction'] },
    ],
  })

  it('goes on in two runs where memory is short for one, and says so once', async () => {
    await using hungry = await writeTinyPack({ graphs: { unet: greedy } })
    await using short = await openModel(hungry.folder, { device: 'cpu', threads: 1 })
    const notices: string[] = []
    const onEvent = (event: GenerateEvent) => event.type === 'notice' && notices.push(event.sentence)
    const drawn = await generateImage(short, fox, { seed: 3, guidance: 3, onEvent })
    expect(drawn.image).toEqual((await generateImage(model, fox, { seed: 3, guidance: 3 })).image)
    expect(notices).toEqual([expect.stringMatching(/Memory is short.*two smaller runs/)])
    await generateImage(short, fox, { seed: 4, guidance: 3, onEvent })
    expect(notices).toHaveLength(1)
  })

  it('that does not even fit in two runs fails by name, and the model works on', async () => {
    await using hungry = await writeTinyPack({
      graphs: {
        unet: (graph) => {
          const changed = greedy(graph)
          return { ...changed, constants: { ...changed.constants, one: { shape: [1], values: BigInt64Array.of(0n) } } }
        },
      },
    })
    await using short = await openModel(hungry.folder, { device: 'cpu', threads: 1 })
    await expectModelError(generateImage(short, fox, { seed: 3, guidance: 3 }), 'out-of-memory', /not enough memory/)
    await expectModelError(generateImage(short, fox, { seed: 3, guidance: 1 }), 'out-of-memory', /not enough memory/)
  })
})
