import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chooseFramesByCount, chooseFramesByRate } from '../../../models/numerics/video-frames.ts'
import { readPainting } from './painting.ts'

describe('by count', () => {
  it.each(readPainting().frames)('$count of $total as Emu chooses', ({ total, count, frames }) => {
    expect(chooseFramesByCount(total, count)).toEqual(frames)
  })

  it('has the golden numbers of 8 of 100', () => {
    expect(chooseFramesByCount(100, 8)).toEqual([6, 18, 31, 43, 56, 68, 80, 93])
  })

  it('gives exactly as many as asked for, in order and inside the video', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 500 }), (a, b) => {
        const [count, total] = [Math.min(a, b), Math.max(a, b)]
        const frames = chooseFramesByCount(total, count)
        expect(frames).toHaveLength(count)
        expect(frames.every((frame, i) => frame >= 0 && frame < total && frame >= (frames[i - 1] ?? 0))).toBe(true)
      }),
    )
  })

  it('refuses more than there are, and none', () => {
    expect(() => chooseFramesByCount(3, 4)).toThrow(/4 of 3/)
    expect(() => chooseFramesByCount(0, 1)).toThrow(RangeError)
    expect(() => chooseFramesByCount(3, 0)).toThrow(RangeError)
  })
})

describe('by rate', () => {
  it('takes the frame on screen at each tick', () => {
    expect(chooseFramesByRate(30, 10, 2)).toEqual([0, 5, 10, 15, 20, 25])
    expect(chooseFramesByRate(10, 24, 10)).toEqual([0, 2, 4, 7, 9])
    expect(chooseFramesByRate(5, 1, 1)).toEqual([0, 1, 2, 3, 4])
  })

  it('shows no frame twice, however fast', () => {
    expect(chooseFramesByRate(4, 10, 1000)).toEqual([0, 1, 2, 3])
  })

  it('begins with the first frame and stays inside, whatever the rates', () => {
    const rate = fc.double({ min: 0.01, max: 240, noNaN: true })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), rate, rate, (total, frameRate, perSecond) => {
        const frames = chooseFramesByRate(total, frameRate, perSecond)
        expect(frames[0]).toBe(0)
        expect(frames.every((frame, i) => i === 0 || (frame > frames[i - 1]! && frame < total))).toBe(true)
      }),
    )
  })

  it('refuses rates that are none', () => {
    for (const rate of [0, -1, NaN, Infinity]) expect(() => chooseFramesByRate(9, 10, rate)).toThrow(RangeError)
  })
})
