import { createHash } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  findCandidates,
  GREEDY,
  logProbability,
  logSoftmax,
  penaliseRepetition,
  sampleToken,
} from '../../../models/numerics/sampling.ts'
import type { Sampling } from '../../../models/numerics/sampling.ts'
import { readGolden } from './golden.ts'

const golden = readGolden('sampling.json') as {
  candidates: (Sampling & { vocabulary: number; count: number; idsSha256: string; probabilities: number[] })[]
  penalised: { penalty: number; ids: number[]; logits: number[] }[]
  logSoftmax: number[]
}

/** The logits of sampling.py. */
const spread = (vocabulary: number) =>
  Float32Array.from({ length: vocabulary }, (_, i) => ((i * 48271 + 11) % 65537) / 4096 - 8)

const logits = Float32Array.of(1, 3, 2, -Infinity, 3)
const free = { temperature: 1, topK: 0, topP: 1, minP: 0 }

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

it('top-k, top-p and min-p cut the tail', () => {
  const seen = (sampling: typeof free) =>
    new Set(Array.from({ length: 500 }, (_, i) => sampleToken(logits, sampling, (i + 0.5) / 500)))
  expect(seen({ ...free, topK: 2 })).toEqual(new Set([1, 4]))
  expect(seen({ ...free, topP: 0.5 })).toEqual(new Set([1, 4]))
  expect(seen({ ...free, topP: 0.01 })).toEqual(new Set([1]))
  expect(seen({ ...free, minP: 0.3 })).toEqual(new Set([1, 2, 4]))
  expect(seen({ ...free, minP: 0.4 })).toEqual(new Set([1, 4]))
})

it('a low temperature is nearly greedy', () => {
  expect(sampleToken(Float32Array.of(0, 1), { ...free, temperature: 0.01 }, 0.999)).toBe(1)
})

it('never draws a forbidden token, whatever the settings', () => {
  const sampling = fc.record({
    temperature: fc.double({ min: 0, max: 5, noNaN: true }),
    topK: fc.nat(6),
    topP: fc.double({ min: 0, max: 1, noNaN: true }),
    minP: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  fc.assert(
    fc.property(sampling, fc.double({ min: 0, max: 1, noNaN: true }), (settings, uniform) => {
      expect([0, 1, 2, 4]).toContain(sampleToken(logits, settings, uniform))
    }),
  )
  expect(() => sampleToken(Float32Array.of(-Infinity), free, 0.5)).toThrow(RangeError)
})

describe.each(golden.candidates)(
  '$vocabulary tokens, temperature $temperature, top-k $topK, top-p $topP, min-p $minP',
  ({ vocabulary, count, idsSha256, probabilities, ...sampling }) => {
    it('leaves what transformers leaves, as likely', () => {
      const { ids, weights } = findCandidates(spread(vocabulary), sampling)
      expect(ids).toHaveLength(count)
      expect(createHash('sha256').update(ids.join(',')).digest('hex')).toBe(idsSha256)
      const mass = weights.reduce((total, weight) => total + weight, 0)
      probabilities.forEach((probability, rank) => expect(weights[rank]! / mass).toBeCloseTo(probability, 10))
    })
  },
)

it('ranks as a stable sort does, signed zeros and ties included', () => {
  const value = fc.oneof(fc.float({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(0, -0, 1, -Infinity))
  const setting = fc.record({ topK: fc.nat(400), topP: fc.constant(1), minP: fc.constant(0) })
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 600 }), setting, (values, cut) => {
      const some = Float32Array.of(...values, 0)
      const allowed = [...some.keys()].filter((id) => some[id]! > -Infinity)
      const ranked = allowed.toSorted((a, b) => some[b]! - some[a]! || a - b)
      expect(findCandidates(some, { temperature: 1, ...cut }).ids).toEqual(ranked.slice(0, cut.topK || undefined))
    }),
  )
})

it.each(golden.penalised)('a repetition penalty of $penalty does what it does in transformers', (reference) => {
  const before = spread(11)
  const penalised = penaliseRepetition(before, reference.ids, reference.penalty)
  reference.logits.forEach((logit, id) => expect(penalised[id]).toBeCloseTo(logit, 5))
  expect(before).toEqual(spread(11))
})

it('refuses a penalty of 0 and ids out of the vocabulary', () => {
  expect(() => penaliseRepetition(logits, [0], 0)).toThrow(RangeError)
  expect(() => penaliseRepetition(logits, [5], 2)).toThrow(RangeError)
  expect(() => logProbability(logits, 5)).toThrow(RangeError)
})

it('logarithms of probabilities are those of PyTorch, of one token or of all', () => {
  const all = logSoftmax(spread(11))
  golden.logSoftmax.forEach((value, id) => {
    expect(all[id]).toBeCloseTo(value, 12)
    expect(logProbability(spread(11), id)).toBe(all[id])
  })
  expect(logProbability(Float32Array.of(1e30, -1e30, -Infinity), 0)).toBe(0)
  expect(logSoftmax(Float32Array.of(0, -Infinity))[1]).toBe(-Infinity)
})
