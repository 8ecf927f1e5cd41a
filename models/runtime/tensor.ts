import { Tensor } from 'onnxruntime-node'
import { ModelError } from '../emu/model-error.ts'

export type { Tensor }

export function float32(values: Float32Array, shape: readonly number[]): Tensor {
  return new Tensor('float32', values, shape)
}

/** Ids, positions and masks: ONNX wants 64-bit integers, which JavaScript only has as BigInt. */
export function int64(values: ArrayLike<number>, shape: readonly number[]): Tensor {
  return new Tensor(
    'int64',
    BigInt64Array.from({ length: values.length }, (_, i) => BigInt(values[i]!)),
    shape,
  )
}

/**
 * The numbers a graph has put out.
 *
 * Errors   ModelError 'bad-shape', naming the output, if a number is NaN or infinite: on some drivers float16
 *          overflows, and every later number would be NaN without anyone saying where it began.
 */
export function readFloats(tensor: Tensor, output: string): Float32Array {
  const values = tensor.data
  if (!(values instanceof Float32Array)) throw new ModelError('bad-shape', `${output} is ${tensor.type}, not float32.`)
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) {
      throw new ModelError(
        'bad-shape',
        `The model's ${output} holds a number that is not finite. The pack may be damaged, or this device cannot run it; try another device.`,
      )
    }
  }
  return values
}
