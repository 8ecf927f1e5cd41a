import { expect, it } from 'vitest'
import { parseSafetensors } from '../../../models/numerics/safetensors.ts'

function write(header: unknown, body: ArrayLike<number>): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(header))
  const bytes = new Uint8Array(8 + json.length + body.length)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true)
  bytes.set(json, 8)
  bytes.set(body, 8 + json.length)
  return bytes
}

it('reads float32 and float16', () => {
  const halves = [0x00, 0x3c, 0x00, 0xc0, 0x01, 0x00] // 1, −2, the smallest subnormal
  const bytes = write(
    {
      __metadata__: { made: 'here' },
      a: { dtype: 'F32', shape: [2, 1], data_offsets: [0, 8] },
      b: { dtype: 'F16', shape: [3], data_offsets: [8, 14] },
    },
    [...new Uint8Array(Float32Array.of(1.5, -2).buffer), ...halves],
  )
  const tensors = parseSafetensors(bytes)
  expect([...tensors.keys()]).toEqual(['a', 'b'])
  expect(tensors.get('a')).toEqual({ shape: [2, 1], values: Float32Array.of(1.5, -2) })
  expect(tensors.get('b')).toEqual({ shape: [3], values: Float32Array.of(1, -2, 2 ** -24) })
})

it.each([
  ['a truncated file', { a: { dtype: 'F32', shape: [9], data_offsets: [0, 36] } }],
  ['a size that is not the shape', { a: { dtype: 'F32', shape: [1], data_offsets: [0, 8] } }],
  ['a type it does not know', { a: { dtype: 'I64', shape: [1], data_offsets: [0, 8] } }],
  ['a malformed entry', { a: { dtype: 'F32', shape: [-1], data_offsets: [0, 8] } }],
  ['no entry', { a: null }],
  ['no object', null],
])('refuses %s', (_, header) => {
  expect(() => parseSafetensors(write(header, new Uint8Array(8)))).toThrow(RangeError)
})

it('refuses a header longer than the file', () => {
  const bytes = write({}, [])
  bytes[0] = 200
  expect(() => parseSafetensors(bytes)).toThrow(/header/)
  expect(() => parseSafetensors(new Uint8Array(3))).toThrow(/short/)
})
