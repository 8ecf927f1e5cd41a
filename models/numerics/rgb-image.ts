/**
 * Pixels as every part of the engine passes them: 8-bit RGB, rows from the top, no padding, no alpha. Never changed once
 * made: what is known of a picture is remembered with it.
 */
export interface RgbImage {
  readonly width: number
  readonly height: number
  /** width · height · 3 bytes. */
  readonly rgb: Uint8Array
}

/**
 * What a vision encoder reads: pixels scaled to 0…1, then normalised per channel.
 *
 * Shapes   returns f32 [3, height, width] (planar), flattened.
 */
export function toPixelValues(image: RgbImage, mean: readonly number[], std: readonly number[]): Float32Array {
  const area = image.width * image.height
  const values = new Float32Array(3 * area)
  for (let channel = 0; channel < 3; channel++) {
    for (let i = 0; i < area; i++) {
      values[channel * area + i] = (image.rgb[i * 3 + channel]! / 255 - mean[channel]!) / std[channel]!
    }
  }
  return values
}

/**
 * What a decoder gives, as a picture.
 *
 * Shapes   `planes` f32 [3, height, width] in −1…1; what lies beyond is clamped.
 * Source   emu.md 1.6: latents/scale → VAE → x/2 + 0.5 → clamp → ×255 round.
 */
export function fromPlanes(planes: Float32Array, width: number, height: number): RgbImage {
  const area = width * height
  if (planes.length !== 3 * area) throw new RangeError(`${planes.length} values are no ${width}×${height} RGB picture`)
  const rgb = new Uint8Array(3 * area)
  for (let channel = 0; channel < 3; channel++) {
    for (let from = channel * area, to = channel; from < (channel + 1) * area; from++, to += 3) {
      const share = planes[from]! / 2 + 0.5
      rgb[to] = share <= 0 ? 0 : share >= 1 ? 255 : Math.round(share * 255)
    }
  }
  return { width, height, rgb }
}
