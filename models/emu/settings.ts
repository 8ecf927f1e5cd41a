import { MAX_SEED } from '../numerics/rng.ts'
import type { Sampling } from '../numerics/sampling.ts'
import type { Batching, DrawSettings } from './decoder.ts'
import { ModelError } from './model-error.ts'
import type { PackManifest, RegressionMode } from './pack-manifest.ts'
import { mostSteps, SOLVERS } from './sampler.ts'
import type { Solver } from './sampler.ts'

/** How what a prompt leaves open is filled in: any choice of the model's, but not its slips. */
export const INVENTIVE: Sampling = { temperature: 1, topK: 0, topP: 0.95, minP: 0 }

export interface DrawOptions {
  readonly seed: number
  /** What is left out comes from the pack. */
  readonly steps?: number | undefined
  readonly guidance?: number | undefined
  readonly mode?: RegressionMode | undefined
  /** How the decoder goes from noise to picture. Default: Euler, which every pack was tried with. */
  readonly solver?: Solver | undefined
  /** Default: both rows of guidance in one run, and two runs where memory is short. */
  readonly batching?: Batching | undefined
}

/** Fills in the pack's numbers and refuses what it cannot do, before anything runs. */
export function settleDrawing(
  { decoder, regression, name }: PackManifest,
  options: DrawOptions,
): DrawSettings & { readonly mode: RegressionMode; readonly seed: number } {
  const { seed, steps = decoder.steps, guidance = decoder.guidance, mode = regression.default } = options
  const { solver = 'euler', batching = 'one-run' } = options
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
  demand(SOLVERS.includes(solver), `There is no solver ${solver}; there are ${SOLVERS.join(' and ')}.`)
  return { seed, steps, guidance, mode, solver, batching }
}

const MOST_VARIATIONS = 64

export function settleCount(count: number): number {
  demand(
    Number.isInteger(count) && count >= 1 && count <= MOST_VARIATIONS,
    `The number of variations must be a whole number from 1 to ${MOST_VARIATIONS}, not ${count}.`,
  )
  return count
}

/** The seed `n` places after `seed`; above the greatest they begin at 0 again. */
export function nthSeed(seed: number, n: number): number {
  const left = MAX_SEED - seed
  return n <= left ? seed + n : n - left - 1
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
