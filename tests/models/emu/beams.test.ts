import { describe, expect, it } from 'vitest'
import { logSoftmax } from '../../../models/numerics/sampling.ts'
import { generateText } from '../../../models/emu/generate-text.ts'
import { advance, embedTokens, predictToken } from '../../../models/emu/language.ts'
import type { Reading } from '../../../models/emu/language.ts'
import { compilePrompt } from '../../../models/emu/prompt/compile-prompt.ts'
import { readPrompt } from '../../../models/emu/read-prompt.ts'
import { startRun } from '../../../models/emu/run.ts'
import { writeBeams } from '../../../models/emu/write-beams.ts'
import { PLAIN } from '../../../models/emu/write-text.ts'
import { expectModelError } from '../support/expect-model-error.ts'
import { openTiny } from '../support/open-model.ts'

const fox = [{ type: 'text', text: 'a fox' }] as const

const model = await openTiny()

const read = () => readPrompt(model, compilePrompt(model, fox, 'text'), startRun({}))
const search = async (beams: number, lengthPenalty: number, maxTokens: number, minTokens = 1) =>
  writeBeams(
    model,
    await read(),
    { ...PLAIN, beams, lengthPenalty, maxTokens, minTokens, onText: () => undefined },
    startRun({}),
  )

const sum = (tokens: readonly { logProbability: number | null }[]) =>
  tokens.reduce((total, { logProbability }) => total + logProbability!, 0)

/** Σ log p of ids behind the prompt, each token by a run of its own. */
async function scoreAlone(ids: readonly number[]): Promise<number> {
  let reading: Reading = await read()
  let sum = 0
  for (const id of ids) {
    sum += logSoftmax(await predictToken(model, reading.hidden, startRun({})))[id]!
    reading = await advance(model, reading.prefix, await embedTokens(model, [id], startRun({})), startRun({}))
  }
  return sum
}

it('one token, and as many beams as there are: the likeliest token', async () => {
  const { tokens, stoppedBy } = await search(16, 1, 1)
  const greedy = await generateText(model, fox, { task: 'continue', maxTokens: 1 })
  expect(model.tokenizer.decode([tokens[0]!.id])).toBe(greedy.text)
  expect(stoppedBy).toBe('length')
})

it('finds a text at least as likely as the greedy one, and knows how likely each of its tokens is', async () => {
  const greedy = await generateText(model, fox, {
    task: 'continue',
    maxTokens: 6,
    minTokens: 6,
    logProbabilities: true,
  })
  const found = await search(5, 0, 6, 6)
  const ids = found.tokens.map(({ id }) => id)
  expect(ids).toHaveLength(6)
  expect(found.score).toBeGreaterThanOrEqual(sum(greedy.written!) - 1e-6)
  expect(found.score).toBeCloseTo(sum(found.tokens), 5)
  // What the beams read in a batch, with keys and values gathered anew at every step, is what a single text reads.
  expect(found.score).toBeCloseTo(await scoreAlone(ids), 4)
})

it('finds with many beams a text at least as likely as with one', async () => {
  const one = await generateText(model, fox, { task: 'continue', maxTokens: 5, minTokens: 5, logProbabilities: true })
  for (const beams of [4, 16])
    expect((await search(beams, 0, 5, 5)).score).toBeGreaterThanOrEqual(sum(one.written!) - 1e-6)
})

it('divides by the length to the power of the penalty', async () => {
  const { tokens, score } = await search(3, 2, 4, 4)
  expect(score).toBeCloseTo(sum(tokens) / 5 ** 2, 6) // the four tokens, and the one that stands for the prompt
})

describe('asked for as a person would', () => {
  it('arrives whole and is the same again', async () => {
    const deltas: string[] = []
    const options = { task: 'continue', beams: 4, lengthPenalty: -1, maxTokens: 8 } as const
    const first = await generateText(model, fox, { ...options, onToken: (delta) => deltas.push(delta) })
    expect(deltas.join('')).toBe(first.text)
    expect(await generateText(model, fox, options)).toMatchObject({ text: first.text, score: first.score })
  })

  it('can be cancelled', async () => {
    const abort = new AbortController()
    abort.abort()
    const run = generateText(model, fox, { task: 'continue', beams: 4, signal: abort.signal })
    await expectModelError(run, 'cancelled', /Cancelled/)
  })

  it.each([
    [{ beams: 0 }, /number of beams .* from 1 to 16, not 0/],
    [{ beams: 17 }, /from 1 to 16/],
    [{ beams: 2, temperature: 0.5 }, /Choose one of the two/],
    [{ lengthPenalty: NaN }, /length penalty/],
    [{ minTokens: 9, maxTokens: 3 }, /least tokens to write, 9, are more than the most, 3/],
    [{ repetitionPenalty: 0 }, /repetition penalty/],
    [{ stop: [''] }, /stop text must not be empty/],
    [{ minP: 1 }, /Min-p/],
  ])('refuses %o', async (options, sentence) => {
    await expectModelError(generateText(model, fox, { task: 'ask', ...options }), 'bad-option', sentence)
  })
})
