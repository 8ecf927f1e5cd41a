import { addScaled } from '../add-scaled.ts'

/** The way from noise to picture by flow matching: `times` runs from 0 (noise) to 1 (picture), steps + 1 values. */
export interface FlowMatchingSchedule {
  readonly times: Float64Array
}

/**
 * t_i = i / steps; a shift above 1 then spends more of the steps near the noise, as pictures of many pixels need.
 * Shift 1 changes nothing.
 *
 * Source   Esser et al., "Scaling rectified flow transformers" (2024), eq. 23, in its noise level σ = 1 − t:
 *          σ ← shift·σ / (1 + (shift − 1)·σ).
 */
export function createFlowMatchingSchedule(steps: number, shift: number): FlowMatchingSchedule {
  if (!Number.isInteger(steps) || steps < 1) throw new RangeError(`${steps} is no number of steps`)
  const times = Float64Array.from({ length: steps + 1 }, (_, i) => {
    const sigma = 1 - i / steps
    return 1 - (shift * sigma) / (1 + (shift - 1) * sigma)
  })
  times[0] = 0 // rounding may leave a crumb, of which a solver would take the logarithm
  return { times }
}

/** Moves the sample from time `i` to time `i + 1` along the predicted velocity. Inputs are left untouched. */
export function flowMatchingStep(
  sample: Float32Array,
  velocity: Float32Array,
  { times }: FlowMatchingSchedule,
  i: number,
): Float32Array {
  if (velocity.length !== sample.length)
    throw new RangeError(`velocity has ${velocity.length} values, sample ${sample.length}`)
  return addScaled(sample, velocity, times[i + 1]! - times[i]!)
}

/** The finished picture as predicted at time `i`: where the velocity would lead if it stayed the same. */
export function flowMatchingTarget(
  sample: Float32Array,
  velocity: Float32Array,
  { times }: FlowMatchingSchedule,
  i: number,
): Float32Array {
  return addScaled(sample, velocity, 1 - times[i]!)
}
