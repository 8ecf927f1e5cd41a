import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { chooseFramesByCount, chooseFramesByRate } from '../../../models/numerics/video-frames.ts'
import { readGolden } from './golden.ts'

const golden = readGolden('frames.json') as { total: number; count: number; indices: number[] }[]

it.each(golden)('$count of $total frames: those of Emu1', ({ total, count, indices }) => {
  expect(chooseFramesByCount(total, count)).toEqual(indices)
})

it('100 frames, 8 of them', () => {
  expect(chooseFramesByCount(100, 8)).toEqual([6, 18, 31, 43, 56, 68, 80, 93])
})

it('exactly as many as asked for, in order, none twice', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(2000), (count, more) => {
      const indices = chooseFramesByCount(count + more, count)
      expect(indices).toHaveLength(count)
      expectRising(indices, count + more)
    }),
  )
})

it('two a second of a film of 25 a second: every 12th or 13th', () => {
  expect(chooseFramesByRate({ durationMs: 2000, frameCount: 50 }, 2)).toEqual([0, 12, 25, 37])
  expect(chooseFramesByRate({ durationMs: 2001, frameCount: 50 }, 2)).toEqual([0, 12, 24, 37, 49])
  expect(chooseFramesByRate({ durationMs: 10_010, frameCount: 300 }, 0.05)).toEqual([0])
  expect(chooseFramesByRate({ durationMs: 100, frameCount: 3 }, 30)).toEqual([0, 1, 2])
})

it('whatever the rate, frames of the video in order, none twice, one for each moment', () => {
  const video = fc.record({
    durationMs: fc.integer({ min: 1, max: 600_000 }),
    frameCount: fc.integer({ min: 1, max: 3000 }),
  })
  fc.assert(
    fc.property(video, fc.double({ min: 0.01, max: 90, noNaN: true }), (length, rate) => {
      const indices = chooseFramesByRate(length, rate)
      expect(indices).toHaveLength(Math.min(Math.ceil((length.durationMs * rate) / 1000), length.frameCount))
      expectRising(indices, length.frameCount)
    }),
  )
})

it('refuses what has too few frames, with both numbers', () => {
  expect(() => chooseFramesByCount(5, 8)).toThrow(/8 .*5/)
  for (const [total, count] of [
    [0, 1],
    [8, 0],
    [8.5, 2],
  ] as const)
    expect(() => chooseFramesByCount(total, count)).toThrow(RangeError)
  expect(() => chooseFramesByRate({ durationMs: 1000, frameCount: 0 }, 1)).toThrow(RangeError)
  expect(() => chooseFramesByRate({ durationMs: 0, frameCount: 9 }, 1)).toThrow(RangeError)
  expect(() => chooseFramesByRate({ durationMs: 1000, frameCount: 9 }, 0)).toThrow(RangeError)
})

function expectRising(indices: readonly number[], total: number): void {
  indices.forEach((index, i) => expect(index).toBeGreaterThan(i === 0 ? -1 : indices[i - 1]!))
  expect(indices.at(-1)).toBeLessThan(total)
}
