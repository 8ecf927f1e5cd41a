import { expect, it } from 'vitest'
import { createEulerDiscreteSchedule } from '../../../../models/numerics/schedulers/euler-discrete.ts'
import { createFlowMatchingSchedule } from '../../../../models/numerics/schedulers/flow-matching-euler.ts'
import {
  eulerDiscreteAddNoise,
  flowMatchingAddNoise,
  startStep,
} from '../../../../models/numerics/schedulers/image-to-image.ts'
import { readGolden } from '../golden.ts'

const golden = readGolden('solver.json') as {
  imageToImage: { steps: number; clean: number[]; noise: number[]; discrete: number[][]; flow: number[][] }
  startSteps: { steps: number; strength: number; startStep: number }[]
}
const { steps } = golden.imageToImage
const clean = Float32Array.from(golden.imageToImage.clean)
const noise = Float32Array.from(golden.imageToImage.noise)
const discrete = createEulerDiscreteSchedule(
  { trainSteps: 1000, betaStart: 0.00085, betaEnd: 0.012, stepsOffset: 1 },
  steps,
)
const flow = createFlowMatchingSchedule(steps, 1)

it.each(golden.startSteps)('$steps steps at strength $strength start at $startStep', (reference) => {
  expect(startStep(reference.steps, reference.strength)).toBe(reference.startStep)
})

it('adds the noise that diffusers adds', () => {
  for (let i = 0; i < steps; i++) {
    const [ours, flowing] = [
      eulerDiscreteAddNoise(clean, noise, discrete, i),
      flowMatchingAddNoise(clean, noise, flow, i),
    ]
    golden.imageToImage.discrete[i]!.forEach((x, j) => expect(ours[j]).toBeCloseTo(x, 3))
    golden.imageToImage.flow[i]!.forEach((x, j) => expect(flowing[j]).toBeCloseTo(x, 6))
  }
})

it('strength 0 keeps the picture; strength 1 keeps nothing of it in flow matching', () => {
  expect(eulerDiscreteAddNoise(clean, noise, discrete, startStep(steps, 0))).toEqual(clean)
  expect(flowMatchingAddNoise(clean, noise, flow, startStep(steps, 0))).toEqual(clean)
  expect(flowMatchingAddNoise(clean, noise, flow, startStep(steps, 1))).toEqual(noise)
})

it('refuses strengths beyond 0 and 1, noise of another size and steps that are none', () => {
  for (const strength of [-0.1, 1.1, Number.NaN]) expect(() => startStep(20, strength)).toThrow(RangeError)
  expect(() => eulerDiscreteAddNoise(clean, new Float32Array(1), discrete, 0)).toThrow(RangeError)
  expect(() => flowMatchingAddNoise(clean, noise, flow, steps + 1)).toThrow(RangeError)
})
