import type { EulerDiscreteSchedule } from './euler-discrete.ts'
import type { FlowMatchingSchedule } from './flow-matching-euler.ts'

/**
 * The step at which drawing starts from a picture instead of from noise, so that only the last `strength` of the steps
 * are taken. Strength 1 is step 0: all steps, for which whoever draws starts from noise alone, since at the first sigma of a
 * discrete schedule, which is finite, a trace of the picture would be left. Strength 0, or so little that no whole step is left, is
 * `steps`: nothing to do, the picture stays as it is.
 *
 * Errors   RangeError for a strength beyond 0…1.
 * Source   diffusers, get_timesteps of its image-to-image pipelines.
 */
export function startStep(steps: number, strength: number): number {
  if (!(strength >= 0 && strength <= 1)) throw new RangeError(`a strength is from 0 to 1, not ${strength}`)
  return steps - Math.min(Math.trunc(steps * strength), steps)
}

/** The sample of which step `i` would start if the picture were `clean`: picture + sigma · noise. Noise is of unit variance. */
export function eulerDiscreteAddNoise(
  clean: Float32Array,
  noise: Float32Array,
  { sigmas }: EulerDiscreteSchedule,
  i: number,
): Float32Array {
  return mix(clean, 1, noise, sigmas[i])
}

/** The sample of which step `i` would start if the picture were `clean`: t · picture + (1 − t) · noise. */
export function flowMatchingAddNoise(
  clean: Float32Array,
  noise: Float32Array,
  { times }: FlowMatchingSchedule,
  i: number,
): Float32Array {
  const time = times[i]
  return mix(clean, time ?? 0, noise, time === undefined ? undefined : 1 - time)
}

function mix(clean: Float32Array, signal: number, noise: Float32Array, level: number | undefined): Float32Array {
  if (noise.length !== clean.length) throw new RangeError(`noise has ${noise.length} values, picture ${clean.length}`)
  if (level === undefined) throw new RangeError('the schedule has no such step')
  return clean.map((x, j) => signal * x + level * noise[j]!)
}
