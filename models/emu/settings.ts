import { MAX_SEED } from '../numerics/rng.ts'
import type { Sampling } from '../numerics/sampling.ts'
import type { DrawSettings } from './decoder.ts'
import { ModelError } from './model-error.ts'
import type { PackManifest, RegressionMode } from './pack.ts'
import { mostSteps } from './sampler.ts'

/** How what a prompt leaves open is filled in: any choice of the model's, but not its slips. */
export const INVENTIVE: Sampling = { temperature: 1, topK: 0, topP: 0.95, minP: 0 }

export interface DrawOptions {
  readonly seed: number
  /** What is left out comes from the pack. */
  readonly steps?: number | undefined
  readonly guidance?: number | undefined
  readonly mode?: RegressionMode | undefined
}

export interface SamplingOptions {
  readonly temperature?: number | undefined
  readonly topK?: number | undefined
  readonly topP?: number | undefined
  readonly minP?: number | undefined
}

/** Fills in the pack's numbers and refuses what it cannot do, before anything runs. */
export function settleDrawing(
  { decoder, regression, name }: PackManifest,
  options: DrawOptions,
): DrawSettings & { readonly mode: RegressionMode } {
  const { seed, steps = decoder.steps, guidance = decoder.guidance, mode = regression.default } = options
  checkSeed(seed)
  const most = mostSteps(decoder.scheduler)
  demand(
    Number.isInteger(steps) && steps >= 1 && steps <= most,
    `Steps must be a whole number from 1 to ${most}, not ${steps}.`,
  )
  demand(Number.isFinite(guidance) && guidance >= 0, `Guidance must be a number of 0 or more, not ${guidance}.`)
  demand(
    regression.modes.includes(mode),
    `${name} does not write pictures in the ${mode} way; it knows ${regression.modes.join(' and ')}.`,
  )
  return { seed, steps, guidance, mode }
}

export function settleSampling(options: SamplingOptions, usual: Sampling): Sampling {
  const { temperature = usual.temperature, topK = usual.topK, topP = usual.topP, minP = usual.minP } = options
  demand(
    Number.isFinite(temperature) && temperature >= 0,
    `Temperature must be a number of 0 or more, not ${temperature}.`,
  )
  demand(Number.isInteger(topK) && topK >= 0, `Top-k must be a whole number of 0 (off) or more, not ${topK}.`)
  demand(topP > 0 && topP <= 1, `Top-p must be above 0 and at most 1, not ${topP}.`)
  demand(minP >= 0 && minP <= 1, `Min-p must be a number from 0 (off) to 1, not ${minP}.`)
  return { temperature, topK, topP, minP }
}

export function settleMostTokens(maxTokens: number): number {
  demand(
    Number.isInteger(maxTokens) && maxTokens >= 1,
    `The most tokens to write must be a whole number of 1 or more, not ${maxTokens}.`,
  )
  return maxTokens
}

export function checkSeed(seed: number): void {
  demand(
    Number.isInteger(seed) && seed >= 0 && seed <= MAX_SEED,
    `A seed is a whole number from 0 to ${MAX_SEED}, not ${seed}.`,
  )
}

export function demand(isMet: boolean, sentence: string): asserts isMet {
  if (!isMet) throw new ModelError('bad-option', sentence)
}
