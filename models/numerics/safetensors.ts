import { fromFloat16 } from './float16.ts'

/** A constant of a pack: float32 values, row-major. */
export interface NamedTensor {
  readonly shape: readonly number[]
  readonly values: Float32Array
}

/**
 * Reads a safetensors file: 8 bytes of header length (little-endian), a JSON header, then the raw values. Nothing in it
 * can run code. Packs are written in F32 and F16; F64 and U8 are read for reference outputs.
 *
 * Errors   RangeError naming the tensor whose type, shape or place in the file is impossible.
 * Source   huggingface/safetensors, README, "Format".
 */
export function parseSafetensors(bytes: Uint8Array): ReadonlyMap<string, NamedTensor> {
  if (bytes.byteLength < 8) throw new RangeError('too short for a safetensors file')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const headerBytes = Number(view.getBigUint64(0, true))
  const start = 8 + headerBytes
  if (start > bytes.byteLength) throw new RangeError(`the header says ${headerBytes} bytes, the file ends before`)
  const header: unknown = JSON.parse(new TextDecoder().decode(bytes.subarray(8, start)))
  if (typeof header !== 'object' || header === null) throw new RangeError('the safetensors header is no object')
  const tensors = new Map<string, NamedTensor>()
  for (const [name, entry] of Object.entries(header)) {
    if (name !== '__metadata__') tensors.set(name, readTensor(name, parseEntry(name, entry), view, start))
  }
  return tensors
}

interface Entry {
  readonly dtype: string
  readonly shape: readonly number[]
  readonly begin: number
  readonly end: number
}

const isSize = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0

function parseEntry(name: string, entry: unknown): Entry {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>
  const isEntry = typeof dtype === 'string' && Array.isArray(shape) && shape.every(isSize)
  if (!isEntry || !Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isSize)) {
    throw new RangeError(`the header entry of ${name} is malformed`)
  }
  return { dtype, shape, begin: offsets[0]!, end: offsets[1]! }
}

const READERS: Readonly<Record<string, { width: number; read: (view: DataView, at: number) => number }>> = {
  F32: { width: 4, read: (view, at) => view.getFloat32(at, true) },
  F16: { width: 2, read: (view, at) => fromFloat16(view.getUint16(at, true)) },
  F64: { width: 8, read: (view, at) => view.getFloat64(at, true) },
  U8: { width: 1, read: (view, at) => view.getUint8(at) },
}

function readTensor(name: string, { dtype, shape, begin, end }: Entry, view: DataView, start: number): NamedTensor {
  const reader = READERS[dtype]
  if (!reader) throw new RangeError(`${name} is stored as ${dtype}, which is not understood`)
  const count = shape.reduce((product, size) => product * size, 1)
  if (end - begin !== count * reader.width || start + end > view.byteLength) {
    throw new RangeError(`${name} should hold ${count} ${dtype} values, the file has ${end - begin} bytes for it`)
  }
  return {
    shape,
    values: Float32Array.from({ length: count }, (_, i) => reader.read(view, start + begin + i * reader.width)),
  }
}
