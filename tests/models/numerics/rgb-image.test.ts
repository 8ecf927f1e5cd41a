import { expect, it } from 'vitest'
import { fromPlanes, toPixelValues } from '../../../models/numerics/rgb-image.ts'

it('goes from interleaved bytes to normalised planes', () => {
  const image = { width: 2, height: 1, rgb: Uint8Array.of(0, 51, 255, 255, 51, 0) }
  const planes = toPixelValues(image, [0, 0.2, 0.5], [1, 1, 0.5])
  expect([...planes].map((x) => Math.round(x * 1e6) / 1e6)).toEqual([0, 1, 0, 0, 1, -1])
})

it('goes back from planes, clamping what lies beyond', () => {
  const image = fromPlanes(Float32Array.of(-1, 1, 0, 9, -9, 0.5), 2, 1)
  expect([...image.rgb]).toEqual([0, 128, 0, 255, 255, 191])
  expect(() => fromPlanes(new Float32Array(5), 2, 1)).toThrow(RangeError)
})
