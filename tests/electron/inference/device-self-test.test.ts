import { expect, it } from 'vitest'
import { compareNumbers, measureDevice } from '../../../electron/inference/device-self-test.ts'
import { planTrials } from '../../../electron/inference/device-trials.ts'
import { readPack } from '../../../models/emu/pack.ts'
import { expectModelError } from '../../models/support/expect-model-error.ts'
import { nanoFolder } from '../../models/support/nano.ts'
import type { Graph, Node } from '../../models/support/onnx.ts'
import { inFloat16, withInt8Weights } from '../../models/support/tiny-precisions.ts'
import { type TinyPackChanges, writeTinyPack } from '../../models/support/tiny-pack.ts'

async function measureTiny(changes: TinyPackChanges) {
  await using tiny = await writeTinyPack(changes)
  return await measureDevice(await readPack(tiny.folder), 'cpu')
}

it.each([
  ['float32', (graph: Graph) => graph],
  ['float16', inFloat16],
  ['int8 weights', withInt8Weights],
])('finds the processor equal to itself, in %s', async (_precision, everyGraph) => {
  expect(await measureTiny({ everyGraph })).toEqual({ speed: expect.any(Number), difference: 0 })
})

it('runs every graph of a pack, and those of a picture as often as it has them', async () => {
  const { manifest } = await readPack(nanoFolder)
  const trials = planTrials(manifest)
  expect(new Set(trials.map(({ graph }) => graph))).toEqual(new Set(Object.keys(manifest.graphs)))
  const perPicture = trials.filter((trial) => trial.perPicture > 0).map((trial) => [trial.graph, trial.perPicture])
  const turns = manifest.regression.default === 'autoregressive' ? manifest.vision.tokensPerImage - 1 : 1
  expect(perPicture).toEqual([
    ['decoder_with_past', 1],
    ['decoder_with_past', turns],
    ['unet', manifest.decoder.steps],
  ])
})

/** The graph with a last node between its output and what made it. */
const ending =
  (output: string, nodes: readonly Node[], constants: Graph['constants'] = {}) =>
  (graph: Graph): Graph => ({
    ...graph,
    constants: { ...graph.constants, ...constants },
    nodes: [
      ...graph.nodes.map((node) => ({
        ...node,
        outputs: node.outputs.map((name) => (name === output ? 'before' : name)),
      })),
      ...nodes,
    ],
  })

it('measures the largest distance against the largest number, and refuses what is too far', () => {
  const expected = Float32Array.of(0, -4, 2)
  expect(compareNumbers('unet.prediction', expected, Float32Array.of(0.25, -4, 2), 0.1)).toBe(0.0625)
  const compare = (...found: number[]) => compareNumbers('unet.prediction', expected, Float32Array.from(found), 0.1)
  expect(() => compare(0, -4, 2.5)).toThrow(/numbers of unet\.prediction differ from the processor's by 13 %\./)
  expect(() => compare(0, -4)).toThrow(/altogether/)
  expect(() => compareNumbers('base', new Float32Array(1), Float32Array.of(1), 0.1)).toThrow(/altogether/)
  expect(compareNumbers('base', new Float32Array(1), new Float32Array(1), 0)).toBe(0)
})

it('blames the pack, and no device, for numbers that are not finite on the processor', async () => {
  const infinite = { huge: { shape: [], values: Float32Array.of(Infinity) } }
  const blown = ending('lm_embeds', [{ op: 'Mul', inputs: ['before', 'huge'], outputs: ['lm_embeds'] }], infinite)
  await expectModelError(
    measureTiny({ graphs: { project_up: blown } }),
    'bad-pack',
    /No device can be tried with this pack: .*project_up\.lm_embeds .*not finite/,
  )
})

it('says so when there is not enough memory', async () => {
  const absurd = {
    size: { shape: [1], values: BigInt64Array.of(2n ** 46n) },
    axes: { shape: [1], values: BigInt64Array.of(0n) },
  }
  const greedy = ending(
    'image',
    [
      { op: 'Shape', inputs: ['before'], outputs: ['shape'] }, // of the input, so that no optimiser folds it
      { op: 'ReduceMin', inputs: ['shape'], outputs: ['least'], attributes: { keepdims: 1 } },
      { op: 'Mul', inputs: ['least', 'size'], outputs: ['count'] },
      { op: 'ConstantOfShape', inputs: ['count'], outputs: ['zeros'] },
      { op: 'ReduceSum', inputs: ['zeros', 'axes'], outputs: ['zero'], attributes: { keepdims: 0 } },
      { op: 'Add', inputs: ['before', 'zero'], outputs: ['image'] },
    ],
    absurd,
  )
  await expectModelError(measureTiny({ graphs: { vae_decoder: greedy } }), 'out-of-memory', /vae_decoder/)
})
