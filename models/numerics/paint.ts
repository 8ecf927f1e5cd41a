import type { Mask } from './masks.ts'
import type { RgbImage } from './rgb-image.ts'

/** A place in fractions of the width and height of a picture. */
export interface Point {
  readonly x: number
  readonly y: number
}
export type Colour = readonly [red: number, green: number, blue: number]

interface Ink {
  /** Left out: red, in which the models were taught. */
  readonly colour?: Colour | undefined
  /** In fractions of the shorter side. Left out: LINE_WIDTH. */
  readonly lineWidth?: number | undefined
}

/** Something painted on a picture for a model to look at. */
export type Mark =
  | ({ readonly type: 'ellipse'; readonly centre: Point; readonly radius: Point } & Ink)
  | ({ readonly type: 'arrow'; readonly from: Point; readonly to: Point } & Ink)
  | ({
      readonly type: 'rectangle'
      readonly box: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number }
    } & Ink)
  /** A translucent colour where the mask is set; the mask has the size of the picture. */
  | { readonly type: 'mask'; readonly mask: Mask; readonly colour?: Colour | undefined }

export const LINE_WIDTH = 0.012
const RED: Colour = [255, 0, 0]
const OVERLAY = 0.5
/** Samples along each side of a pixel: 16 decide how much of it a line covers. */
const SAMPLES = 4

/**
 * Paints marks on a copy of a picture, one over the other. Edges are smoothed by sampling at fixed places, so the bytes
 * are the same everywhere.
 *
 * Errors   RangeError for a mask of another size.
 * Source   emu.md 2.4, visual prompting: red circles painted on the images.
 */
export function paintMarks(image: RgbImage, marks: readonly Mark[]): RgbImage {
  const painted = { ...image, rgb: Uint8Array.from(image.rgb) }
  for (const mark of marks) {
    if (mark.type === 'mask') paintMask(painted, mark.mask, mark.colour ?? RED)
    else paintLines(painted, mark)
  }
  return painted
}

function paintMask({ width, height, rgb }: RgbImage, mask: Mask, colour: Colour): void {
  if (mask.width !== width || mask.height !== height)
    throw new RangeError(`a mask of ${mask.width}×${mask.height} is not for a picture of ${width}×${height}`)
  mask.alpha.forEach((alpha, i) => blend(rgb, i, colour, (OVERLAY * alpha) / 255))
}

type Outline = Exclude<Mark, { type: 'mask' }>

/** Pixels from here to a line, in the picture's own pixels. */
type Distance = (x: number, y: number) => number

function paintLines(image: RgbImage, mark: Outline): void {
  const { width, height, rgb } = image
  const half = Math.max((mark.lineWidth ?? LINE_WIDTH) * Math.min(width, height), 1) / 2
  const distance = measure(mark, width, height, half)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      // A pixel is never wider than 1.5 from centre to corner and line: most are clearly in or out.
      const centre = distance(x + 0.5, y + 0.5)
      if (centre > half + 1) continue
      blend(rgb, y * width + x, mark.colour ?? RED, centre < half - 1 ? 1 : cover(distance, x, y, half))
    }
  }
}

/** The share of a pixel that lies within `half` of the line. */
function cover(distance: Distance, x: number, y: number, half: number): number {
  let inside = 0
  for (let i = 0; i < SAMPLES * SAMPLES; i++) {
    const [dx, dy] = [((i % SAMPLES) + 0.5) / SAMPLES, (Math.floor(i / SAMPLES) + 0.5) / SAMPLES]
    if (distance(x + dx, y + dy) <= half) inside++
  }
  return inside / SAMPLES ** 2
}

function blend(rgb: Uint8Array, pixel: number, colour: Colour, share: number): void {
  for (let channel = 0; channel < 3; channel++) {
    const at = pixel * 3 + channel
    rgb[at] = Math.round(share * colour[channel]! + (1 - share) * rgb[at]!)
  }
}

function measure(mark: Outline, width: number, height: number, half: number): Distance {
  const toPixels = ({ x, y }: Point): Point => ({ x: x * width, y: y * height })
  if (mark.type === 'ellipse') return toEllipse(toPixels(mark.centre), toPixels(mark.radius))
  if (mark.type === 'arrow') return toArrow(toPixels(mark.from), toPixels(mark.to), half)
  const { left, top, right, bottom } = mark.box
  const corners = [
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
  ].map(toPixels)
  return nearest(corners.map((corner, i) => toSegment(corner, corners[(i + 1) % 4]!)))
}

const nearest =
  (distances: readonly Distance[]): Distance =>
  (x, y) =>
    Math.min(...distances.map((distance) => distance(x, y)))

/** To first order: the value of the ellipse's equation over the length of its gradient. */
function toEllipse(centre: Point, radius: Point): Distance {
  const [a, b] = [Math.max(radius.x, 0.5), Math.max(radius.y, 0.5)]
  return (x, y) => {
    const [u, v] = [(x - centre.x) / a, (y - centre.y) / b]
    const gradient = 2 * Math.hypot(u / a, v / b)
    return gradient === 0 ? Math.min(a, b) : Math.abs(u * u + v * v - 1) / gradient
  }
}

/** A shaft and two barbs a fifth of its length, at least five lines long. */
function toArrow(from: Point, to: Point, half: number): Distance {
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  const barb = Math.max(length / 5, half * 10)
  const back = Math.atan2(from.y - to.y, from.x - to.x)
  const barbs = [back - Math.PI / 6, back + Math.PI / 6].map((angle) =>
    toSegment(to, { x: to.x + barb * Math.cos(angle), y: to.y + barb * Math.sin(angle) }),
  )
  return nearest([toSegment(from, to), ...barbs])
}

function toSegment(a: Point, b: Point): Distance {
  const [dx, dy] = [b.x - a.x, b.y - a.y]
  const squared = dx * dx + dy * dy
  return (x, y) => {
    const along = squared === 0 ? 0 : Math.min(Math.max(((x - a.x) * dx + (y - a.y) * dy) / squared, 0), 1)
    return Math.hypot(x - a.x - along * dx, y - a.y - along * dy)
  }
}
