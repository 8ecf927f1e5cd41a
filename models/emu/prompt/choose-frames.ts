import { chooseFramesByCount, chooseFramesByRate } from '../../numerics/video-frames.ts'
import { ModelError } from '../model-error.ts'
import type { ContentPart } from './parts.ts'

/** A frame in a day, and more than any camera takes. */
const LEAST_RATE = 0.00001
const MOST_RATE = 100_000

/**
 * Which frames of a video the model is shown, in order.
 *
 * Errors   ModelError 'bad-prompt' for no frames, fewer than asked for, and numbers that are no count or rate.
 */
export function chooseFrames({ frames, sampling }: Extract<ContentPart, { type: 'video' }>): number[] {
  const total = frames.length
  if (total === 0) throw new ModelError('bad-prompt', 'The video has no frames. Choose another one.')
  if (!sampling) return frames.map((_, i) => i)
  if (sampling.by === 'count') {
    const { count } = sampling
    if (!Number.isInteger(count) || count < 1)
      throw new ModelError('bad-prompt', `The number of frames must be a whole number of 1 or more, not ${count}.`)
    if (count > total)
      throw new ModelError(
        'bad-prompt',
        `The video has ${total} frames; ${count} are asked for. Ask for ${total} or fewer.`,
      )
    return chooseFramesByCount(total, count)
  }
  const { perSecond, frameRate } = sampling
  if (![perSecond, frameRate].every((rate) => rate >= LEAST_RATE && rate <= MOST_RATE))
    throw new ModelError(
      'bad-prompt',
      `Frames a second must be from ${LEAST_RATE} to ${MOST_RATE}, not ${perSecond} of ${frameRate}.`,
    )
  return chooseFramesByRate({ durationMs: (total / frameRate) * 1000, frameCount: total }, perSecond)
}
