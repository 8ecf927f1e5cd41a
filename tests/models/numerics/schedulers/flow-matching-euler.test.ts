import { expect, it } from 'vitest'
import {
  createFlowMatchingSchedule,
  flowMatchingStep,
  flowMatchingTarget,
} from '../../../../models/numerics/schedulers/flow-matching-euler.ts'
import { golden } from '../golden.ts'

it.each(golden.flowMatching)(
  '$steps steps, shift $shift: the noise levels of diffusers',
  ({ steps, shift, sigmas }) => {
    const { times } = createFlowMatchingSchedule(steps, shift)
    expect(times).toHaveLength(sigmas.length)
    sigmas.forEach((sigma, i) => expect(1 - times[i]!).toBeCloseTo(sigma, 6))
  },
)

it('lands on the picture when the velocity is predicted exactly', () => {
  const picture = Float32Array.of(0.5, -1)
  const noise = Float32Array.of(1, -2)
  const velocity = picture.map((x, i) => x - noise[i]!)
  const schedule = createFlowMatchingSchedule(4, 1)
  expect(flowMatchingTarget(noise, velocity, schedule, 0)).toEqual(picture)
  let sample: Float32Array = noise
  for (let i = 0; i < 4; i++) sample = flowMatchingStep(sample, velocity, schedule, i)
  expect(sample).toEqual(picture)
})

it('refuses a velocity of another size and a schedule of no steps', () => {
  const schedule = createFlowMatchingSchedule(1, 1)
  expect(() => flowMatchingStep(new Float32Array(2), new Float32Array(3), schedule, 0)).toThrow(RangeError)
  expect(() => createFlowMatchingSchedule(0, 1)).toThrow(RangeError)
})

it('begins at 0 and ends at 1 whatever the shift', () => {
  for (const shift of [0.1, 0.3, 0.5, 1, 3, 12]) {
    const { times } = createFlowMatchingSchedule(7, shift)
    expect([times[0], times[7]]).toEqual([0, 1])
    expect([...times]).toEqual([...times].toSorted((a, b) => a - b))
  }
})
