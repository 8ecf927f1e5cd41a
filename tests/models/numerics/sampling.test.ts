import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { GREEDY, sampleToken } from '../../../models/numerics/sampling.ts'

const logits = Float32Array.of(1, 3, 2, -Infinity, 3)
const free = { temperature: 1, topK: 0, topP: 1 }

it('greedy takes the likeliest, the lower id of two', () => {
  expect(sampleToken(logits, GREEDY, 0.99)).toBe(1)
})

it('draws each token as often as its probability says', () => {
  const counts = [0, 0, 0, 0, 0]
  for (let i = 0; i < 10_000; i++) counts[sampleToken(logits, free, (i + 0.5) / 10_000)]! += 1
  const mass = Math.exp(1) + 2 * Math.exp(3) + Math.exp(2)
  expect(counts[0]! / 10_000).toBeCloseTo(Math.exp(1) / mass, 3)
  expect(counts[1]! / 10_000).toBeCloseTo(Math.exp(3) / mass, 3)
  expect(counts[2]! / 10_000).toBeCloseTo(Math.exp(2) / mass, 3)
  expect(counts[3]).toBe(0)
})

it('top-k and top-p cut the tail', () => {
  const seen = (sampling: typeof free) =>
    new Set(Array.from({ length: 500 }, (_, i) => sampleToken(logits, sampling, (i + 0.5) / 500)))
  expect(seen({ ...free, topK: 2 })).toEqual(new Set([1, 4]))
  expect(seen({ ...free, topP: 0.5 })).toEqual(new Set([1, 4]))
  expect(seen({ ...free, topP: 0.01 })).toEqual(new Set([1]))
})

it('a low temperature is nearly greedy', () => {
  expect(sampleToken(Float32Array.of(0, 1), { ...free, temperature: 0.01 }, 0.999)).toBe(1)
})

it('never draws a forbidden token, whatever the settings', () => {
  const sampling = fc.record({
    temperature: fc.double({ min: 0, max: 5, noNaN: true }),
    topK: fc.nat(6),
    topP: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  fc.assert(
    fc.property(sampling, fc.double({ min: 0, max: 1, noNaN: true }), (settings, uniform) => {
      expect([0, 1, 2, 4]).toContain(sampleToken(logits, settings, uniform))
    }),
  )
  expect(() => sampleToken(Float32Array.of(-Infinity), free, 0.5)).toThrow(RangeError)
})
