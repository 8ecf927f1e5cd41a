import { normals } from '../../models/numerics/rng.ts'
import type { Graph, Node } from '../../tests/models/support/onnx.ts'
import { TINY } from '../../tests/models/support/tiny-graphs.ts'
import { writeTinyPack } from '../../tests/models/support/tiny-pack.ts'

const LAYERS = 8
const HEADS = 16
const WIDTH = 64
const HIDDEN = HEADS * WIDTH
const MLP = 4 * HIDDEN

/** Weights of the layers and both projections, as float32. */
export const WIDE_MB = (4 * LAYERS * (4 * HIDDEN ** 2 + 2 * HIDDEN * MLP)) / 1e6

/**
 * The tests' tiny pack with a language model of real weight: random matrices in the shapes of a transformer with keys and
 * values, without a causal mask and norms, which cost nothing beside them. It says nothing; it is there for what the engine
 * costs where weights are no longer small. Disposing it deletes the folder.
 */
export function writeWidePack() {
  const { C, V } = TINY
  return writeTinyPack({
    manifest: (manifest) => ({
      ...manifest,
      language: {
        ...manifest.language,
        hiddenSize: HIDDEN,
        layers: LAYERS,
        heads: HEADS,
        headDim: WIDTH,
        maxPositions: 512,
      },
      regression: { modes: ['autoregressive'], default: 'autoregressive' },
    }),
    graphs: {
      decoder_with_past: languageModel,
      project_up: (graph) => resized(graph, C, HIDDEN),
      embed_tokens: (graph) => ({
        ...graph,
        outputs: { inputs_embeds: { type: 'float32', shape: ['B', 'S', HIDDEN] } },
        constants: { table: weights(1, V, HIDDEN) },
      }),
      lm_head: (graph) => resized(graph, HIDDEN, V),
      regress: (graph) => resized(graph, HIDDEN, C),
    },
  })
}

function resized(graph: Graph, from: number, to: number): Graph {
  const widen = (values: Graph['inputs'], width: number): Graph['inputs'] =>
    Object.fromEntries(Object.keys(values).map((name) => [name, { type: 'float32', shape: ['B', 'S', width] }]))
  return {
    ...graph,
    inputs: widen(graph.inputs, from),
    outputs: widen(graph.outputs, to),
    constants: { weight: weights(from + to, from, to) },
  }
}

function weights(seed: number, rows: number, columns: number) {
  const scale = 1 / Math.sqrt(rows)
  return { shape: [rows, columns], values: normals(seed, 0, rows * columns).map((x) => x * scale) }
}

function languageModel({ inputs, outputs }: Graph): Graph {
  const past = { type: 'float32', shape: ['B', HEADS, 'P', WIDTH] } as const
  const present = { type: 'float32', shape: ['B', HEADS, 'T', WIDTH] } as const
  const names = Array.from({ length: LAYERS }, (_, l) => [`${l}.key`, `${l}.value`]).flat()
  const shapes = {
    perHead: { shape: [4], values: BigInt64Array.of(0n, 0n, BigInt(HEADS), BigInt(WIDTH)) },
    joined: { shape: [3], values: BigInt64Array.of(0n, 0n, BigInt(HIDDEN)) },
  }
  const layers = Array.from({ length: LAYERS }, (_, l) => layer(l))
  return {
    inputs: {
      inputs_embeds: { type: 'float32', shape: ['B', 'S', HIDDEN] },
      attention_mask: inputs['attention_mask']!,
      position_ids: inputs['position_ids']!,
      ...Object.fromEntries(names.map((name) => [`past_key_values.${name}`, past])),
    },
    outputs: {
      last_hidden_state: { ...outputs['last_hidden_state']!, shape: ['B', 'S', HIDDEN] },
      ...Object.fromEntries(names.map((name) => [`present.${name}`, present])),
    },
    constants: Object.assign(shapes, ...layers.map(({ constants }) => constants)) as Graph['constants'],
    nodes: [
      ...layers.flatMap(({ nodes }) => nodes),
      { op: 'Tanh', inputs: [`x${LAYERS}`], outputs: ['last_hidden_state'] },
    ],
  }
}

/** Softmax(q kᵀ) v, then two matrices with a tanh between them; each added to what came in. */
function layer(l: number): { nodes: Node[]; constants: Graph['constants'] } {
  const at = (name: string) => `${l}.${name}`
  const before = l === 0 ? 'inputs_embeds' : `x${l}`
  const dense = (from: string, weight: string, to: string): Node => ({
    op: 'MatMul',
    inputs: [from, at(weight)],
    outputs: [to],
  })
  const heads = (name: string): Node[] => [
    dense(before, `w${name}`, at(`flat.${name}`)),
    { op: 'Reshape', inputs: [at(`flat.${name}`), 'perHead'], outputs: [at(`split.${name}`)] },
    { op: 'Transpose', inputs: [at(`split.${name}`)], outputs: [at(name)], attributes: { perm: [0, 2, 1, 3] } },
  ]
  const grow = (name: string): Node => ({
    op: 'Concat',
    inputs: [`past_key_values.${at(name)}`, at(name === 'key' ? 'k' : 'v')],
    outputs: [`present.${at(name)}`],
    attributes: { axis: 2 },
  })
  return {
    constants: {
      [at('wq')]: weights(10 * l + 1, HIDDEN, HIDDEN),
      [at('wk')]: weights(10 * l + 2, HIDDEN, HIDDEN),
      [at('wv')]: weights(10 * l + 3, HIDDEN, HIDDEN),
      [at('wo')]: weights(10 * l + 4, HIDDEN, HIDDEN),
      [at('up')]: weights(10 * l + 5, HIDDEN, MLP),
      [at('down')]: weights(10 * l + 6, MLP, HIDDEN),
    },
    nodes: [
      ...heads('q'),
      ...heads('k'),
      ...heads('v'),
      grow('key'),
      grow('value'),
      { op: 'Transpose', inputs: [`present.${at('key')}`], outputs: [at('kt')], attributes: { perm: [0, 1, 3, 2] } },
      { op: 'MatMul', inputs: [at('q'), at('kt')], outputs: [at('scores')] },
      { op: 'Softmax', inputs: [at('scores')], outputs: [at('shares')] },
      { op: 'MatMul', inputs: [at('shares'), `present.${at('value')}`], outputs: [at('mixed')] },
      { op: 'Transpose', inputs: [at('mixed')], outputs: [at('back')], attributes: { perm: [0, 2, 1, 3] } },
      { op: 'Reshape', inputs: [at('back'), 'joined'], outputs: [at('merged')] },
      dense(at('merged'), 'wo', at('attended')),
      { op: 'Add', inputs: [before, at('attended')], outputs: [at('middle')] },
      dense(at('middle'), 'up', at('wide')),
      { op: 'Tanh', inputs: [at('wide')], outputs: [at('bent')] },
      dense(at('bent'), 'down', at('narrow')),
      { op: 'Add', inputs: [at('middle'), at('narrow')], outputs: [`x${l + 1}`] },
    ],
  }
}
