import { describe, expect, it } from 'vitest'
import { DECODER_NOISE, normals, philox, TEXT_SAMPLING, uniformAt } from '../../../models/numerics/rng.ts'

describe('philox', () => {
  it('gives the known answers of its authors (Random123, kat_vectors)', () => {
    const full = 0xffffffff
    expect(philox([0, 0, 0, 0], [0, 0])).toEqual([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8])
    expect(philox([full, full, full, full], [full, full])).toEqual([0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd])
    expect(philox([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0])).toEqual([
      0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1,
    ])
  })
})

describe('normals', () => {
  const many = normals(7, DECODER_NOISE, 40_000)

  it('have mean 0 and variance 1', () => {
    const mean = many.reduce((sum, x) => sum + x, 0) / many.length
    const variance = many.reduce((sum, x) => sum + (x - mean) ** 2, 0) / many.length
    expect(mean).toBeCloseTo(0, 1)
    expect(variance).toBeCloseTo(1, 1)
  })

  it('are the same for the same seed, however many are asked for', () => {
    expect(normals(7, DECODER_NOISE, 1001)).toEqual(many.slice(0, 1001))
  })

  it('differ between seeds, also beyond 32 bits, and between streams', () => {
    const firsts = [
      [7, 0],
      [8, 0],
      [7 + 2 ** 32, 0],
      [7, 1],
    ].map(([seed, stream]) => normals(seed!, stream!, 1)[0])
    expect(new Set(firsts).size).toBe(4)
  })

  it('refuse a seed that float64 cannot tell from its neighbour', () => {
    expect(() => normals(2 ** 53, DECODER_NOISE, 4)).toThrow(RangeError)
    expect(() => normals(-1, DECODER_NOISE, 4)).toThrow(RangeError)
    expect(() => uniformAt(0.5, TEXT_SAMPLING, 0)).toThrow(RangeError)
  })
})

it('uniforms fill (0, 1) evenly and can be read in any order', () => {
  const values = Array.from({ length: 4000 }, (_, i) => uniformAt(3, TEXT_SAMPLING, i))
  expect(Math.min(...values)).toBeGreaterThan(0)
  expect(Math.max(...values)).toBeLessThan(1)
  expect(values.reduce((sum, u) => sum + u, 0) / values.length).toBeCloseTo(0.5, 1)
  expect(uniformAt(3, TEXT_SAMPLING, 1234)).toBe(values[1234])
})
