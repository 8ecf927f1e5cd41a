import { eulerDiscreteTarget } from './euler-discrete.ts'
import type { EulerDiscreteSchedule } from './euler-discrete.ts'
import { flowMatchingTarget } from './flow-matching-euler.ts'
import type { FlowMatchingSchedule } from './flow-matching-euler.ts'

/** What the second order needs of the step before: the picture it predicted, and at which level. */
export interface DpmSolverHistory {
  readonly target: Float32Array
  /** λ = ln(signal / noise), rising from noise to picture; −Infinity in pure noise. */
  readonly lambda: number
}

export interface DpmSolverStep {
  readonly sample: Float32Array
  /** For the next step of the same run. */
  readonly history: DpmSolverHistory
}

/** A sample at a level is signal · picture + noise · unit noise. */
interface Level {
  readonly signal: number
  readonly noise: number
}

/**
 * One step of DPM-Solver++ (2M, midpoint) from noise level `i` to `i + 1` for a network that predicts the noise, on
 * the schedule and in the scale of Euler's steps (euler-discrete.ts): the picture has weight 1, the noise weight sigma.
 * The last step, to sigma 0, is of the first order.
 *
 * Shapes   `sample` and `noise` of one size; inputs are left untouched.
 * History  null at the first step of a run, wherever in the schedule it starts; then what the step before returned.
 * Errors   RangeError if sizes differ.
 * Source   Lu et al., "DPM-Solver++" (2022), algorithm 2. diffusers' DPMSolverMultistepScheduler keeps the same sample
 *          divided by √(sigma² + 1).
 */
export function dpmSolverDiscreteStep(
  sample: Float32Array,
  noise: Float32Array,
  schedule: EulerDiscreteSchedule,
  i: number,
  history: DpmSolverHistory | null,
): DpmSolverStep {
  checkSizes(sample, noise, 'noise', history)
  const target = eulerDiscreteTarget(sample, noise, schedule, i)
  const levelAt = (step: number): Level => ({ signal: 1, noise: schedule.sigmas[step]! })
  return stepToLevel(sample, target, levelAt(i), levelAt(i + 1), history)
}

/**
 * The same step for flow matching (flow-matching-euler.ts): at time t the picture has weight t, the noise 1 − t, and
 * the network predicts the velocity. Out of pure noise λ is infinite, so the first two steps are of the first order.
 */
export function dpmSolverFlowStep(
  sample: Float32Array,
  velocity: Float32Array,
  schedule: FlowMatchingSchedule,
  i: number,
  history: DpmSolverHistory | null,
): DpmSolverStep {
  checkSizes(sample, velocity, 'velocity', history)
  const target = flowMatchingTarget(sample, velocity, schedule, i)
  const levelAt = (step: number): Level => ({ signal: schedule.times[step]!, noise: 1 - schedule.times[step]! })
  return stepToLevel(sample, target, levelAt(i), levelAt(i + 1), history)
}

/**
 * x' = (noise'/noise)·x + signal'·(1 − e^−h)·D, where h = λ' − λ and D is the target, carried on along the line
 * through the target before to the middle of the step: D = target + (target − before)·h / (2·(λ − λ before)).
 */
function stepToLevel(
  sample: Float32Array,
  target: Float32Array,
  from: Level,
  to: Level,
  history: DpmSolverHistory | null,
): DpmSolverStep {
  const lambda = Math.log(from.signal / from.noise)
  const next: DpmSolverHistory = { target, lambda }
  if (to.noise === 0) return { sample: target.slice(), history: next } // h is infinite: only the first order ends well
  const h = Math.log(to.signal / to.noise) - lambda
  const slope = history === null || !Number.isFinite(history.lambda) ? 0 : h / (2 * (lambda - history.lambda))
  const before = history?.target ?? target
  const kept = to.noise / from.noise
  const gain = -to.signal * Math.expm1(-h)
  return {
    sample: sample.map((x, j) => kept * x + gain * (target[j]! + slope * (target[j]! - before[j]!))),
    history: next,
  }
}

function checkSizes(sample: Float32Array, prediction: Float32Array, name: string, history: DpmSolverHistory | null) {
  if (prediction.length !== sample.length)
    throw new RangeError(`${name} has ${prediction.length} values, sample ${sample.length}`)
  if (history !== null && history.target.length !== sample.length)
    throw new RangeError(`the step before had ${history.target.length} values, sample ${sample.length}`)
}
