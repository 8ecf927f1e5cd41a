import type { RgbImage } from './rgb-image.ts'

/**
 * Bicubic resampling, byte for byte as Pillow does it: Keys' kernel with a = −0.5, widened when shrinking (so it
 * antialiases), fixed-point weights, and a rounding to bytes between the horizontal and the vertical pass. Encoders
 * are trained on pictures resized so; the resizers of canvas and sharp differ by several grey levels. The horizontal
 * pass comes first, always, as in every Pillow before 13 (which turns the order round when a picture gets much flatter).
 *
 * Source   Pillow, src/libImaging/Resample.c (ImagingResampleInner, normalize_coeffs_8bpc).
 */
export function resizeBicubic(image: RgbImage, width: number, height: number): RgbImage {
  if (image.rgb.length !== image.width * image.height * 3 || image.rgb.length === 0) {
    throw new RangeError(`${image.rgb.length} bytes are no ${image.width}×${image.height} RGB picture`)
  }
  if (!Number.isInteger(width) || !Number.isInteger(height) || width < 1 || height < 1) {
    throw new RangeError(`cannot resize to ${width}×${height}`)
  }
  const wide = width === image.width ? image : resizeRows(image, width)
  return height === wide.height ? wide : resizeColumns(wide, height)
}

/** The size of `image` when its longer side is at most `side`, aspect kept. */
export function fitWithin(image: RgbImage, side: number): { width: number; height: number } {
  const scale = Math.min(1, side / Math.max(image.width, image.height))
  return { width: Math.max(1, Math.round(image.width * scale)), height: Math.max(1, Math.round(image.height * scale)) }
}

const SUPPORT = 2
const PRECISION_BITS = 32 - 8 - 2
const ONE = 1 << PRECISION_BITS

/** For each output position: the first input position it reads, and one fixed-point weight per position from there. */
interface Weights {
  readonly first: Int32Array
  readonly weights: readonly Int32Array[]
}

function bicubic(x: number): number {
  const a = -0.5
  const d = Math.abs(x)
  if (d < 1) return ((a + 2) * d - (a + 3)) * d * d + 1
  if (d < 2) return (((d - 5) * d + 8) * d - 4) * a
  return 0
}

function computeWeights(inputSize: number, outputSize: number): Weights {
  const scale = inputSize / outputSize
  const filterScale = Math.max(scale, 1)
  const support = SUPPORT * filterScale
  const first = new Int32Array(outputSize)
  const weights: Int32Array[] = []
  for (let i = 0; i < outputSize; i++) {
    const center = (i + 0.5) * scale
    const from = Math.max(Math.trunc(center - support + 0.5), 0)
    const to = Math.min(Math.trunc(center + support + 0.5), inputSize)
    const raw = Array.from({ length: to - from }, (_, k) => bicubic((k + from - center + 0.5) / filterScale))
    const sum = raw.reduce((total, weight) => total + weight, 0)
    first[i] = from
    weights.push(Int32Array.from(raw, (weight) => toFixed(weight / sum)))
  }
  return { first, weights }
}

const toFixed = (weight: number): number => Math.trunc(weight * ONE + (weight < 0 ? -0.5 : 0.5))

const clip = (sum: number): number => Math.min(Math.max(sum >> PRECISION_BITS, 0), 255)

function resizeRows(image: RgbImage, width: number): RgbImage {
  const { first, weights } = computeWeights(image.width, width)
  const rgb = new Uint8Array(width * image.height * 3)
  for (let y = 0; y < image.height; y++) {
    const row = y * image.width * 3
    for (let x = 0; x < width; x++) {
      const start = row + first[x]! * 3
      weighPixels(image.rgb, start, 3, weights[x]!, rgb, (y * width + x) * 3)
    }
  }
  return { width, height: image.height, rgb }
}

function resizeColumns(image: RgbImage, height: number): RgbImage {
  const { first, weights } = computeWeights(image.height, height)
  const stride = image.width * 3
  const rgb = new Uint8Array(stride * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < image.width; x++) {
      weighPixels(image.rgb, first[y]! * stride + x * 3, stride, weights[y]!, rgb, y * stride + x * 3)
    }
  }
  return { width: image.width, height, rgb }
}

/** Weighs the pixels at start, start + step, … into the pixel at `target`. Sums stay below 2^31, as in Pillow. */
function weighPixels(
  source: Uint8Array,
  start: number,
  step: number,
  weights: Int32Array,
  rgb: Uint8Array,
  target: number,
) {
  const half = 1 << (PRECISION_BITS - 1)
  let red = half
  let green = half
  let blue = half
  for (let k = 0, at = start; k < weights.length; k++, at += step) {
    const weight = weights[k]!
    red += source[at]! * weight
    green += source[at + 1]! * weight
    blue += source[at + 2]! * weight
  }
  rgb[target] = clip(red)
  rgb[target + 1] = clip(green)
  rgb[target + 2] = clip(blue)
}
