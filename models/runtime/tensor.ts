import { Tensor } from 'onnxruntime-node'
import { ModelError } from '../emu/model-error.ts'
import { fromFloat16s, toFloat16s } from '../numerics/float16.ts'
import type { GraphValue } from './session.ts'

export type { Tensor }

export function float32(values: Float32Array, shape: readonly number[]): Tensor {
  return new Tensor('float32', values, shape)
}

/** Rounds to the nearest half, ties to even; what is larger than 65504 becomes infinite. */
export function float16(values: Float32Array, shape: readonly number[]): Tensor {
  return fromBits(toFloat16s(values), shape)
}

/**
 * The constructor would make a Float16Array of the bits where JavaScript has one, and of that the runtime's binding
 * reads nothing (microsoft/onnxruntime, pull request 32323). So they go in as the integers they are, under another name.
 */
export function fromBits(bits: Uint16Array, shape: readonly number[]): Tensor {
  return Object.defineProperty(new Tensor('uint16', bits, shape), 'type', { value: 'float16' })
}

/** The runtime gives a Float16Array where JavaScript has one, else a Uint16Array; the bits are the same. */
export function bitsOf({ data }: Tensor): Uint16Array {
  const { buffer, byteOffset, length } = data as Exclude<Tensor['data'], string[]> // strings are no float16
  return new Uint16Array(buffer, byteOffset, length)
}

/**
 * Ids, positions and masks: ONNX wants 64-bit integers, which JavaScript only has as BigInt. A plain loop, as the mask of
 * a long past is made anew for every token: `from` with a function takes twenty times as long.
 */
export function int64(values: ArrayLike<number>, shape: readonly number[]): Tensor {
  const integers = new BigInt64Array(values.length)
  for (let i = 0; i < values.length; i++) integers[i] = BigInt(values[i]!)
  return new Tensor('int64', integers, shape)
}

/** A mask that hides nothing. */
export function ones(shape: readonly number[]): Tensor {
  const length = shape.reduce((size, dim) => size * dim, 1)
  return new Tensor('int64', new BigInt64Array(length).fill(1n), shape)
}

/** Zeros, or nothing at all, for an input the graph only hands on: in the type it declares, so that nothing is converted. */
export function emptyTensor({ type }: GraphValue, shape: readonly number[]): Tensor {
  const values = new Float32Array(shape.reduce((size, dim) => size * dim, 1))
  return type === 'float16' ? float16(values, shape) : float32(values, shape)
}

/** The tensor as this input wants it: float32 is rounded to float16 where the graph says so; nothing else is copied. */
export function toDeclared({ type }: GraphValue, tensor: Tensor): Tensor {
  if (type !== 'float16') return tensor
  if (tensor.data instanceof Float32Array) return float16(tensor.data, tensor.dims)
  return tensor.type === 'float16' ? fromBits(bitsOf(tensor), tensor.dims) : tensor
}

/**
 * The numbers a graph has put out, as float32 also where it computes in float16.
 *
 * Errors   ModelError 'bad-shape', naming the output, if a number is NaN or infinite: on some drivers float16
 *          overflows, and every later number would be NaN without anyone saying where it began.
 */
export function readFloats(tensor: Tensor, output: string): Float32Array {
  const values = tensor.type === 'float16' ? fromFloat16s(bitsOf(tensor)) : tensor.data
  if (!(values instanceof Float32Array)) throw new ModelError('bad-shape', `${output} is ${tensor.type}, not float32.`)
  // A number less itself is 0, but NaN and infinity less themselves are NaN, which no sum loses: no question a number.
  let trace = 0
  for (let i = 0; i < values.length; i++) trace += values[i]! - values[i]!
  if (trace === 0) return values
  throw new ModelError(
    'bad-shape',
    `The model's ${output} holds a number that is not finite. The pack may be damaged, or this device cannot run it; try another device.`,
  )
}
