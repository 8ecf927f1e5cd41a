import { describe, expect, it } from 'vitest'
import { dpmSolverDiscreteStep, dpmSolverFlowStep } from '../../../../models/numerics/schedulers/dpm-solver.ts'
import type { DpmSolverHistory } from '../../../../models/numerics/schedulers/dpm-solver.ts'
import {
  createEulerDiscreteSchedule,
  eulerDiscreteStep,
  scaleModelInput,
} from '../../../../models/numerics/schedulers/euler-discrete.ts'
import { createFlowMatchingSchedule } from '../../../../models/numerics/schedulers/flow-matching-euler.ts'
import { readGolden } from '../golden.ts'

const golden = readGolden('solver.json') as {
  start: number[]
  discrete: { steps: number; timesteps: number[]; samples: number[][] }[]
  flow: { shift: number; fromPureNoise: boolean; sigmas: number[]; samples: number[][] }[]
}

const training = { trainSteps: 1000, betaStart: 0.00085, betaEnd: 0.012, stepsOffset: 1 }

/** The network of solver.py. */
const bend = (sample: Float32Array) => sample.map((x) => 0.7 * x + 0.1 * x * Math.exp(-Math.abs(x)))

describe.each(golden.discrete)('noise predicted, $steps steps', ({ steps, timesteps, samples }) => {
  it('takes the steps of diffusers, times √(sigma² + 1)', () => {
    const schedule = createEulerDiscreteSchedule(training, steps)
    expect([...schedule.timesteps]).toEqual(timesteps)
    let sample: Float32Array = Float32Array.from(golden.start, (x) => x * schedule.initNoiseSigma)
    let history: DpmSolverHistory | null = null
    for (let i = 0; i < steps; i++) {
      const noise = bend(scaleModelInput(sample, schedule, i))
      ;({ sample, history } = dpmSolverDiscreteStep(sample, noise, schedule, i, history))
      const scale = Math.sqrt(schedule.sigmas[i + 1]! ** 2 + 1)
      samples[i]!.forEach((x, j) => expect(sample[j]! / scale).toBeCloseTo(x, 4))
    }
  })
})

describe.each(golden.flow)('velocity predicted, $sigmas.length sigmas, shift $shift', (reference) => {
  const steps = reference.samples.length
  const times = Float64Array.from(reference.sigmas, (sigma) => 1 - sigma)

  it('takes the steps of diffusers', () => {
    let sample: Float32Array = Float32Array.from(golden.start)
    let history: DpmSolverHistory | null = null
    for (let i = 0; i < steps; i++) {
      const velocity = bend(sample).map((x) => -x) // diffusers' leads from picture to noise
      ;({ sample, history } = dpmSolverFlowStep(sample, velocity, { times }, i, history))
      reference.samples[i]!.forEach((x, j) => expect(sample[j]).toBeCloseTo(x, 4))
    }
  })
})

it.each(golden.flow.filter(({ fromPureNoise }) => fromPureNoise))(
  'our schedule of shift $shift is one that diffusers ran',
  ({ sigmas, shift }) => {
    const { times } = createFlowMatchingSchedule(sigmas.length - 1, shift)
    expect(times).toHaveLength(sigmas.length)
    sigmas.forEach((sigma, i) => expect(1 - times[i]!).toBeCloseTo(sigma, 12))
  },
)

it('of normally distributed pictures, whose end is known, misses far less than Euler', () => {
  const spread = 0.5 // of the pictures
  const levels = Float64Array.from({ length: 13 }, (_, i) => (i < 12 ? 10 * 0.002 ** (i / 11) : 0))
  const schedule = { timesteps: levels.subarray(0, 12), sigmas: levels, initNoiseSigma: levels[0]! }
  const predict = (sample: Float32Array, i: number) =>
    sample.map((x) => (x * levels[i]!) / (spread ** 2 + levels[i]! ** 2))
  let euler: Float32Array = Float32Array.of(7)
  let solver: Float32Array = Float32Array.of(7)
  let history: DpmSolverHistory | null = null
  for (let i = 0; i < 12; i++) {
    euler = eulerDiscreteStep(euler, predict(euler, i), schedule, i)
    ;({ sample: solver, history } = dpmSolverDiscreteStep(solver, predict(solver, i), schedule, i, history))
  }
  const end = (7 * spread) / Math.hypot(spread, levels[0]!)
  expect(Math.abs(solver[0]! - end)).toBeLessThan(Math.abs(euler[0]! - end) / 5)
})

it('leaves its inputs as they were and refuses sizes that differ', () => {
  const schedule = createEulerDiscreteSchedule(training, 4)
  const [sample, noise] = [Float32Array.of(1, 2), Float32Array.of(0.5, -0.5)]
  const first = dpmSolverDiscreteStep(sample, noise, schedule, 0, null)
  const kept = first.history.target.slice()
  dpmSolverDiscreteStep(first.sample, noise, schedule, 1, first.history)
  expect([sample, noise, first.history.target]).toEqual([Float32Array.of(1, 2), Float32Array.of(0.5, -0.5), kept])
  const last = dpmSolverDiscreteStep(sample, noise, schedule, 3, null)
  last.sample[0] = 99 // the caller's own: history must not change with it
  expect(last.history.target[0]).not.toBe(99)
  expect(() => dpmSolverDiscreteStep(sample, new Float32Array(1), schedule, 0, null)).toThrow(RangeError)
  expect(() =>
    dpmSolverFlowStep(new Float32Array(3), new Float32Array(3), { times: Float64Array.of(0, 1) }, 0, first.history),
  ).toThrow(RangeError)
})
