/**
 * Which frames of a video are looked at when it is to be `count` of them, evenly spread.
 *
 * Golden   100 frames, 8: 6, 18, 31, 43, 56, 68, 80, 93; halves are rounded to even, as Python does.
 * Errors   RangeError where there are fewer frames than asked for.
 * Source   baaivision/Emu, Emu1 inference: floor(segment / 2) + round(i · segment), segment = (total − 1) / count.
 */
export function chooseFramesByCount(total: number, count: number): number[] {
  if (!Number.isInteger(count) || count < 1 || !Number.isInteger(total) || total < count)
    throw new RangeError(`${count} of ${total} frames cannot be chosen`)
  const segment = (total - 1) / count
  return Array.from({ length: count }, (_, i) => Math.floor(segment / 2) + roundHalfToEven(i * segment))
}

/**
 * Which frames are looked at when it is to be `perSecond` of them: the first frame, and then the one that is on screen at
 * each further tick. A rate above the video's own shows every frame once.
 *
 * Units    `frameRate` and `perSecond` in frames a second.
 * Errors   RangeError for rates that are none.
 */
export function chooseFramesByRate(total: number, frameRate: number, perSecond: number): number[] {
  if (!(frameRate > 0) || !(perSecond > 0) || !Number.isFinite(frameRate) || !Number.isFinite(perSecond))
    throw new RangeError(`${perSecond} frames a second of ${frameRate} cannot be chosen`)
  const stride = Math.max(frameRate / perSecond, 1)
  const ticks = Math.ceil(total / stride)
  return Array.from({ length: ticks }, (_, i) => Math.floor(i * stride + 1e-9)).filter((frame) => frame < total)
}

function roundHalfToEven(x: number): number {
  const floor = Math.floor(x)
  const isHalf = x - floor === 0.5
  return isHalf && floor % 2 === 0 ? floor : Math.round(x)
}
