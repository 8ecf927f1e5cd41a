import type { RgbImage } from './rgb-image.ts'

/** A box in pixels of the canvas, whole numbers; the corners may be given in any order and may lie beyond it. */
export interface BoxPx {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/**
 * The picture by which Emu2 is told where something shall be: a white outline on a black square, to the byte as
 * OpenCV draws it. Corners are clipped to 0…side and sorted first. Lines of more than one pixel are wider than they
 * say (2 is 3 wide, 3 is 5) and end in discs, which rounds the corners: the model was trained on exactly that.
 *
 * Errors   RangeError for parts of pixels, or a thickness other than 1 to 3 (those are compared with OpenCV).
 * Source   OpenCV, imgproc/drawing.cpp (rectangle, ThickLine, Circle); emu.md 2.4: side 448, thickness 3.
 */
export function drawBoxImage(sidePx: number, box: BoxPx, thicknessPx: number): RgbImage {
  const numbers = [sidePx, box.left, box.top, box.right, box.bottom]
  if (!numbers.every(Number.isInteger) || sidePx < 1)
    throw new RangeError(`a box image has whole pixels, not ${numbers.join(', ')}`)
  if (![1, 2, 3].includes(thicknessPx)) throw new RangeError(`a box is 1, 2 or 3 pixels thick, not ${thicknessPx}`)
  const clip = (value: number): number => Math.min(Math.max(value, 0), sidePx)
  const [left, right] = sort(clip(box.left), clip(box.right))
  const [top, bottom] = sort(clip(box.top), clip(box.bottom))
  const rgb = new Uint8Array(sidePx * sidePx * 3)
  const fill = (fromX: number, fromY: number, toX: number, toY: number): void => {
    const [first, end] = [Math.max(fromX, 0), Math.min(toX + 1, sidePx)]
    for (let y = Math.max(fromY, 0); y <= Math.min(toY, sidePx - 1) && first < end; y++)
      rgb.fill(255, (y * sidePx + first) * 3, (y * sidePx + end) * 3)
  }
  const reach = thicknessPx - 1 // to either side of the line
  for (const y of [top, bottom]) {
    for (let dy = -reach; dy <= reach; dy++) {
      const bulge = Math.floor(Math.sqrt(reach ** 2 - dy ** 2)) // the discs at both ends
      fill(left - bulge, y + dy, left + bulge, y + dy)
      fill(right - bulge, y + dy, right + bulge, y + dy)
      if (left < right) fill(left, y + dy, right, y + dy)
    }
  }
  if (top < bottom) for (const x of [left, right]) fill(x - reach, top, x + reach, bottom)
  return { width: sidePx, height: sidePx, rgb }
}

const sort = (a: number, b: number): [number, number] => (a < b ? [a, b] : [b, a])
