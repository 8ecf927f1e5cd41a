import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { drawBoxImage } from '../../../models/numerics/box-image.ts'
import { readGolden } from './golden.ts'

const golden = readGolden('boxes.json') as {
  side: number
  box: [number, number, number, number]
  thickness: number
  sha256: string
}[]

it.each(golden)('$side px, box $box, thickness $thickness: the bytes of OpenCV', ({ side, box, thickness, sha256 }) => {
  const [left, top, right, bottom] = box
  const { width, height, rgb } = drawBoxImage(side, { left, top, right, bottom }, thickness)
  expect([width, height]).toEqual([side, side])
  expect(createHash('sha256').update(rgb).digest('hex')).toBe(sha256)
})

it('refuses parts of pixels and thicknesses nobody compared', () => {
  const box = { left: 1, top: 1, right: 5, bottom: 5 }
  expect(() => drawBoxImage(448, { ...box, left: 0.5 }, 3)).toThrow(RangeError)
  expect(() => drawBoxImage(0, box, 3)).toThrow(RangeError)
  expect(() => drawBoxImage(448, box, 4)).toThrow(RangeError)
})
