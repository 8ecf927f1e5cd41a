/**
 * Writes small ONNX files, so that tests can run real graphs of any shape without a Python beside them. Only what the
 * tiny pack needs: tensors of floats, halves and integers, integer attributes.
 *
 * Source   onnx/onnx.proto (field numbers below).
 */

export type Dim = number | string
export interface Value {
  readonly type: 'float32' | 'float16' | 'int64'
  readonly shape: readonly Dim[]
}
export interface Node {
  readonly op: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes?: Readonly<Record<string, number | readonly number[]>>
}
/** Halves are given as their bits. */
export interface Constant {
  readonly shape: readonly number[]
  readonly values: Float32Array | Uint16Array | Int8Array | BigInt64Array
}
export interface Graph {
  readonly inputs: Readonly<Record<string, Value>>
  readonly outputs: Readonly<Record<string, Value>>
  readonly constants: Readonly<Record<string, Constant>>
  readonly nodes: readonly Node[]
}

const FLOAT = 1
const INT8 = 3
const INT64 = 7
const FLOAT16 = 10
const ATTRIBUTE_INT = 2
const ATTRIBUTE_INTS = 7

type Field = Uint8Array

function varint(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  while (rest > 127) {
    bytes.push((rest % 128) | 128)
    rest = Math.floor(rest / 128)
  }
  return [...bytes, rest]
}

/** In one copy: weights may be hundreds of megabytes. */
function join(fields: readonly Field[]): Uint8Array {
  const all = new Uint8Array(fields.reduce((sum, field) => sum + field.length, 0))
  let at = 0
  for (const field of fields) {
    all.set(field, at)
    at += field.length
  }
  return all
}

const integer = (field: number, value: number): Field => Uint8Array.from([...varint(field * 8), ...varint(value)])
const bytes = (field: number, value: Uint8Array): Field =>
  join([Uint8Array.from([...varint(field * 8 + 2), ...varint(value.length)]), value])
const text = (field: number, value: string): Field => bytes(field, new TextEncoder().encode(value))
const message = (field: number, ...fields: Field[]): Field => bytes(field, join(fields))

const elementTypes: Readonly<Record<Value['type'], number>> = { float32: FLOAT, float16: FLOAT16, int64: INT64 }

function elementTypeOf(values: Constant['values']): number {
  if (values instanceof Float32Array) return FLOAT
  if (values instanceof Uint16Array) return FLOAT16
  return values instanceof Int8Array ? INT8 : INT64
}

function valueInfo(field: number, [name, { type, shape }]: [string, Value]): Field {
  const dims = shape.map((dim) => message(1, typeof dim === 'number' ? integer(1, dim) : text(2, dim)))
  return message(field, text(1, name), message(2, message(1, integer(1, elementTypes[type]), message(2, ...dims))))
}

function attribute([name, value]: [string, number | readonly number[]]): Field {
  if (typeof value === 'number') return message(5, text(1, name), integer(3, value), integer(20, ATTRIBUTE_INT))
  return message(5, text(1, name), ...value.map((item) => integer(8, item)), integer(20, ATTRIBUTE_INTS))
}

function node({ op, inputs, outputs, attributes = {} }: Node): Field {
  return message(
    1,
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    text(4, op),
    ...Object.entries(attributes).map(attribute),
  )
}

function initializer([name, { shape, values }]: [string, Constant]): Field {
  const raw = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  return message(
    5,
    ...shape.map((dim) => integer(1, dim)),
    integer(2, elementTypeOf(values)),
    text(8, name),
    bytes(9, raw),
  )
}

export function writeOnnx(graph: Graph): Uint8Array {
  const body = message(
    7,
    ...graph.nodes.map(node),
    text(2, 'graph'),
    ...Object.entries(graph.constants).map(initializer),
    ...Object.entries(graph.inputs).map((input) => valueInfo(11, input)),
    ...Object.entries(graph.outputs).map((output) => valueInfo(12, output)),
  )
  return join([integer(1, 8), message(8, text(1, ''), integer(2, 17)), body])
}
