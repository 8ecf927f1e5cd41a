/**
 * Which `count` of `total` frames stand for a video: one from the middle of each of as many equal parts, in order.
 * 100 frames, 8 of them: 6, 18, 31, 43, 56, 68, 80, 93. All of them where `total` is `count` (Emu1 would take one twice
 * and leave out the last), so no frame comes twice.
 *
 * Errors   RangeError, with both numbers in it, if there are fewer frames than asked for, or none are.
 * Source   Emu1, inference of videos: floor(part / 2) + round(i · part), part = (total − 1) / count, ties to even.
 */
export function chooseFramesByCount(total: number, count: number): number[] {
  if (!Number.isInteger(total) || !Number.isInteger(count) || count < 1 || total < count)
    throw new RangeError(`${count} frames cannot be chosen from ${total}`)
  if (total === count) return [...Array(total).keys()]
  const part = (total - 1) / count
  return Array.from({ length: count }, (_, i) => Math.floor(part / 2) + roundToEven(i * part))
}

/** A video as its container describes it. */
export interface VideoLength {
  readonly durationMs: number
  readonly frameCount: number
}

/**
 * Which frames are on screen at the moments 0, 1/rate, 2/rate … before the end. A rate above the video's own gives
 * every frame once, not some of them twice. There is always the first.
 *
 * Units    `framesPerSecond` in 1/s.
 * Errors   RangeError for a video without frames or duration, or a rate that is not above 0.
 */
export function chooseFramesByRate({ durationMs, frameCount }: VideoLength, framesPerSecond: number): number[] {
  if (!Number.isInteger(frameCount) || frameCount < 1 || !(durationMs > 0 && durationMs < Infinity))
    throw new RangeError(`no frames can be chosen from ${frameCount} in ${durationMs} ms`)
  if (!(framesPerSecond > 0)) throw new RangeError(`frames cannot be chosen at ${framesPerSecond} a second`)
  const moments = (durationMs * framesPerSecond) / 1000
  if (moments >= frameCount) return [...Array(frameCount).keys()]
  // One division of whole numbers per moment: a quotient of quotients could fall below the frame it means.
  return Array.from({ length: Math.max(Math.ceil(moments), 1) }, (_, i) =>
    Math.floor((i * frameCount * 1000) / (durationMs * framesPerSecond)),
  )
}

function roundToEven(x: number): number {
  const below = Math.floor(x)
  if (x - below !== 0.5) return Math.round(x)
  return below % 2 === 0 ? below : below + 1
}
