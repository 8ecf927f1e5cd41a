import type { BoxFractions } from './crop.ts'
import { latentMask } from './masks.ts'
import type { Mask } from './masks.ts'
import type { RgbImage } from './rgb-image.ts'

export type Rgb = readonly [red: number, green: number, blue: number]

interface Outline {
  /** Red if left out. */
  readonly colour?: Rgb
  /** In fractions of the picture's short side; at least a pixel is drawn. */
  readonly lineWidth?: number
}

/** A box to draw, and the ellipse in it (a circle where the box is square in pixels). Lines lie half on either side. */
interface BoxMark extends Outline, BoxFractions {
  readonly kind: 'rectangle' | 'ellipse'
}

interface ArrowMark extends Outline {
  readonly kind: 'arrow'
  readonly fromX: number
  readonly fromY: number
  /** The tip of the head. */
  readonly toX: number
  readonly toY: number
}

interface MaskMark {
  readonly kind: 'mask'
  /** Of any size: it is stretched over the picture. */
  readonly mask: Mask
  readonly colour?: Rgb
  /** How much of the colour is seen inside of the mask; 0.5 if left out. */
  readonly opacity?: number
}

/** What a person draws on a picture to point at something. Places are fractions of the picture's width and height. */
export type Mark = BoxMark | ArrowMark | MaskMark

const RED: Rgb = [255, 0, 0]
const LINE_WIDTH = 0.012
const OPACITY = 0.5

/**
 * A copy of the picture with the marks on it, later ones above earlier ones. Edges are smoothed by 4 × 4 samples per
 * pixel. Only correctly rounded arithmetic is used (no sine, no power, no hypot), so the bytes are the same on every machine.
 *
 * Errors   RangeError for a place or width that is no number, a box that is inside out, an arrow without a length.
 */
export function paintMarks(image: RgbImage, marks: readonly Mark[]): RgbImage {
  const painted = { ...image, rgb: image.rgb.slice() }
  for (const mark of marks) {
    if (mark.kind === 'mask') paintMask(painted, mark)
    else paintShape(painted, shapeOf(mark, image), mark.colour ?? RED)
  }
  return painted
}

function paintMask(painted: RgbImage, { mask, colour = RED, opacity = OPACITY }: MaskMark): void {
  if (!(opacity >= 0 && opacity <= 1)) throw new RangeError(`an opacity is from 0 to 1, not ${opacity}`)
  latentMask(mask, painted.width, painted.height).forEach((share, at) => {
    if (share > 0) blendPixel(painted, at, colour, share * opacity)
  })
}

/** In pixels of the picture: what it certainly lies within, and whether a point belongs to it. */
interface Shape extends BoxFractions {
  readonly has: (x: number, y: number) => boolean
}

const SAMPLES = 4

function paintShape(painted: RgbImage, shape: Shape, colour: Rgb): void {
  const { width, height } = painted
  const toX = Math.min(Math.ceil(shape.right), width)
  const toY = Math.min(Math.ceil(shape.bottom), height)
  for (let y = Math.max(Math.floor(shape.top), 0); y < toY; y++) {
    for (let x = Math.max(Math.floor(shape.left), 0); x < toX; x++) {
      let hits = 0
      for (let s = 0; s < SAMPLES ** 2; s++) {
        const [column, row] = [s % SAMPLES, Math.floor(s / SAMPLES)]
        if (shape.has(x + (column + 0.5) / SAMPLES, y + (row + 0.5) / SAMPLES)) hits++
      }
      if (hits > 0) blendPixel(painted, y * width + x, colour, hits / SAMPLES ** 2)
    }
  }
}

function blendPixel({ rgb }: RgbImage, at: number, colour: Rgb, share: number): void {
  for (let channel = 0; channel < 3; channel++) {
    const under = rgb[at * 3 + channel]!
    rgb[at * 3 + channel] = Math.round(under + (colour[channel]! - under) * share)
  }
}

function shapeOf(mark: BoxMark | ArrowMark, { width, height }: RgbImage): Shape {
  const { lineWidth = LINE_WIDTH } = mark
  if (!(lineWidth > 0 && lineWidth <= 1))
    throw new RangeError(`a line is wide by a fraction of 0 to 1, not ${lineWidth}`)
  const half = Math.max(1, lineWidth * Math.min(width, height)) / 2
  if (mark.kind === 'arrow') {
    return arrowShape(mark.fromX * width, mark.fromY * height, mark.toX * width, mark.toY * height, half)
  }
  const { left, top, right, bottom } = mark
  if (![left, top, right, bottom].every(Number.isFinite) || left > right || top > bottom)
    throw new RangeError(`no ${mark.kind} goes from ${left}, ${top} to ${right}, ${bottom}`)
  const box = { left: left * width, top: top * height, right: right * width, bottom: bottom * height }
  return mark.kind === 'rectangle' ? rectangleShape(box, half) : ellipseShape(box, half)
}

const grow = ({ left, top, right, bottom }: BoxFractions, by: number): BoxFractions => ({
  left: left - by,
  top: top - by,
  right: right + by,
  bottom: bottom + by,
})

function rectangleShape(box: BoxFractions, half: number): Shape {
  const [outer, inner] = [grow(box, half), grow(box, -half)]
  const isIn = (b: BoxFractions, x: number, y: number) => x >= b.left && x < b.right && y >= b.top && y < b.bottom
  return { ...outer, has: (x, y) => isIn(outer, x, y) && !isIn(inner, x, y) }
}

/** Between two ellipses, one wider and one narrower by half of the line. */
function ellipseShape(box: BoxFractions, half: number): Shape {
  const [centreX, centreY] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2]
  const isIn = (b: BoxFractions, x: number, y: number) => {
    const [radiusX, radiusY] = [(b.right - b.left) / 2, (b.bottom - b.top) / 2]
    if (radiusX <= 0 || radiusY <= 0) return false
    const [across, down] = [(x - centreX) / radiusX, (y - centreY) / radiusY]
    return across * across + down * down <= 1
  }
  const [outer, inner] = [grow(box, half), grow(box, -half)]
  return { ...outer, has: (x, y) => isIn(outer, x, y) && !isIn(inner, x, y) }
}

/** A shaft, and a head four lines long and as wide; a short arrow is all head. */
function arrowShape(fromX: number, fromY: number, toX: number, toY: number, half: number): Shape {
  const [dx, dy] = [toX - fromX, toY - fromY]
  const length = Math.sqrt(dx * dx + dy * dy)
  if (!(length > 0 && length < Infinity)) throw new RangeError('an arrow needs a start and an end elsewhere')
  const head = Math.min(length, half * 8)
  const reach = Math.max(half, head / 2)
  return {
    left: Math.min(fromX, toX) - reach,
    top: Math.min(fromY, toY) - reach,
    right: Math.max(fromX, toX) + reach,
    bottom: Math.max(fromY, toY) + reach,
    has: (x, y) => {
      const along = ((x - fromX) * dx + (y - fromY) * dy) / length
      const aside = Math.abs((x - fromX) * dy - (y - fromY) * dx) / length
      if (along < 0 || along > length) return false
      return along < length - head ? aside <= half : aside <= (length - along) / 2
    },
  }
}
