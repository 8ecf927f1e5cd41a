/**
 * Seeded randomness that any language can repeat: a counter-based generator has no state, so value `i` of a stream
 * is a pure function of (seed, stream, i). The decoder's noise and the sampling of text draw from separate streams:
 * drawing one more word never changes the picture.
 *
 * Source   Salmon et al., "Parallel random numbers: as easy as 1, 2, 3" (SC 2011), Philox 4×32-10; the mapping to
 *          reals is fixed in models/packs/README.md, "Noise".
 */

export const DECODER_NOISE = 0
export const TEXT_SAMPLING = 1
export const MAX_SEED = Number.MAX_SAFE_INTEGER

const TWO_32 = 2 ** 32
const ROUNDS = 10
const MULTIPLIER_0 = 0xd2511f53
const MULTIPLIER_1 = 0xcd9e8d57
const WEYL_0 = 0x9e3779b9
const WEYL_1 = 0xbb67ae85

export type Words4 = readonly [number, number, number, number]

/**
 * High 32 bits of the 64-bit product of two unsigned 32-bit numbers, from the four products of their halves, each of which
 * fits into 32 bits: no BigInt, and nothing that the processor would do in floating point, for which words are carried
 * about as signed 32-bit integers; only their bits count.
 */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff
  const aHigh = a >>> 16
  const bLow = b & 0xffff
  const bHigh = b >>> 16
  const middle = (Math.imul(aHigh, bLow) + (Math.imul(aLow, bLow) >>> 16)) | 0 // at most 65535 · 65536
  const carry = (Math.imul(aLow, bHigh) + (middle & 0xffff)) | 0
  return (Math.imul(aHigh, bHigh) + (middle >>> 16) + (carry >>> 16)) | 0
}

/** One block of Philox 4×32-10: four unsigned 32-bit words. */
export function philox(counter: Words4, key: readonly [number, number]): Words4 {
  const block = new Uint32Array(counter)
  scramble(block, key[0], key[1])
  return [block[0]!, block[1]!, block[2]!, block[3]!]
}

/** Turns a counter into its block, in place: a picture's noise is tens of thousands of blocks. */
function scramble(block: Uint32Array, key0: number, key1: number): void {
  let c0 = block[0]! | 0
  let c1 = block[1]! | 0
  let c2 = block[2]! | 0
  let c3 = block[3]! | 0
  let k0 = key0 | 0
  let k1 = key1 | 0
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = multiplyHigh(MULTIPLIER_0, c0)
    const low0 = Math.imul(MULTIPLIER_0, c0)
    const high1 = multiplyHigh(MULTIPLIER_1, c2)
    const low1 = Math.imul(MULTIPLIER_1, c2)
    c0 = high1 ^ c1 ^ k0
    c1 = low1
    c2 = high0 ^ c3 ^ k1
    c3 = low0
    k0 = (k0 + WEYL_0) | 0
    k1 = (k1 + WEYL_1) | 0
  }
  block[0] = c0
  block[1] = c1
  block[2] = c2
  block[3] = c3
}

/** A reader of the blocks of one stream: block `n` is left in `words`. */
function openStream(seed: number, stream: number): { words: Uint32Array; read(block: number): void } {
  if (!Number.isSafeInteger(seed) || seed < 0) throw new RangeError(`seed ${seed} is not an integer in 0…2^53−1`)
  const [key0, key1] = [seed % TWO_32, Math.floor(seed / TWO_32)]
  const words = new Uint32Array(4)
  return {
    words,
    read(block) {
      words[0] = block % TWO_32
      words[1] = Math.floor(block / TWO_32)
      words[2] = stream
      words[3] = 0
      scramble(words, key0, key1)
    },
  }
}

const toUnit = (word: number): number => (word + 0.5) / TWO_32

/** The uniform number in (0, 1) at `index` of a stream. */
export function uniformAt(seed: number, stream: number, index: number): number {
  const { words, read } = openStream(seed, stream)
  read(Math.floor(index / 4))
  return toUnit(words[index % 4]!)
}

/** The first `count` standard normals of a stream: Box–Muller in float64, rounded to float32. */
export function normals(seed: number, stream: number, count: number): Float32Array {
  const values = new Float32Array(Math.ceil(count / 4) * 4)
  const { words, read } = openStream(seed, stream)
  for (let i = 0; i < values.length; i += 4) {
    read(i / 4)
    boxMuller(words[0]!, words[1]!, values, i)
    boxMuller(words[2]!, words[3]!, values, i + 2)
  }
  return values.length === count ? values : values.slice(0, count)
}

function boxMuller(word0: number, word1: number, values: Float32Array, at: number): void {
  const radius = Math.sqrt(-2 * Math.log(toUnit(word0)))
  const angle = 2 * Math.PI * toUnit(word1)
  values[at] = radius * Math.cos(angle)
  values[at + 1] = radius * Math.sin(angle)
}
