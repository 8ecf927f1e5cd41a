import {
  createEulerDiscreteSchedule,
  eulerDiscreteStep,
  eulerDiscreteTarget,
  scaleModelInput,
} from '../numerics/schedulers/euler-discrete.ts'
import {
  createFlowMatchingSchedule,
  flowMatchingStep,
  flowMatchingTarget,
} from '../numerics/schedulers/flow-matching-euler.ts'
import type { Scheduler } from './pack.ts'

/** The way from noise to picture in `steps` predictions, whichever scheduler the pack was trained for. */
export interface Sampler {
  readonly steps: number
  start(noise: Float32Array): Float32Array
  timestep(i: number): number
  /** The sample as the network wants to see it. */
  input(sample: Float32Array, i: number): Float32Array
  next(sample: Float32Array, prediction: Float32Array, i: number): Float32Array
  /** The finished picture as this prediction sees it: for previews. */
  target(sample: Float32Array, prediction: Float32Array, i: number): Float32Array
}

export function createSampler(scheduler: Scheduler, steps: number): Sampler {
  if (scheduler.type === 'flow-matching-euler') {
    const schedule = createFlowMatchingSchedule(steps, scheduler.shift)
    return {
      steps,
      start: (noise) => noise,
      timestep: (i) => schedule.times[i]!,
      input: (sample) => sample,
      next: (sample, velocity, i) => flowMatchingStep(sample, velocity, schedule, i),
      target: (sample, velocity, i) => flowMatchingTarget(sample, velocity, schedule, i),
    }
  }
  const schedule = createEulerDiscreteSchedule(scheduler, steps)
  return {
    steps,
    start: (noise) => noise.map((x) => x * schedule.initNoiseSigma),
    timestep: (i) => schedule.timesteps[i]!,
    input: (sample, i) => scaleModelInput(sample, schedule, i),
    next: (sample, noise, i) => eulerDiscreteStep(sample, noise, schedule, i),
    target: (sample, noise, i) => eulerDiscreteTarget(sample, noise, schedule, i),
  }
}

/** More steps than this the scheduler cannot take. */
export function mostSteps(scheduler: Scheduler): number {
  return scheduler.type === 'euler-discrete' ? scheduler.trainSteps : 1000
}
