import { normals } from '../../../models/numerics/rng.ts'
import type { Graph, Value } from './onnx.ts'

/** The tiny pack's numbers, under the names of models/packs/README.md. */
export const TINY = { N: 4, C: 12, H: 8, heads: 2, D: 4, V: 22 + 256, imageSize: 4 }

const { N, C, H, heads, D, V, imageSize } = TINY

const float = (...shape: Value['shape']): Value => ({ type: 'float32', shape })
const int = (...shape: Value['shape']): Value => ({ type: 'int64', shape })
const shapeOf = (...dims: number[]) => ({ shape: [dims.length], values: BigInt64Array.from(dims, BigInt) })
const scalar = (value: number) => ({ shape: [], values: Float32Array.of(value) })

/** Random weights, the same every time. */
function weights(seed: number, ...shape: number[]) {
  const count = shape.reduce((a, b) => a * b, 1)
  return { shape, values: normals(seed, 0, count).map((x) => x * 0.5) }
}

function linear(seed: number, input: string, output: string, from: number, to: number): Graph {
  return {
    inputs: { [input]: float('B', 'S', from) },
    outputs: { [output]: float('B', 'S', to) },
    constants: { weight: weights(seed, from, to) },
    nodes: [{ op: 'MatMul', inputs: [input, 'weight'], outputs: [output] }],
  }
}

/** Each state is tanh of the sum of everything up to its position: causal, and only right if past and positions are. */
function languageModel(): Graph {
  const past = float('B', heads, 'P', D)
  return {
    inputs: {
      inputs_embeds: float('B', 'S', H),
      attention_mask: int('B', 'T'),
      position_ids: int('B', 'S'),
      'past_key_values.0.key': past,
      'past_key_values.0.value': past,
    },
    outputs: {
      last_hidden_state: float('B', 'S', H),
      'present.0.key': float('B', heads, 'T', D),
      'present.0.value': float('B', heads, 'T', D),
    },
    constants: {
      perHead: shapeOf(0, 0, heads, D),
      flat: shapeOf(-1),
      joined: shapeOf(0, 0, H),
      two: { shape: [], values: BigInt64Array.of(2n) },
    },
    nodes: [
      { op: 'Reshape', inputs: ['inputs_embeds', 'perHead'], outputs: ['split'] },
      { op: 'Transpose', inputs: ['split'], outputs: ['value'], attributes: { perm: [0, 2, 1, 3] } },
      { op: 'Concat', inputs: ['past_key_values.0.key', 'value'], outputs: ['present.0.key'], attributes: { axis: 2 } },
      {
        op: 'Concat',
        inputs: ['past_key_values.0.value', 'value'],
        outputs: ['present.0.value'],
        attributes: { axis: 2 },
      },
      { op: 'CumSum', inputs: ['present.0.value', 'two'], outputs: ['sums'] },
      { op: 'Reshape', inputs: ['position_ids', 'flat'], outputs: ['positions'] },
      { op: 'Gather', inputs: ['sums', 'positions'], outputs: ['here'], attributes: { axis: 2 } },
      { op: 'Transpose', inputs: ['here'], outputs: ['back'], attributes: { perm: [0, 2, 1, 3] } },
      { op: 'Reshape', inputs: ['back', 'joined'], outputs: ['merged'] },
      { op: 'Tanh', inputs: ['merged'], outputs: ['last_hidden_state'] },
    ],
  }
}

const mean = (input: string, output: string, axes: number[]) => ({
  op: 'ReduceMean',
  inputs: [input],
  outputs: [output],
  attributes: { axes, keepdims: 0 },
})

/** Depends on every input, so a wrong one shows. */
function unet(): Graph {
  const latent = float('B', 12, 4, 8)
  return {
    inputs: {
      sample: latent,
      timestep: float('B'),
      encoder_hidden_states: float('B', N, C),
      text_embeds: float('B', C),
      time_ids: float('B', 6),
    },
    outputs: { prediction: latent },
    constants: { row: shapeOf(-1, 1, 1, 1), small: scalar(0.0001), half: scalar(0.5), faint: scalar(0.05) },
    nodes: [
      mean('encoder_hidden_states', 'states', [1, 2]),
      mean('text_embeds', 'pooled', [1]),
      mean('time_ids', 'sizes', [1]),
      { op: 'Add', inputs: ['timestep', 'sizes'], outputs: ['large'] },
      { op: 'Mul', inputs: ['large', 'small'], outputs: ['scaled'] },
      { op: 'Add', inputs: ['states', 'pooled'], outputs: ['loud'] },
      { op: 'Mul', inputs: ['loud', 'faint'], outputs: ['content'] },
      { op: 'Add', inputs: ['content', 'scaled'], outputs: ['sum'] },
      { op: 'Reshape', inputs: ['sum', 'row'], outputs: ['bias'] },
      { op: 'Mul', inputs: ['sample', 'half'], outputs: ['damped'] },
      { op: 'Add', inputs: ['damped', 'bias'], outputs: ['prediction'] },
    ],
  }
}

export function makeTinyGraphs(): Record<string, Graph> {
  return {
    vision_encoder: {
      inputs: { pixel_values: float('B', 3, imageSize, imageSize) },
      outputs: { image_embeds: float('B', N, C) },
      constants: { grid: shapeOf(0, N, C) },
      nodes: [{ op: 'Reshape', inputs: ['pixel_values', 'grid'], outputs: ['image_embeds'] }],
    },
    project_up: linear(1, 'image_embeds', 'lm_embeds', C, H),
    embed_tokens: {
      inputs: { input_ids: int('B', 'S') },
      outputs: { inputs_embeds: float('B', 'S', H) },
      constants: { table: weights(2, V, H) },
      nodes: [{ op: 'Gather', inputs: ['table', 'input_ids'], outputs: ['inputs_embeds'], attributes: { axis: 0 } }],
    },
    decoder_with_past: languageModel(),
    lm_head: linear(3, 'hidden', 'logits', H, V),
    regress: linear(4, 'hidden', 'image_embeds', H, C),
    unet: unet(),
    vae_encoder: {
      inputs: { image: float('B', 3, 8, 16) },
      outputs: { latent: float('B', 12, 4, 8) },
      constants: {},
      nodes: [{ op: 'SpaceToDepth', inputs: ['image'], outputs: ['latent'], attributes: { blocksize: 2 } }],
    },
    vae_decoder: {
      inputs: { latent: float('B', 12, 4, 8) },
      outputs: { image: float('B', 3, 8, 16) },
      constants: {},
      nodes: [
        { op: 'DepthToSpace', inputs: ['latent'], outputs: ['pixels'], attributes: { blocksize: 2 } },
        { op: 'Tanh', inputs: ['pixels'], outputs: ['image'] },
      ],
    },
  }
}
