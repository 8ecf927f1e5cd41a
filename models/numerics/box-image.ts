import type { RgbImage } from './rgb-image.ts'

/** Edges in pixels. */
export interface PixelBox {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/**
 * A box as the Emu models are shown it: a white outline on a black square, byte for byte what OpenCV draws with
 * `cv2.rectangle(image, (left, top), (right, bottom), (255, 255, 255), thickness)`. Edges beyond the square are moved to
 * it and swapped where they are the wrong way round, as the authors' demo does.
 *
 * OpenCV draws a line of one pixel as it is, and a thicker one as a band with a disc at both ends. The band reaches
 * (thickness + 1) / 2 pixels to both sides, rounded down: a thickness of 3 is five pixels wide, and so are the boxes the
 * models were taught with.
 *
 * Shapes   returns RGB of side × side pixels.
 * Source   emu.md 2.4: 448 pixels, thickness 3. OpenCV, imgproc/drawing.cpp, ThickLine.
 */
export function drawBoxImage(side: number, box: PixelBox, thickness: number): RgbImage {
  if (!Number.isInteger(side) || side < 1 || !Number.isInteger(thickness) || thickness < 1)
    throw new RangeError(`no box can be drawn ${thickness} thick on ${side} pixels`)
  const rgb = new Uint8Array(side * side * 3)
  const [left, right] = order(box.left, box.right, side)
  const [top, bottom] = order(box.top, box.bottom, side)
  const reach = thickness === 1 ? 0 : Math.floor((thickness + 1) / 2)
  const fill = (x0: number, y0: number, x1: number, y1: number) => {
    for (let y = Math.max(y0, 0); y <= Math.min(y1, side - 1); y++) {
      rgb.fill(255, (y * side + Math.max(x0, 0)) * 3, (y * side + Math.min(x1, side - 1) + 1) * 3)
    }
  }
  for (const y of [top, bottom]) fill(left, y - reach, right, y + reach)
  for (const x of [left, right]) fill(x - reach, top, x + reach, bottom)
  for (const x of [left, right]) for (const y of [top, bottom]) drawDisc(x, y)
  return { width: side, height: side, rgb }

  function drawDisc(x: number, y: number): void {
    for (const [dy, half] of discRows(reach)) fill(x - half, y + dy, x + half, y + dy)
  }
}

/** Rows of OpenCV's disc of a small radius: how far it reaches to both sides of its centre in each. */
function discRows(radius: number): [number, number][] {
  const rows: [number, number][] = []
  for (let dy = -radius; dy <= radius; dy++) {
    rows.push([dy, Math.floor(Math.sqrt(radius * radius - dy * dy))])
  }
  return rows
}

function order(a: number, b: number, side: number): [number, number] {
  const [first, second] = [a, b].map((edge) => Math.min(Math.max(Math.round(edge), 0), side))
  return [Math.min(first!, second!), Math.max(first!, second!)]
}
