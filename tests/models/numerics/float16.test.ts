import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { fromFloat16s, toFloat16, toFloat16s } from '../../../models/numerics/float16.ts'

/** Answers of NumPy; made by tests/fixtures/float16/make.py. */
const golden = JSON.parse(readFileSync(new URL('../../fixtures/float16/golden.json', import.meta.url), 'utf8')) as {
  widened: string
  edges: [string, number][]
  spread: { count: number; sha256: string }
  ties: string
}

const digest = (values: Float32Array | Uint16Array) =>
  createHash('sha256')
    .update(new Uint8Array(values.buffer as ArrayBuffer))
    .digest('hex')
const fromPattern = (bits: number) => new Float32Array(Uint32Array.of(bits).buffer)[0]!

/** Every half-precision number, in the order of its bits, NaN left out. */
const widened = fromFloat16s(Uint16Array.from({ length: 1 << 16 }, (_, bits) => bits)).filter((x) => !Number.isNaN(x))

it('widens every pattern as NumPy does', () => {
  expect(digest(widened)).toBe(golden.widened)
  expect(fromFloat16s(Uint16Array.of(0x7e00, 0xfc00, 0x8000))).toEqual(Float32Array.of(NaN, -Infinity, -0))
})

it.each(golden.edges)('rounds the float32 %s to %i', (pattern, bits) => {
  expect(toFloat16(fromPattern(Number.parseInt(pattern, 16)))).toBe(bits)
})

it('has one NaN', () => {
  expect(toFloat16s(Float32Array.of(NaN, -NaN))).toEqual(Uint16Array.of(0x7e00, 0x7e00))
})

it('rounds floats all over the range, and around every tie, as NumPy does', () => {
  const { count, sha256 } = golden.spread
  const spread = Uint32Array.from({ length: count }, (_, i) => Number((BigInt(i) * 2654435761n) % (1n << 32n)))
  expect(digest(toFloat16s(new Float32Array(spread.buffer)))).toBe(sha256)
  const nudges = [-1, 0, 1, 0xfff, 0x1000, 0x1001]
  const patterns = [...new Uint32Array(widened.buffer)].flatMap((bits) => nudges.map((nudge) => bits + nudge))
  expect(digest(toFloat16s(new Float32Array(Uint32Array.from(patterns).buffer)))).toBe(golden.ties)
})

it('comes back unchanged from float32', () => {
  expect(fromFloat16s(toFloat16s(widened))).toEqual(widened)
})
