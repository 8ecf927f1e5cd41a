import { describe, expect, it } from 'vitest'
import {
  createEulerDiscreteSchedule,
  eulerDiscreteStep,
  scaleModelInput,
} from '../../../../models/numerics/schedulers/euler-discrete.ts'
import { golden } from '../golden.ts'

const training = { trainSteps: 1000, betaStart: 0.00085, betaEnd: 0.012, stepsOffset: 1 }

it('has the golden numbers of Emu2 at 50 steps', () => {
  const { timesteps, sigmas, initNoiseSigma } = createEulerDiscreteSchedule(training, 50)
  expect([timesteps[0], timesteps[1], timesteps[48], timesteps[49]]).toEqual([981, 961, 21, 1])
  const chosen = [sigmas[0]!, sigmas[1]!, sigmas[2]!, sigmas[48]!, sigmas[49]!, sigmas[50]!]
  const emu2 = [13.12042, 11.67606, 10.42505, 0.14146, 0.04131, 0] // float32 products: the fifth digit may differ
  emu2.forEach((sigma, i) => expect(chosen[i]).toBeCloseTo(sigma, 4))
  expect(initNoiseSigma).toBeCloseTo(13.15848, 4)
  expect(createEulerDiscreteSchedule(training, 20).initNoiseSigma).toBeCloseTo(11.07359, 4)
  expect(createEulerDiscreteSchedule(training, 30).timesteps[0]).toBe(958)
})

describe.each(golden.eulerDiscrete)('$steps steps', (reference) => {
  const schedule = createEulerDiscreteSchedule(training, reference.steps)

  it('has the schedule of diffusers', () => {
    expect([...schedule.timesteps]).toEqual(reference.timesteps)
    reference.sigmas.forEach((sigma, i) => expect(schedule.sigmas[i]! / (sigma || 1)).toBeCloseTo(sigma && 1, 4))
    expect(schedule.initNoiseSigma).toBeCloseTo(reference.initNoiseSigma, 3)
  })

  it('takes the steps of diffusers', () => {
    let sample = Float32Array.of(0.5, -1, 2).map((x) => x * schedule.initNoiseSigma)
    for (let i = 0; i < reference.steps; i++) {
      const input = scaleModelInput(sample, schedule, i)
      reference.inputs[i]!.forEach((x, j) => expect(input[j]).toBeCloseTo(x, 3))
      sample = Float32Array.from(
        eulerDiscreteStep(
          sample,
          input.map((x) => x * 0.7 + 0.1),
          schedule,
          i,
        ),
      )
      reference.samples[i]!.forEach((x, j) => expect(sample[j]).toBeCloseTo(x, 3))
    }
  })
})

it('refuses impossible numbers of steps and noise of another size', () => {
  expect(() => createEulerDiscreteSchedule(training, 0)).toThrow(RangeError)
  expect(() => createEulerDiscreteSchedule(training, 1001)).toThrow(RangeError)
  const schedule = createEulerDiscreteSchedule(training, 4)
  expect(() => eulerDiscreteStep(new Float32Array(2), new Float32Array(1), schedule, 0)).toThrow(RangeError)
})
