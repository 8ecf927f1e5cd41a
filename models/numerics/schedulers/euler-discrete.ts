import { addScaled } from '../add-scaled.ts'

/** How the noise grew in training: betas between two square roots, linearly. Numbers come from the pack. */
export interface NoiseTraining {
  readonly trainSteps: number
  readonly betaStart: number
  readonly betaEnd: number
  readonly stepsOffset: number
}

/** `timesteps` has one value per step, `sigmas` one more: the last is 0. */
export interface EulerDiscreteSchedule {
  readonly timesteps: Float64Array
  readonly sigmas: Float64Array
  /** What unit noise is multiplied by to become the first sample. */
  readonly initNoiseSigma: number
}

/**
 * Stable Diffusion XL's schedule: "leading" spacing, so the first sigma is not the largest of training, and
 * 30 steps of 1000 start at 958, not 967.
 *
 * Golden   50 steps: timesteps 981, 961 … 1; sigmas 13.12042, 11.67606 … 0.04131, 0; initNoiseSigma 13.15848.
 * Source   Karras et al. (2022), algorithm 1 without churn; emu.md 1.6.
 */
export function createEulerDiscreteSchedule(training: NoiseTraining, steps: number): EulerDiscreteSchedule {
  const { trainSteps, stepsOffset } = training
  if (!Number.isInteger(steps) || steps < 1 || steps > trainSteps)
    throw new RangeError(`${steps} is no number of steps`)
  const trained = trainingSigmas(training)
  const spacing = Math.floor(trainSteps / steps)
  const timesteps = Float64Array.from({ length: steps }, (_, i) => (steps - 1 - i) * spacing + stepsOffset)
  const sigmas = Float64Array.of(...timesteps.map((t) => trained[Math.min(t, trainSteps - 1)]!), 0)
  return { timesteps, sigmas, initNoiseSigma: Math.sqrt(sigmas[0]! ** 2 + 1) }
}

function trainingSigmas({ trainSteps, betaStart, betaEnd }: NoiseTraining): Float64Array {
  const [low, high] = [Math.sqrt(betaStart), Math.sqrt(betaEnd)]
  let signal = 1
  return Float64Array.from({ length: trainSteps }, (_, t) => {
    signal *= 1 - (low + ((high - low) * t) / (trainSteps - 1)) ** 2
    return Math.sqrt((1 - signal) / signal)
  })
}

/** The sample as the network wants to see it at step `i`: of unit variance whatever the noise level. */
export function scaleModelInput(sample: Float32Array, { sigmas }: EulerDiscreteSchedule, i: number): Float32Array {
  const scale = 1 / Math.sqrt(sigmas[i]! ** 2 + 1)
  return sample.map((x) => x * scale)
}

/** Moves the sample from noise level `i` to `i + 1`, given the predicted noise. Inputs are left untouched. */
export function eulerDiscreteStep(
  sample: Float32Array,
  noise: Float32Array,
  { sigmas }: EulerDiscreteSchedule,
  i: number,
): Float32Array {
  if (noise.length !== sample.length) throw new RangeError(`noise has ${noise.length} values, sample ${sample.length}`)
  return addScaled(sample, noise, sigmas[i + 1]! - sigmas[i]!)
}

/** The finished sample as predicted at step `i`: all of the noise taken away at once. */
export function eulerDiscreteTarget(
  sample: Float32Array,
  noise: Float32Array,
  { sigmas }: EulerDiscreteSchedule,
  i: number,
): Float32Array {
  return addScaled(sample, noise, -sigmas[i]!)
}
