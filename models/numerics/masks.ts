import { coverCells } from './area-weights.ts'
import { measureDistances } from './distances.ts'
import type { RgbImage } from './rgb-image.ts'

/** Which part of a picture may change. */
export interface Mask {
  readonly width: number
  readonly height: number
  /** width · height bytes, rows from the top: 0 outside, 255 inside, between them a soft edge. */
  readonly alpha: Uint8Array
}

/**
 * A mask for a picture of another size, never generous: where any part of a new pixel lies outside, the new pixel is
 * outside, so that nothing outside changes after going to another size and back. Elsewhere the mean over the covered
 * area, rounded, at least 1. What is thinner than a new pixel is lost; grow the mask before if it must not be.
 *
 * Errors   RangeError for a mask whose bytes do not fit its size, or a size below 1.
 */
export function resizeMask(mask: Mask, width: number, height: number): Mask {
  const alpha = new Uint8Array(width * height)
  eachCover(mask, width, height, (at, mean, least) => {
    alpha[at] = least === 0 ? 0 : Math.max(1, Math.round(mean))
  })
  return { width, height, alpha }
}

/**
 * The mask on the grid of a decoder: the mean of the covered pixels, 0 outside … 1 inside.
 *
 * Shapes   returns f32 [height, width], flattened.
 */
export function latentMask(mask: Mask, width: number, height: number): Float32Array {
  const shares = new Float32Array(width * height)
  eachCover(mask, width, height, (at, mean) => {
    shares[at] = mean / 255
  })
  return shares
}

/**
 * The edit inside of the mask, the source outside: byte for byte where alpha is 255 or 0, blended and rounded between.
 *
 * Errors   RangeError unless all three have one size.
 */
export function compositeInside(source: RgbImage, edit: RgbImage, mask: Mask): RgbImage {
  checkMask(mask)
  for (const image of [source, edit]) {
    if (image.width !== mask.width || image.height !== mask.height)
      throw new RangeError(`a mask of ${mask.width}×${mask.height} cannot cut ${image.width}×${image.height} pixels`)
  }
  const rgb = new Uint8Array(source.rgb.length)
  for (let at = 0; at < rgb.length; at++) {
    const alpha = mask.alpha[Math.floor(at / 3)]!
    rgb[at] = Math.round((source.rgb[at]! * (255 - alpha) + edit.rgb[at]! * alpha) / 255)
  }
  return { width: source.width, height: source.height, rgb }
}

/**
 * Grows the mask by `radiusPx` in all directions: each pixel becomes the largest of those whose centres are at most
 * so far away. 0 changes nothing.
 */
export function dilateMask(mask: Mask, radiusPx: number): Mask {
  checkMask(mask)
  if (!(radiusPx >= 0)) throw new RangeError(`a mask cannot grow by ${radiusPx} pixels`)
  const { width, height } = mask
  const reach = Math.min(Math.floor(radiusPx), Math.max(width, height))
  const alpha = mask.alpha.slice()
  for (let dy = -reach; dy <= reach; dy++) {
    const wide = widenRows(mask, Math.floor(Math.sqrt(radiusPx ** 2 - dy ** 2)))
    for (let y = Math.max(0, -dy); y < Math.min(height, height - dy); y++) {
      for (let x = 0; x < width; x++) {
        const at = y * width + x
        alpha[at] = Math.max(alpha[at]!, wide[at + dy * width]!)
      }
    }
  }
  return { width, height, alpha }
}

/**
 * Softens the edge inwards only: alpha rises evenly over `widthPx` pixels from the nearest pixel outside, so nothing
 * that was outside changes and nothing inside gets harder. The border of the picture is no edge. 0 changes nothing.
 */
export function featherInside(mask: Mask, widthPx: number): Mask {
  checkMask(mask)
  if (!(widthPx >= 0)) throw new RangeError(`an edge cannot be ${widthPx} pixels soft`)
  const { width, height } = mask
  const distances = measureDistances(width, height, (at) => mask.alpha[at] === 0)
  const alpha = mask.alpha.map((inside, at) => {
    const risen = Math.min(1, distances[at]! / (widthPx + 1))
    return inside === 0 ? 0 : Math.min(inside, Math.max(1, Math.round(risen * 255)))
  })
  return { width, height, alpha }
}

/** For every pixel of a new size: the weighted mean and the least of the pixels that it covers. */
function eachCover(
  mask: Mask,
  width: number,
  height: number,
  visit: (at: number, mean: number, least: number) => void,
) {
  checkMask(mask)
  if (!Number.isInteger(width) || !Number.isInteger(height) || width < 1 || height < 1)
    throw new RangeError(`a mask cannot have ${width}×${height} pixels`)
  const [columns, rows] = [coverCells(mask.width, width), coverCells(mask.height, height)]
  rows.forEach((row, y) => {
    columns.forEach((column, x) => {
      let [sum, least] = [0, 255]
      row.parts.forEach((rowPart, dy) => {
        const start = (row.first + dy) * mask.width + column.first
        column.parts.forEach((columnPart, dx) => {
          const value = mask.alpha[start + dx]!
          sum += value * rowPart * columnPart
          least = Math.min(least, value)
        })
      })
      visit(y * width + x, sum / (mask.width * mask.height), least)
    })
  })
}

/** Per pixel the largest of those at most `reach` to its left and right. */
function widenRows({ width, height, alpha }: Mask, reach: number): Uint8Array {
  if (reach === 0) return alpha
  const wide = alpha.slice()
  for (let y = 0; y < height; y++) {
    const row = alpha.subarray(y * width, (y + 1) * width)
    for (let x = 0; x < width; x++) {
      const value = row[x]!
      // Between neighbours no smaller it reaches nothing that the ends of their run do not.
      const isBetween = (x === 0 || row[x - 1]! >= value) && (x === width - 1 || row[x + 1]! >= value)
      if (value === 0 || isBetween) continue
      const to = Math.min(x + reach, width - 1)
      for (let k = Math.max(x - reach, 0); k <= to; k++) wide[y * width + k] = Math.max(wide[y * width + k]!, value)
    }
  }
  return wide
}

function checkMask({ width, height, alpha }: Mask): void {
  if (alpha.length !== width * height || alpha.length === 0)
    throw new RangeError(`${alpha.length} bytes are no ${width}×${height} mask`)
}
