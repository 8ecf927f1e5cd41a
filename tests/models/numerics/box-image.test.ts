import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { drawBoxImage } from '../../../models/numerics/box-image.ts'
import { readPainting } from './painting.ts'

const { boxes } = readPainting()

it.each(boxes)('$edges of $side, $thickness thick, is what OpenCV draws', ({ side, edges, thickness, sha256 }) => {
  const [left, top, right, bottom] = edges
  const { rgb, ...size } = drawBoxImage(side, { left, top, right, bottom }, thickness)
  expect(size).toEqual({ width: side, height: side })
  expect(createHash('sha256').update(rgb).digest('hex')).toBe(sha256)
})

it('refuses a thickness that is none', () => {
  expect(() => drawBoxImage(32, { left: 0, top: 0, right: 9, bottom: 9 }, 0)).toThrow(/0 thick/)
})
