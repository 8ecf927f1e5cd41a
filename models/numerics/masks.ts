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

function checkMask({ width, height, alpha }: Mask): void {
  if (alpha.length !== width * height || alpha.length === 0)
    throw new RangeError(`${alpha.length} bytes are no ${width}×${height} mask`)
}
