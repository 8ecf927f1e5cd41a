import { dpmSolverDiscreteStep, dpmSolverFlowStep } from '../numerics/schedulers/dpm-solver.ts'
import type { DpmSolverHistory } from '../numerics/schedulers/dpm-solver.ts'
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
import { eulerDiscreteAddNoise, flowMatchingAddNoise } from '../numerics/schedulers/image-to-image.ts'
import type { Scheduler } from './pack-manifest.ts'

/** How a step is taken: along the prediction, or along the line through it and the one before (second order). */
export const SOLVERS = ['euler', 'dpm-solver++'] as const
export type Solver = (typeof SOLVERS)[number]

/** The way of one picture from noise in `steps` predictions, whichever scheduler the pack was trained for. */
export interface Sampler {
  readonly steps: number
  start(noise: Float32Array): Float32Array
  /** Where the way would be at step `i` if it led to `clean`; at i = steps that is `clean` itself. */
  noisy(clean: Float32Array, noise: Float32Array, i: number): Float32Array
  timestep(i: number): number
  /** The sample as the network wants to see it. */
  input(sample: Float32Array, i: number): Float32Array
  /** To be called for every step in turn, since a solver may remember the step before. */
  next(sample: Float32Array, prediction: Float32Array, i: number): Float32Array
  /** The finished picture as this prediction sees it: for previews. */
  target(sample: Float32Array, prediction: Float32Array, i: number): Float32Array
}

export function createSampler(scheduler: Scheduler, solver: Solver, steps: number): Sampler {
  let history: DpmSolverHistory | null = null
  if (scheduler.type === 'flow-matching-euler') {
    const schedule = createFlowMatchingSchedule(steps, scheduler.shift)
    return {
      steps,
      start: (noise) => noise,
      noisy: (clean, noise, i) => flowMatchingAddNoise(clean, noise, schedule, i),
      timestep: (i) => schedule.times[i]!,
      input: (sample) => sample,
      next(sample, velocity, i) {
        if (solver === 'euler') return flowMatchingStep(sample, velocity, schedule, i)
        const step = dpmSolverFlowStep(sample, velocity, schedule, i, history)
        history = step.history
        return step.sample
      },
      target: (sample, velocity, i) => flowMatchingTarget(sample, velocity, schedule, i),
    }
  }
  const schedule = createEulerDiscreteSchedule(scheduler, steps)
  return {
    steps,
    start: (noise) => noise.map((x) => x * schedule.initNoiseSigma),
    noisy: (clean, noise, i) => eulerDiscreteAddNoise(clean, noise, schedule, i),
    timestep: (i) => schedule.timesteps[i]!,
    input: (sample, i) => scaleModelInput(sample, schedule, i),
    next(sample, noise, i) {
      if (solver === 'euler') return eulerDiscreteStep(sample, noise, schedule, i)
      const step = dpmSolverDiscreteStep(sample, noise, schedule, i, history)
      history = step.history
      return step.sample
    },
    target: (sample, noise, i) => eulerDiscreteTarget(sample, noise, schedule, i),
  }
}

/** More steps than this the scheduler cannot take. */
export function mostSteps(scheduler: Scheduler): number {
  return scheduler.type === 'euler-discrete' ? scheduler.trainSteps : 1000
}
