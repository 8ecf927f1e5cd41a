import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { advanceBeams, bestHypothesis, createBeams } from '../../../models/numerics/beam-search.ts'
import type { BeamOptions, BeamState } from '../../../models/numerics/beam-search.ts'
import { logSoftmax } from '../../../models/numerics/sampling.ts'
import { readGolden } from './golden.ts'

const golden = readGolden('beams.json') as (BeamOptions & {
  variant: number
  end: number
  ids: number[]
  score: number
  isSettled: boolean
})[]

const BOS = 1
const END = 2

/** The model of beams.py. */
function logitsOf(variant: number, position: number, last: number, end: number): Float32Array {
  return Float32Array.from({ length: 13 }, (_, i) => {
    const mixed = variant * 613 + position * 7919 + last * 31337 + i * 12911 + i * i * 577 + position * last * 101
    return (mixed % 65537) / 8192 + (i === END ? end / 4 : 0)
  })
}

/** Runs a search with a model that sees each beam as a cache would keep it: gathered by `parents`, not read from the state. */
function search(options: BeamOptions, model: (ids: readonly number[]) => Float64Array): BeamState {
  let state = createBeams(options)
  let cache: number[][] = [[]]
  for (let isDone = false; !isDone;) {
    const step = advanceBeams(state, cache.map(model))
    cache = step.parents.map((parent, beam) => [...cache[parent]!, step.nextIds[beam]!])
    expect(cache).toEqual(step.state.beams.map(({ ids }) => ids))
    ;({ state, isDone } = step)
  }
  return state
}

const options: BeamOptions = { beams: 2, lengthPenalty: 0, endIds: [END], minLength: 1, maxLength: 5, seedLength: 1 }

it.each(golden)(
  'model $variant/$end, $beams beams, length penalty $lengthPenalty, lengths $minLength to $maxLength: as transformers 4.31',
  ({ variant, end, ids, score, isSettled, ...counts }) => {
    const settings = { ...options, ...counts }
    const state = search(settings, (written) =>
      logSoftmax(logitsOf(variant, written.length + 1, written.at(-1) ?? BOS, end)),
    )
    const best = bestHypothesis(state)
    expect(best.ids).toEqual(ids)
    expect(best.score).toBeCloseTo(score, 9)
    expect(state.isSettled).toBe(isSettled)
  },
)

describe('whatever the model', () => {
  const rows = fc.array(fc.integer({ min: -32, max: 32 }), { minLength: 16, maxLength: 16 }) // eighths: sums round no tie away
  /** Four ids, of which the last ends; what comes next depends on the last id and its place. */
  const modelOf = (values: readonly number[]) => (ids: readonly number[]) =>
    logSoftmax(Float32Array.from({ length: 4 }, (_, id) => values[((ids.at(-1) ?? 3) * 4 + id + ids.length) % 16]! / 8))

  it('with beams for all there is, it finds the likeliest of all sequences', () => {
    fc.assert(
      fc.property(rows, (values) => {
        const model = modelOf(values)
        const visit = (ids: readonly number[], logProbability: number): number => {
          if (ids.length === 3) return logProbability
          const row = model(ids)
          const rest = [0, 1, 2].map((id) => visit([...ids, id], logProbability + row[id]!))
          return Math.max(logProbability + row[3]!, ...rest)
        }
        const state = search({ ...options, beams: 64, endIds: [3], maxLength: 4 }, model)
        expect(bestHypothesis(state).score).toBeCloseTo(visit([], 0), 9)
      }),
    )
  })

  it('one beam is greedy', () => {
    fc.assert(
      fc.property(rows, (values) => {
        const model = modelOf(values)
        const written: number[] = []
        while (written.length < 4) {
          const row = model(written)
          const id = row.indexOf(Math.max(...row))
          if (id === 3) break
          written.push(id)
        }
        expect(bestHypothesis(search({ ...options, beams: 1, endIds: [3] }, model)).ids).toEqual(written)
      }),
    )
  })
})

it('may not end below the least length', () => {
  const state = search({ ...options, minLength: 4 }, () => logSoftmax(Float32Array.of(0, -1, 9)))
  expect(bestHypothesis(state).ids).toHaveLength(3)
})

it('keeps going with every id that may end it among the candidates', () => {
  const ends = { ...options, endIds: [0, 1, 2] }
  const step = advanceBeams(createBeams(ends), [logSoftmax(Float32Array.of(5, 4, 3, 2, 1, 0))])
  expect(step.nextIds).toEqual([3, 4])
  expect(step.state.finished.map(({ ids }) => ids)).toEqual([[], []]) // of three ends only the first two rank high enough
})

it('never goes on with what is forbidden, and says so when nothing is left', () => {
  const only = advanceBeams(createBeams(options), [Float64Array.of(-Infinity, 0, -Infinity)])
  expect([only.nextIds, only.parents, only.isDone]).toEqual([[1], [0], false])
  const none = advanceBeams(createBeams(options), [Float64Array.of(-Infinity, -Infinity, -Infinity)])
  expect(none.isDone).toBe(true)
  expect(() => bestHypothesis(none.state)).toThrow(RangeError)
})

it('leaves the state before as it was, and answers when stopped after any step', () => {
  const before = createBeams(options)
  const first = advanceBeams(before, [logSoftmax(Float32Array.of(2, 1, 0))])
  expect(before).toEqual(createBeams(options))
  expect(bestHypothesis(first.state).ids).toEqual([0])
})

it('refuses numbers that make no search and rows that are not one per beam', () => {
  expect(() => createBeams({ ...options, beams: 0 })).toThrow(RangeError)
  expect(() => createBeams({ ...options, lengthPenalty: Number.NaN })).toThrow(RangeError)
  expect(() => createBeams({ ...options, maxLength: 1 })).toThrow(RangeError)
  expect(() => advanceBeams(createBeams(options), [])).toThrow(RangeError)
})
