import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { paintMarks } from '../../../models/numerics/paint.ts'
import type { Mark } from '../../../models/numerics/paint.ts'

const SIDE = 100
const blank = { width: SIDE, height: SIDE, rgb: new Uint8Array(SIDE * SIDE * 3) }

const redAt = (rgb: Uint8Array, x: number, y: number) => rgb[(y * SIDE + x) * 3]!
/** Painted area in pixels. */
const area = (marks: readonly Mark[]) => {
  const { rgb } = paintMarks(blank, marks)
  let sum = 0
  for (let at = 0; at < rgb.length; at += 3) sum += rgb[at]!
  return sum / 255
}
const box = { left: 0.2, top: 0.3, right: 0.8, bottom: 0.7 }

it('leaves the picture it was given', () => {
  const before = blank.rgb.slice()
  const painted = paintMarks(blank, [{ kind: 'rectangle', ...box }])
  expect(blank.rgb).toEqual(before)
  expect(painted.rgb).not.toEqual(before)
  expect(paintMarks(blank, [])).toEqual(blank)
})

it('draws a rectangle whose line lies half on either side, in full colour at whole pixels', () => {
  const { rgb } = paintMarks(blank, [{ kind: 'rectangle', ...box, lineWidth: 0.04, colour: [200, 100, 50] }])
  const along = Array.from({ length: 8 }, (_, i) => redAt(rgb, 16 + i, 50))
  expect(along).toEqual([0, 0, 200, 200, 200, 200, 0, 0])
  expect([...rgb.subarray((50 * SIDE + 19) * 3, (50 * SIDE + 20) * 3)]).toEqual([200, 100, 50])
  expect(redAt(rgb, 50, 50)).toBe(0)
  expect(redAt(rgb, 50, 30)).toBe(200)
})

it('covers the areas that geometry says', () => {
  expect(area([{ kind: 'rectangle', ...box, lineWidth: 0.04 }])).toBe(64 * 44 - 56 * 36)
  const ellipse = Math.PI * (32 * 22 - 28 * 18)
  expect(Math.abs(area([{ kind: 'ellipse', ...box, lineWidth: 0.04 }]) / ellipse - 1)).toBeLessThan(0.01)
  // 4 wide: a head of 16 by 16 on a shaft of 44, whatever the direction
  for (const [toX, toY] of [
    [0.8, 0.5],
    [0.56, 0.98],
  ] as const) {
    const arrow = area([{ kind: 'arrow', fromX: 0.2, fromY: 0.5, toX, toY, lineWidth: 0.04 }])
    expect(Math.abs(arrow / (44 * 4 + (16 * 16) / 2) - 1)).toBeLessThan(0.02)
  }
})

it('the head of an arrow is at its end', () => {
  const { rgb } = paintMarks(blank, [{ kind: 'arrow', fromX: 0.2, fromY: 0.5, toX: 0.8, toY: 0.5, lineWidth: 0.04 }])
  expect([redAt(rgb, 66, 45), redAt(rgb, 34, 45), redAt(rgb, 40, 50), redAt(rgb, 81, 50)]).toEqual([255, 0, 255, 0])
})

describe('a mask', () => {
  const mask = { width: 2, height: 1, alpha: Uint8Array.of(0, 255) }
  const grey = { width: 4, height: 1, rgb: new Uint8Array(12).fill(100) }

  it('tints where it is set, half if nothing else is said, and nothing else', () => {
    const half = [100, 100, 100, 100, 100, 100, 178, 50, 50, 178, 50, 50]
    expect([...paintMarks(grey, [{ kind: 'mask', mask }]).rgb]).toEqual(half)
    const blue = paintMarks(grey, [{ kind: 'mask', mask, colour: [0, 0, 255], opacity: 1 }])
    expect([...blue.rgb.subarray(6, 9)]).toEqual([0, 0, 255])
  })

  it('later marks lie above', () => {
    const first: Mark = { kind: 'mask', mask, opacity: 1 }
    const second: Mark = { kind: 'mask', mask, colour: [0, 255, 0], opacity: 1 }
    expect([...paintMarks(grey, [first, second]).rgb.subarray(9)]).toEqual([0, 255, 0])
    expect([...paintMarks(grey, [second, first]).rgb.subarray(9)]).toEqual([255, 0, 0])
  })
})

it('draws at least a pixel, clips at the border, and draws nothing of what is beyond', () => {
  expect(Math.abs(area([{ kind: 'rectangle', ...box, lineWidth: 1e-6 }]) - (61 * 41 - 59 * 39))).toBeLessThan(1)
  expect(area([{ kind: 'rectangle', left: 0, top: 0, right: 1, bottom: 1, lineWidth: 0.04 }])).toBe(100 ** 2 - 96 ** 2)
  expect(area([{ kind: 'ellipse', left: 2, top: 2, right: 3, bottom: 3 }])).toBe(0)
})

it('the bytes are the same on every machine', () => {
  const { rgb } = paintMarks(blank, [
    { kind: 'ellipse', left: 0.11, top: 0.17, right: 0.93, bottom: 0.71 },
    { kind: 'arrow', fromX: 0.9, fromY: 0.83, toX: 0.37, toY: 0.21, colour: [0, 90, 255], lineWidth: 0.023 },
    { kind: 'rectangle', left: 0.313, top: 0.101, right: 0.577, bottom: 0.949, colour: [255, 255, 255] },
  ])
  // no reference draws so: these are our own bytes, looked at once
  expect(createHash('sha256').update(rgb).digest('hex')).toBe(
    '7251204b124f80c00b3840d401e2c826a9e32f3f8b45df368df4a95afbebc71a',
  )
})

it('refuses what cannot be drawn', () => {
  const refused: Mark[] = [
    { kind: 'rectangle', ...box, left: 0.9 },
    { kind: 'ellipse', ...box, top: Number.NaN },
    { kind: 'rectangle', ...box, lineWidth: 0 },
    { kind: 'arrow', fromX: 0.5, fromY: 0.5, toX: 0.5, toY: 0.5 },
    { kind: 'mask', mask: { width: 1, height: 1, alpha: Uint8Array.of(255) }, opacity: 2 },
  ]
  for (const mark of refused) expect(() => paintMarks(blank, [mark])).toThrow(RangeError)
})
