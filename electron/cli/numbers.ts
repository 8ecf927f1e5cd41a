import { InvalidArgumentError } from 'commander'
import { DrawSettings } from '../contract/prompt.ts'
import { Seed } from '../contract/values.ts'

interface Check {
  safeParse(value: number): { success: boolean }
}

/** Makes an option's reader from the contract's own limits; `rule` is what the person is told. */
function readNumber(check: Check, rule: string): (typed: string) => number {
  return (typed) => {
    // Number('') is 0 and Number('0x10') is 16: neither is what somebody meant.
    const value = /^[+-]?(\d+(\.\d+)?|\.\d+)$/.test(typed.trim()) ? Number(typed) : Number.NaN
    if (!check.safeParse(value).success) throw new InvalidArgumentError(rule)
    return value
  }
}

export const maxCount = 64

export const readSeed = readNumber(Seed, `A seed is a whole number from 0 to ${Number.MAX_SAFE_INTEGER}.`)
export const readSteps = readNumber(DrawSettings.shape.steps, 'The number of steps is a whole number from 1 to 200.')
export const readGuidance = readNumber(DrawSettings.shape.guidance, 'Guidance is a number from 0 to 30; 1 is off.')
export const readCount = readNumber(
  { safeParse: (value) => ({ success: Number.isInteger(value) && value >= 1 && value <= maxCount }) },
  `The number of pictures is a whole number from 1 to ${maxCount}.`,
)
export const readMaxTokens = readNumber(
  { safeParse: (value) => ({ success: Number.isInteger(value) && value >= 1 && value <= 4096 }) },
  'The number of tokens is a whole number from 1 to 4096.',
)

/** Short enough to be typed again. */
export const randomSeed = () => crypto.getRandomValues(new Uint32Array(1))[0]!
