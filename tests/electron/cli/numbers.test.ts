import { expect, it } from 'vitest'
import * as numbers from '../../../electron/cli/numbers.ts'

const { randomSeed, readCount, readGuidance, readSeed, readSteps } = numbers

it('reads numbers within the limits of the contract', () => {
  expect([readSeed('0'), readSeed('9007199254740991'), readSteps('200'), readGuidance('7.5'), readCount('64')]).toEqual(
    [0, 2 ** 53 - 1, 200, 7.5, 64],
  )
})

it.each(['NaN', '', ' ', '-1', '1.5', '1e3', '0x10', '9007199254740992', 'seven'])('refuses the seed %j', (typed) => {
  expect(() => readSeed(typed)).toThrow(/whole number from 0 to 9007199254740991/)
})

it('refuses steps, guidance and counts beyond their limits', () => {
  expect(() => readSteps('-3')).toThrow(/1 to 200/)
  expect(() => readSteps('0')).toThrow(/1 to 200/)
  expect(() => readGuidance('31')).toThrow(/0 to 30/)
  expect(() => readCount('65')).toThrow(/1 to 64/)
})

it('reads half a number as people type it', () => {
  expect(readGuidance('.5')).toBe(0.5)
  expect(() => readSteps('.5')).toThrow(/whole number/)
})

it('makes seeds that are valid', () => {
  expect(readSeed(String(randomSeed()))).toBeGreaterThanOrEqual(0)
})

it.each([
  ['readStrength', '0', '1.1', /0 to 1/],
  ['readTemperature', '0', '11', /0 to 10/],
  ['readTopK', '0', '1.5', /whole number/],
  ['readTopP', '1', '0', /above 0, at most 1/],
  ['readMinP', '0', '1', /below 1/],
  ['readRepetitionPenalty', '1.2', '0', /above 0/],
  ['readBeams', '16', '17', /1 to 16/],
  ['readLengthPenalty', '-1', '-11', /-10 to 10/],
  ['readMinTokens', '1', '0', /1 to 4096/],
  ['readMaxTokens', '4096', '4097', /1 to 4096/],
  ['readMaxPictures', '0', '65', /0 to 64/],
] as const)('%s takes %s and not %s', (name, good, bad, rule) => {
  expect(numbers[name](good)).toBe(Number(good))
  expect(() => numbers[name](bad)).toThrow(rule)
})

it('reads weights between commas', () => {
  expect(numbers.readWeights('1,.5, 0')).toEqual([1, 0.5, 0])
  for (const bad of ['', '1,', '1,-1', '1;2']) expect(() => numbers.readWeights(bad)).toThrow(/with commas between/)
})
