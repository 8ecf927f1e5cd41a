import type { RgbImage } from './rgb-image.ts'

/** A box in a picture, in fractions of its width and height from the upper left. */
export interface BoxFractions {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/**
 * Cuts a box out of a picture: the pixels whose centres it holds, the left and upper edge included, the right and
 * lower not; so boxes that share an edge share no pixel, and 0…1 is the picture itself. A box that holds no centre
 * gives the one pixel it lies in (per axis): never an empty picture. What is beyond the picture is left out.
 *
 * Errors   RangeError for a box that is inside out or has no number in it.
 */
export function cropImage(image: RgbImage, { left, top, right, bottom }: BoxFractions): RgbImage {
  if (!(left <= right && top <= bottom)) throw new RangeError(`no box goes from ${left}, ${top} to ${right}, ${bottom}`)
  const [fromX, toX] = cutAxis(left, right, image.width)
  const [fromY, toY] = cutAxis(top, bottom, image.height)
  const [width, height] = [toX - fromX, toY - fromY]
  const rgb = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y++) {
    const start = ((fromY + y) * image.width + fromX) * 3
    rgb.set(image.rgb.subarray(start, start + width * 3), y * width * 3)
  }
  return { width, height, rgb }
}

/** First pixel and the one after the last, of `size`. */
function cutAxis(from: number, to: number, size: number): [number, number] {
  const first = clamp(Math.ceil(from * size - 0.5), size)
  const end = clamp(Math.ceil(to * size - 0.5), size)
  if (first < end) return [first, end]
  const only = Math.min(clamp(Math.floor(from * size), size), size - 1)
  return [only, only + 1]
}

const clamp = (pixel: number, size: number): number => Math.min(Math.max(pixel, 0), size)
