import { expect, it } from 'vitest'
import { randomSeed, readCount, readGuidance, readSeed, readSteps } from '../../../electron/cli/numbers.ts'

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
