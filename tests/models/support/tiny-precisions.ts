import { toFloat16s } from '../../../models/numerics/float16.ts'
import type { Constant, Graph, Node, Value } from './onnx.ts'

/** The same graph computing in half precision: its inputs, outputs and weights are float16. */
export function inFloat16(graph: Graph): Graph {
  const narrow = (values: Graph['inputs']) =>
    mapValues(values, (value): Value => (value.type === 'float32' ? { ...value, type: 'float16' } : value))
  return {
    ...graph,
    inputs: narrow(graph.inputs),
    outputs: narrow(graph.outputs),
    constants: mapValues(graph.constants, ({ shape, values }) => ({
      shape,
      values: values instanceof Float32Array ? toFloat16s(values) : values,
    })),
  }
}

/** The same graph with its matrices kept as int8 and one scale for each, as quantisers of weights alone write them. */
export function withInt8Weights(graph: Graph): Graph {
  const constants: Record<string, Constant> = {}
  const nodes: Node[] = []
  for (const [name, constant] of Object.entries(graph.constants)) {
    const { shape, values } = constant
    if (!(values instanceof Float32Array) || shape.length !== 2) {
      constants[name] = constant
      continue
    }
    const scale = values.reduce((largest, x) => Math.max(largest, Math.abs(x)), 0) / 127
    constants[`${name}.int8`] = { shape, values: Int8Array.from(values, (x) => Math.round(x / scale)) }
    constants[`${name}.scale`] = { shape: [], values: Float32Array.of(scale) }
    nodes.push({ op: 'DequantizeLinear', inputs: [`${name}.int8`, `${name}.scale`], outputs: [name] })
  }
  return { ...graph, constants, nodes: [...nodes, ...graph.nodes] }
}

function mapValues<From, To>(record: Readonly<Record<string, From>>, map: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]))
}
