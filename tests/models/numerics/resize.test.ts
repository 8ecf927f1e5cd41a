import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { fitWithin, resizeBicubic } from '../../../models/numerics/resize.ts'
import type { RgbImage } from '../../../models/numerics/rgb-image.ts'
import { golden } from './golden.ts'

/** The same picture as in tests/fixtures/numerics/make.py. */
function drawPattern(width: number, height: number): RgbImage {
  const rgb = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * i * 31 + i * 7 + (i >> 3) * 13) % 256)
  return { width, height, rgb }
}

it.each(golden.resize)('resizes $from to $to byte for byte as Pillow does', ({ from, to, sha256 }) => {
  const resized = resizeBicubic(drawPattern(from[0]!, from[1]!), to[0]!, to[1]!)
  expect(createHash('sha256').update(resized.rgb).digest('hex')).toBe(sha256)
})

it('leaves a picture of the right size alone', () => {
  const picture = drawPattern(9, 4)
  expect(resizeBicubic(picture, 9, 4)).toBe(picture)
})

it('refuses sizes that are none', () => {
  expect(() => resizeBicubic(drawPattern(2, 2), 0, 4)).toThrow(RangeError)
  expect(() => resizeBicubic({ width: 2, height: 2, rgb: new Uint8Array(11) }, 4, 4)).toThrow(RangeError)
})

it('fits within a side and keeps the aspect, never enlarging', () => {
  expect(fitWithin(drawPattern(256, 64), 128)).toEqual({ width: 128, height: 32 })
  expect(fitWithin(drawPattern(20, 10), 128)).toEqual({ width: 20, height: 10 })
  expect(fitWithin(drawPattern(900, 1), 128)).toEqual({ width: 128, height: 1 })
})
