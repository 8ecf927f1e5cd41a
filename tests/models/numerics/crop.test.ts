import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cropImage } from '../../../models/numerics/crop.ts'

const image = { width: 4, height: 2, rgb: Uint8Array.from({ length: 24 }, (_, i) => i) }
const all = { left: 0, top: 0, right: 1, bottom: 1 }

it('0…1 is the picture itself, and what is beyond it is left out', () => {
  expect(cropImage(image, all)).toEqual(image)
  expect(cropImage(image, { left: -3, top: -1, right: 9, bottom: 1.5 })).toEqual(image)
})

it('cuts the pixels whose centres are in the box', () => {
  expect(cropImage(image, { left: 0.25, top: 0.5, right: 0.75, bottom: 1 })).toEqual({
    width: 2,
    height: 1,
    rgb: Uint8Array.of(15, 16, 17, 18, 19, 20),
  })
})

describe('whatever the box', () => {
  const fraction = fc.double({ min: -0.5, max: 1.5, noNaN: true })

  it('the two sides of a cut are the whole, each pixel once', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.13, max: 0.87, noNaN: true }), (x) => {
        const [left, right] = [cropImage(image, { ...all, right: x }), cropImage(image, { ...all, left: x })]
        expect(left.width + right.width).toBe(4)
      }),
    )
  })

  it('there is at least one pixel of the picture', () => {
    fc.assert(
      fc.property(fraction, fraction, fraction, fraction, (a, b, c, d) => {
        const box = { left: Math.min(a, b), right: Math.max(a, b), top: Math.min(c, d), bottom: Math.max(c, d) }
        const { width, height, rgb } = cropImage(image, box)
        expect(width * height).toBeGreaterThan(0)
        expect(rgb).toHaveLength(width * height * 3)
      }),
    )
  })
})

it('a box of no size gives the pixel it lies in', () => {
  const pixel = (left: number, top: number) => cropImage(image, { left, top, right: left, bottom: top }).rgb[0]
  expect([pixel(0, 0), pixel(0.99, 0.99), pixel(1, 1), pixel(0.3, 0.6)]).toEqual([0, 21, 21, 15])
})

it('refuses boxes that are inside out or have no number', () => {
  expect(() => cropImage(image, { ...all, left: 0.8, right: 0.2 })).toThrow(RangeError)
  expect(() => cropImage(image, { ...all, top: Number.NaN })).toThrow(RangeError)
})
