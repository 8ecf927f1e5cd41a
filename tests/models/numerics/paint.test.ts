import { describe, expect, it } from 'vitest'
import { paintMarks } from '../../../models/numerics/paint.ts'
import type { Mark } from '../../../models/numerics/paint.ts'

const SIDE = 40
const white = { width: SIDE, height: SIDE, rgb: new Uint8Array(SIDE * SIDE * 3).fill(255) }
const paint = (...marks: Mark[]) => paintMarks(white, marks).rgb
/** Redness of a pixel: 0 as it was, 1 fully painted. */
const inkAt = (rgb: Uint8Array, x: number, y: number) => 1 - rgb[(y * SIDE + x) * 3 + 1]! / 255
const half = { x: 0.5, y: 0.5 }

it('leaves the picture it is given as it was', () => {
  const before = Uint8Array.from(white.rgb)
  paint({ type: 'ellipse', centre: half, radius: { x: 0.25, y: 0.25 } })
  expect(white.rgb).toEqual(before)
})

it('draws a circle through the points of its edge, and neither its middle nor its surroundings', () => {
  const rgb = paint({ type: 'ellipse', centre: half, radius: { x: 0.25, y: 0.25 }, lineWidth: 0.1 })
  for (const [x, y] of [
    [10, 20],
    [29, 20],
    [20, 10],
    [20, 29],
    [13, 13],
  ] as const)
    expect(inkAt(rgb, x, y)).toBeGreaterThan(0.5)
  for (const [x, y] of [
    [20, 20],
    [0, 0],
    [5, 20],
    [39, 39],
  ] as const)
    expect(inkAt(rgb, x, y)).toBe(0)
})

it('is as wide as it says, edges smoothed', () => {
  const rgb = paint({ type: 'rectangle', box: { left: 0.25, top: 0.25, right: 0.75, bottom: 0.75 }, lineWidth: 0.1 })
  const row = Array.from({ length: SIDE }, (_, x) => inkAt(rgb, x, 20))
  expect(row.slice(0, 20).reduce((sum, ink) => sum + ink, 0)).toBeCloseTo(4, 5)
  expect(row.slice(8, 12)).toEqual([1, 1, 1, 1])
})

it('an arrow has its head where it points to', () => {
  const rgb = paint({ type: 'arrow', from: { x: 0.1, y: 0.5 }, to: { x: 0.9, y: 0.5 }, lineWidth: 0.05 })
  const heights = Array.from(
    { length: SIDE },
    (_, x) => Array.from({ length: SIDE }, (_row, y) => inkAt(rgb, x, y)).filter((ink) => ink > 0.2).length,
  )
  expect(Math.max(...heights.slice(26, 36))).toBeGreaterThan(Math.max(...heights.slice(6, 24)))
  expect(heights[2]).toBe(0)
  expect(heights[38]).toBe(0)
})

describe('a mask', () => {
  const alpha = Uint8Array.from({ length: SIDE * SIDE }, (_, i) => (i < SIDE ? 255 : 0))

  it('lies half over what is there, and nowhere else', () => {
    const rgb = paint({ type: 'mask', mask: { width: SIDE, height: SIDE, alpha } })
    expect(inkAt(rgb, 3, 0)).toBeCloseTo(0.5, 2)
    expect(inkAt(rgb, 3, 1)).toBe(0)
  })

  it('of another size is refused', () => {
    expect(() => paint({ type: 'mask', mask: { width: 1, height: 1, alpha: Uint8Array.of(255) } })).toThrow(/1×1/)
  })
})

it('paints in the colour it is given, later marks over earlier ones', () => {
  const circle = { type: 'ellipse', centre: half, radius: { x: 0.25, y: 0.25 }, lineWidth: 0.1 } as const
  const rgb = paint(circle, { ...circle, colour: [0, 0, 255] })
  expect([...rgb.slice((20 * SIDE + 10) * 3, (20 * SIDE + 10) * 3 + 3)]).toEqual([0, 0, 255])
})

it('marks beyond the picture and of no size harm nothing', () => {
  paint({ type: 'ellipse', centre: { x: 5, y: -5 }, radius: { x: 0, y: 0 } })
  paint({ type: 'arrow', from: half, to: half })
  expect(
    paintMarks({ width: 1, height: 1, rgb: new Uint8Array(3) }, [{ type: 'arrow', from: half, to: half }]).rgb,
  ).toHaveLength(3)
})
