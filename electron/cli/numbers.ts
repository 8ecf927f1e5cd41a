import { InvalidArgumentError } from 'commander'
import { BlendInput, DrawSettings, DrawSource, WriteSettings } from '../contract/prompt.ts'
import { HistoryQuery } from '../contract/history.ts'
import { SearchQuery } from '../contract/search.ts'
import { limits, Seed } from '../contract/values.ts'
import type { TypedSampling } from './prompt/typed-parts.ts'

interface Check {
  safeParse(value: number): { success: boolean }
}

/** Makes an option's reader from the contract's own limits; `rule` is what the person is told. */
function readNumber(check: Check, rule: string): (typed: string) => number {
  return (typed) => {
    // Number('') is 0 and Number('0x10') is 16: neither is what somebody meant.
    const value = /^[+-]?(\d+(\.\d+)?|\.\d+)$/.test(typed.trim()) ? Number(typed) : Number.NaN
    if (!check.safeParse(value).success) throw new InvalidArgumentError(rule)
    return value
  }
}

const whole = (least: number, most: number): Check => ({
  safeParse: (value) => ({ success: Number.isInteger(value) && value >= least && value <= most }),
})

export const readSeed = readNumber(Seed, `A seed is a whole number from 0 to ${Number.MAX_SAFE_INTEGER}.`)
export const readSteps = readNumber(DrawSettings.shape.steps, 'The number of steps is a whole number from 1 to 200.')
export const readGuidance = readNumber(DrawSettings.shape.guidance, 'Guidance is a number from 0 to 30; 1 is off.')
export const readCount = readNumber(
  whole(1, limits.pictures),
  `The number of pictures is a whole number from 1 to ${limits.pictures}.`,
)
export const readStrength = readNumber(
  DrawSource.shape.strength,
  'Strength is a number from 0 to 1: 0 keeps all of the picture, 1 nothing.',
)

export const readQuality = readNumber(whole(1, 100), 'Quality is a whole number from 1 to 100.')
export const readFeather = readNumber(DrawSource.shape.featherPx, 'A soft edge is a number of pixels from 0 to 500.')

const { shape: writing } = WriteSettings
const tokens = 'The number of tokens is a whole number from 1 to 4096.'
export const readMaxTokens = readNumber(writing.maxTokens, tokens)
export const readMinTokens = readNumber(writing.minTokens, tokens)
export const readTemperature = readNumber(
  writing.temperature,
  'Temperature is a number from 0 to 10; 0 always takes the likeliest word.',
)
export const readTopK = readNumber(writing.topK, 'Top-k is a whole number from 0 to 100,000; 0 is off.')
export const readTopP = readNumber(writing.topP, 'Top-p is a number above 0, at most 1; 1 is off.')
export const readMinP = readNumber(writing.minP, 'Min-p is a number from 0 to below 1; 0 is off.')
export const readRepetitionPenalty = readNumber(
  writing.repetitionPenalty,
  'The repetition penalty is a number above 0, at most 10; 1 is off.',
)
export const readBeams = readNumber(writing.beams, 'The number of beams is a whole number from 1 to 16; 1 is off.')
export const readLengthPenalty = readNumber(writing.lengthPenalty, 'The length penalty is a number from -10 to 10.')

export const readMaxPictures = readNumber(
  whole(0, limits.pictures),
  `The most pictures are a whole number from 0 to ${limits.pictures}.`,
)
export const readSearchLimit = readNumber(
  SearchQuery.shape.limit.unwrap(),
  'The number of results is a whole number from 1 to 200.',
)
export const readHistoryLimit = readNumber(
  HistoryQuery.shape.limit.unwrap(),
  'The number of lines is a whole number from 1 to 500.',
)
export const readRating = readNumber(whole(1, 5), 'A rating is a whole number from 1 to 5.')

const lookRule = 'The number of pictures to look at is a whole number, 0 for none, or all.'
const readLookNumber = readNumber(whole(0, Number.MAX_SAFE_INTEGER), lookRule)

/** Null for all. */
export const readLook = (typed: string): number | null => (typed === 'all' ? null : readLookNumber(typed))

export const readFrames = readNumber(
  whole(1, limits.shownFrames),
  `The number of frames is a whole number from 1 to ${limits.shownFrames}.`,
)

const ratesRule = 'Frames a second are a number above 0, like 2, or 2/25 for a video that has 25 a second.'
const readRate = readNumber({ safeParse: (value) => ({ success: value > 0 && value <= 1000 }) }, ratesRule)

/** `2`, or `2/25` with the video's own rate. */
export function readFps(typed: string): TypedSampling {
  const [perSecond, frameRate, ...rest] = typed.split('/')
  if (perSecond === undefined || rest.length > 0) throw new InvalidArgumentError(ratesRule)
  return {
    by: 'rate',
    perSecond: readRate(perSecond),
    frameRate: frameRate === undefined ? null : readRate(frameRate),
  }
}

const readWeight = readNumber(BlendInput.shape.weight, 'Weights are numbers of 0 or more with commas between: 1,2.')

/** `1,2`: the shares of the pictures, in their order. */
export const readWeights = (typed: string): number[] => typed.split(',').map(readWeight)

/** Short enough to be typed again. */
export const randomSeed = () => crypto.getRandomValues(new Uint32Array(1))[0]!
