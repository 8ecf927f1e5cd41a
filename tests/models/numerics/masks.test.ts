import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compositeInside, featherInside, latentMask } from '../../../models/numerics/masks.ts'
import type { Mask } from '../../../models/numerics/masks.ts'
import { readGolden } from './golden.ts'

const golden = readGolden('masks.json') as {
  width: number
  height: number
  mask: number[]
  squaredDistances: number[]
  means: { width: number; height: number; values: number[] }[]
}
const blot: Mask = { width: golden.width, height: golden.height, alpha: Uint8Array.from(golden.mask) }

const side = fc.integer({ min: 1, max: 12 })
const anyMask = fc
  .tuple(side, side)
  .chain(([width, height]) =>
    fc
      .array(fc.constantFrom(0, 0, 1, 128, 255, 255), { minLength: width * height, maxLength: width * height })
      .map((alpha): Mask => ({ width, height, alpha: Uint8Array.from(alpha) })),
  )

it.each(golden.means)('on a grid of $width×$height it is the area mean of OpenCV', ({ width, height, values }) => {
  const shares = latentMask(blot, width, height)
  expect(shares).toHaveLength(values.length)
  values.forEach((value, at) => expect(shares[at]! * 255).toBeCloseTo(value, 3))
})

it('feathers over the exact distance to what is outside', () => {
  const { alpha } = featherInside(blot, 2)
  golden.squaredDistances.forEach((square, at) => {
    const risen = Math.min(1, Math.sqrt(square) / 3)
    expect(alpha[at]).toBe(golden.mask[at] === 0 ? 0 : Math.min(golden.mask[at]!, Math.round(risen * 255)))
  })
})

describe('whatever the mask', () => {
  it('feathering never adds and never empties', () => {
    fc.assert(
      fc.property(anyMask, fc.double({ min: 0, max: 20, noNaN: true }), (mask, px) => {
        const soft = featherInside(mask, px)
        mask.alpha.forEach((alpha, at) => {
          expect(soft.alpha[at]).toBeLessThanOrEqual(alpha)
          expect(soft.alpha[at]! > 0).toBe(alpha > 0)
        })
      }),
    )
  })

  it('by 0 pixels nothing changes', () => {
    fc.assert(
      fc.property(anyMask, (mask) => {
        expect(featherInside(mask, 0)).toEqual(mask)
      }),
    )
  })
})

it('the border of the picture is no edge', () => {
  const full: Mask = { width: 3, height: 2, alpha: new Uint8Array(6).fill(255) }
  expect(featherInside(full, 5)).toEqual(full)
  const half: Mask = { width: 4, height: 1, alpha: Uint8Array.of(0, 255, 255, 255) }
  expect([...featherInside(half, 1).alpha]).toEqual([0, 128, 255, 255])
})

describe('compositing', () => {
  const source = { width: 3, height: 1, rgb: Uint8Array.of(10, 20, 30, 10, 20, 30, 0, 255, 7) }
  const edit = { width: 3, height: 1, rgb: Uint8Array.of(200, 1, 2, 200, 1, 2, 255, 0, 8) }

  it('takes bytes as they are outside and inside, and blends between', () => {
    const mask = { width: 3, height: 1, alpha: Uint8Array.of(0, 255, 51) } // 51 is a fifth
    expect([...compositeInside(source, edit, mask).rgb]).toEqual([10, 20, 30, 200, 1, 2, 51, 204, 7])
  })

  it('refuses sizes that differ and masks that are none', () => {
    const wide = { width: 2, height: 1, alpha: Uint8Array.of(0, 255) }
    expect(() => compositeInside(source, edit, wide)).toThrow(/2×1.*3×1/)
    expect(() => compositeInside(source, edit, { width: 3, height: 1, alpha: new Uint8Array(2) })).toThrow(RangeError)
    expect(() => latentMask(wide, 0, 1)).toThrow(RangeError)
    expect(() => featherInside(wide, Number.NaN)).toThrow(RangeError)
  })
})
