import { expect, it } from 'vitest'
import { writingOf, type WritingOptions } from '../../../electron/cli/run-options.ts'

it.each<[string, WritingOptions, RegExp]>([
  ['a length penalty without beams', { lengthPenalty: 1 }, /say with --beams/],
  ['a length penalty with one beam', { lengthPenalty: 1, beams: 1 }, /say with --beams/],
  ['beams and a temperature', { beams: 2, temperature: 1 }, /--temperature/],
  ['beams and top-k', { beams: 2, topK: 5 }, /--top-k/],
  ['beams and top-p', { beams: 2, topP: 0.9 }, /--top-p/],
  ['beams and min-p', { beams: 2, minP: 0.1 }, /--min-p/],
])('refuses %s', (_what, options, sentence) => {
  expect(() => writingOf(options)).toThrow(
    expect.objectContaining({ code: 'wrong-usage', message: expect.stringMatching(sentence) as string }),
  )
})

it('takes beams with choices that are off', () => {
  const options = { beams: 3, lengthPenalty: -1, temperature: 0, topK: 0, topP: 1, minP: 0 }
  expect(writingOf(options)).toEqual(options)
})
