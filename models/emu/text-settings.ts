import { GREEDY } from '../numerics/sampling.ts'
import type { Sampling } from '../numerics/sampling.ts'
import { demand } from './settings.ts'

/** How words are chosen and where they end. What is left out is off. */
export interface TextOptions {
  /** 0 always takes the likeliest. */
  readonly temperature?: number | undefined
  readonly topK?: number | undefined
  readonly topP?: number | undefined
  /** Keeps what is at least this share as likely as the likeliest. */
  readonly minP?: number | undefined
  /** Above 1 makes tokens that were written before less likely. */
  readonly repetitionPenalty?: number | undefined
  /** Default 1: an empty answer helps nobody. (Emu's own min_len of 1 counts an id it puts before, and allows that.) */
  readonly minTokens?: number | undefined
  /** Never more than the model's window holds. */
  readonly maxTokens?: number | undefined
  /** Texts that end the writing; they are not part of it. */
  readonly stop?: readonly string[] | undefined
  /** Several texts are followed at once, and the best wins. Emu2 uses 5. */
  readonly beams?: number | undefined
  /** Score = Σ log p / length^penalty: below 0 favours short texts, above 0 long ones. Emu2: −1 for labels, 2 for chat. */
  readonly lengthPenalty?: number | undefined
}

/** The options of writing that goes on into pictures: what is drawn from a text cannot wait for which of several wins. */
export type SingleTextOptions = Omit<TextOptions, 'beams' | 'lengthPenalty'>

export interface TextSettings {
  readonly sampling: Sampling
  readonly repetitionPenalty: number
  readonly minTokens: number
  readonly maxTokens: number
  readonly stops: readonly string[]
  readonly beams: number
  readonly lengthPenalty: number
}

const MOST_BEAMS = 16

/** Fills in what is left out and refuses what makes no sense, before anything runs. */
export function settleText(options: TextOptions, usual: { sampling: Sampling; maxTokens: number }): TextSettings {
  const { repetitionPenalty = 1, minTokens = 1, stop = [] } = options
  const { maxTokens = Math.max(usual.maxTokens, minTokens) } = options
  const { beams = 1, lengthPenalty = 1 } = options
  const whole = (name: string, value: number, least: number, most = Infinity) =>
    demand(
      Number.isInteger(value) && value >= least && value <= most,
      `${name} must be a whole number ${most === Infinity ? `of ${least} or more` : `from ${least} to ${most}`}, not ${value}.`,
    )
  whole('The most tokens to write', maxTokens, 1)
  whole('The least tokens to write', minTokens, 0)
  demand(minTokens <= maxTokens, `The least tokens to write, ${minTokens}, are more than the most, ${maxTokens}.`)
  whole('The number of beams', beams, 1, MOST_BEAMS)
  demand(Number.isFinite(lengthPenalty), `The length penalty must be a number, not ${lengthPenalty}.`)
  demand(
    Number.isFinite(repetitionPenalty) && repetitionPenalty > 0,
    `The repetition penalty must be a number above 0, not ${repetitionPenalty}.`,
  )
  demand(
    stop.every((text) => text !== ''),
    'A stop text must not be empty.',
  )
  // Beams follow the likeliest texts: whatever the usual sampling, nothing is left to chance.
  const sampling = settleSampling(options, beams > 1 ? GREEDY : usual.sampling)
  demand(
    beams === 1 || sampling.temperature === 0,
    'Beams look for the likeliest text and a temperature for a surprising one. Choose one of the two.',
  )
  return { sampling, repetitionPenalty, minTokens, maxTokens, stops: stop, beams, lengthPenalty }
}

function settleSampling(options: TextOptions, usual: Sampling): Sampling {
  const { temperature = usual.temperature, topK = usual.topK, topP = usual.topP, minP = usual.minP } = options
  demand(
    Number.isFinite(temperature) && temperature >= 0,
    `Temperature must be a number of 0 or more, not ${temperature}.`,
  )
  demand(Number.isInteger(topK) && topK >= 0, `Top-k must be a whole number of 0 (off) or more, not ${topK}.`)
  demand(topP > 0 && topP <= 1, `Top-p must be above 0 and at most 1, not ${topP}.`)
  demand(minP >= 0 && minP < 1, `Min-p must be at least 0 (off) and below 1, not ${minP}.`)
  return { temperature, topK, topP, minP }
}
