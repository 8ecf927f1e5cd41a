import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { measureDistances } from '../../../models/numerics/distances.ts'
import { readGolden } from './golden.ts'

const golden = readGolden('masks.json') as { width: number; height: number; mask: number[]; squaredDistances: number[] }

it('is the exact distance transform of OpenCV', () => {
  const distances = measureDistances(golden.width, golden.height, (at) => golden.mask[at] === 0)
  golden.squaredDistances.forEach((square, at) => expect(distances[at]).toBe(Math.sqrt(square)))
})

it('is what trying all targets finds; Infinity where there is none', () => {
  const side = fc.integer({ min: 1, max: 9 })
  fc.assert(
    fc.property(side, side, fc.uniqueArray(fc.nat(80), { maxLength: 6 }), (width, height, targets) => {
      const distances = measureDistances(width, height, (at) => targets.includes(at))
      distances.forEach((distance, at) => {
        const all = targets
          .filter((target) => target < width * height)
          .map(
            (target) =>
              ((target % width) - (at % width)) ** 2 + (Math.floor(target / width) - Math.floor(at / width)) ** 2,
          )
        expect(distance).toBe(Math.sqrt(Math.min(...all)))
      })
    }),
  )
})
