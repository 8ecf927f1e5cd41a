/**
 * IEEE 754 half precision as bit patterns, since Float16Array is missing where Electron has Node 20. Equal to NumPy for
 * every pattern: tests/models/numerics/float16.test.ts.
 */

const scratch = new Float32Array(1)
const scratchBits = new Uint32Array(scratch.buffer)

const INFINITE = 0x7c00
const NOT_A_NUMBER = 0x7e00

/** The number a half-precision bit pattern stands for. */
export function fromFloat16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

/** The bit pattern nearest to a float32, ties to even; what is too large becomes infinite, every NaN the same one. */
export function toFloat16(value: number): number {
  scratch[0] = value
  const bits = scratchBits[0]!
  const sign = (bits >>> 16) & 0x8000
  const size = bits & 0x7fffffff
  if (size > 0x7f800000) return NOT_A_NUMBER // its sign is the JavaScript engine's to lose
  if (size >= 0x477ff000) return sign | INFINITE // 65520, half way from the largest half, 65504, to the next
  if (size < 0x38800000) {
    // Below 2^-14 halves are 2^-24 apart, as floats are between 0.5 and 1: the addition rounds as it should.
    scratch[0] = Math.abs(value) + 0.5
    return sign | (scratchBits[0]! - 0x3f000000)
  }
  const isOdd = (size >>> 13) & 1
  return sign | ((size - 0x38000000 + 0xfff + isOdd) >>> 13) // the exponents' biases differ by 112
}

export function fromFloat16s(bits: Uint16Array): Float32Array {
  const values = new Float32Array(bits.length)
  for (let i = 0; i < bits.length; i++) values[i] = fromFloat16(bits[i]!)
  return values
}

export function toFloat16s(values: Float32Array): Uint16Array {
  const bits = new Uint16Array(values.length)
  for (let i = 0; i < values.length; i++) bits[i] = toFloat16(values[i]!)
  return bits
}
