import { expect, it } from 'vitest'
import { interleave, quantile, ratioOf, spreadOf } from '../../../build/bench/measure.ts'

it('quantiles are those of numpy.quantile', () => {
  // numpy.quantile([3, 1, 4, 1, 5, 9, 2, 6], [0, .25, .5, .75, 1]) → [1, 1.75, 3.5, 5.25, 9]
  const values = [3, 1, 4, 1, 5, 9, 2, 6]
  expect([0, 0.25, 0.5, 0.75, 1].map((share) => quantile(values, share))).toEqual([1, 1.75, 3.5, 5.25, 9])
  expect(values).toEqual([3, 1, 4, 1, 5, 9, 2, 6])
  expect(spreadOf([7])).toEqual({ low: 7, median: 7, high: 7 })
  expect(() => quantile([], 0.5)).toThrow(RangeError)
})

it('a ratio is taken round by round, so that a slow spell in both halves does not show', () => {
  expect(ratioOf([2, 200, 4], [1, 100, 2])).toEqual({ low: 2, median: 2, high: 2 })
  expect(() => ratioOf([1], [1, 2])).toThrow(RangeError)
})

it('trials take turns and swap places; warm-ups are run and not kept', async () => {
  const order: string[] = []
  const turn = (side: string) => async () => order.push(side)
  const pairs = await interleave(turn('a'), turn('b'), { warmups: 1, rounds: 3 })
  expect(order.join('')).toBe('baabbaab')
  expect(pairs).toEqual({ ours: [3, 6, 7], peer: [4, 5, 8] })
})
