import { expect, it } from 'vitest'
import { generateText } from '../../../models/emu/generate-text.ts'
import type { PromptPart } from '../../../models/emu/prompt/parts.ts'
import type { GenerateEvent } from '../../../models/emu/run.ts'
import { expectModelError } from '../support/expect-model-error.ts'
import { openTiny } from '../support/open-model.ts'

const fox: PromptPart = { type: 'text', text: 'a fox' }
const picture: PromptPart = { type: 'image', image: { width: 2, height: 2, rgb: new Uint8Array(12).fill(99) } }

const model = await openTiny()

it('streams deltas that add up to the text', async () => {
  const deltas: string[] = []
  const events: GenerateEvent[] = []
  const onEvent = (event: GenerateEvent) => events.push(event)
  const { text, tokens } = await generateText(model, [picture, fox], {
    task: 'continue',
    temperature: 1,
    seed: 4,
    maxTokens: 12,
    onToken: (delta) => deltas.push(delta),
    onEvent,
  })
  expect(deltas.join('')).toBe(text)
  expect(tokens).toBeGreaterThan(0)
  expect(events.flatMap((event) => (event.type === 'text' ? [event.delta] : []))).toEqual(deltas)
  expect(events.flatMap((event) => (event.type === 'stage' ? [event.stage] : []))).toEqual(['encode', 'read', 'write'])
})

it('writes the same for the same seed, and begins the same when it may write more', async () => {
  const write = (seed: number, maxTokens: number) =>
    generateText(model, [fox], { task: 'continue', temperature: 1, seed, maxTokens })
  const [a, b, longer, other] = [await write(1, 10), await write(1, 10), await write(1, 20), await write(2, 10)]
  expect(a).toMatchObject({ text: b.text, tokens: b.tokens })
  expect(longer.text.startsWith(a.text.replace(/\uFFFD+$/, ''))).toBe(true)
  expect(other.text).not.toBe(a.text)
})

it('is greedy unless told otherwise, whatever the seed', async () => {
  const [a, b] = [
    await generateText(model, [fox], { task: 'caption', seed: 1 }),
    await generateText(model, [fox], { task: 'caption', seed: 2 }),
  ]
  expect(a.text).toBe(b.text)
})

it('stops where the window ends', async () => {
  const { tokens, stoppedBy, positions } = await generateText(model, [fox], {
    task: 'continue',
    temperature: 2,
    topK: 0,
    seed: 3,
    maxTokens: 9999,
  })
  if (stoppedBy === 'length') expect(positions.used + tokens).toBe(positions.total)
  expect(positions.used + tokens).toBeLessThanOrEqual(positions.total)
})

it('never writes a control token: only the end and [IMG] may come, and they end it', async () => {
  const stops = new Set<string>()
  for (let seed = 0; seed < 60; seed++) {
    const { text, stoppedBy, tokens } = await generateText(model, [fox], {
      task: 'continue',
      temperature: 20,
      seed,
      maxTokens: 50,
    })
    expect(text).not.toMatch(/\[IMG\]|<s>|<\/s>|<image>|\[USER\]|<phrase>|<patch_index/)
    expect(tokens).toBeGreaterThan(0)
    stops.add(stoppedBy)
  }
  expect([...stops].toSorted()).toEqual(['eos', 'image', 'length'])
})

it('ends before a stop text', async () => {
  const write = (seed: number) => ({ task: 'continue', temperature: 1, seed, maxTokens: 12 }) as const
  // A byte of the tiny model alone is often no character: the first seed that writes some that are.
  let options = write(0)
  let whole = await generateText(model, [fox], options)
  while (!/^.*[ -~]{3}/.test(whole.text)) whole = await generateText(model, [fox], (options = write(options.seed + 1)))
  const stop = /[ -~]{3}/.exec(whole.text)![0].slice(1)
  const cut = await generateText(model, [fox], { ...options, stop: [stop, 'never written'] })
  expect(cut).toMatchObject({ text: whole.text.slice(0, whole.text.indexOf(stop)), stoppedBy: 'stop' })
})

it('ends before a stop text in a grounded answer too, and counts only what is before it', async () => {
  let cut = 0
  for (let seed = 0; seed < 30; seed++) {
    const options = {
      task: 'ask',
      temperature: 3,
      seed,
      maxTokens: 30,
      grounded: true,
      logProbabilities: true,
    } as const
    const whole = await generateText(model, [fox], options)
    const stop = /[ -~]/.exec(whole.text.slice(2))?.[0]
    if (stop === undefined || stop === ' ') continue
    const found = await generateText(model, [fox], { ...options, stop: [stop] })
    expect(found.stoppedBy).toBe('stop')
    expect(found.text).not.toContain(stop)
    expect(whole.text.startsWith(found.text)).toBe(true)
    expect(found.written).toHaveLength(found.tokens)
    expect(found.tokens).toBeLessThan(whole.tokens)
    cut++
  }
  expect(cut).toBeGreaterThan(3)
})

it('may write nothing at all where it is told so', async () => {
  let shortest = Infinity
  for (let seed = 0; seed < 2000 && shortest > 0; seed++) {
    const options = { task: 'continue', temperature: 20, seed, minTokens: 0, maxTokens: 1 } as const
    shortest = Math.min(shortest, (await generateText(model, [fox], options)).tokens)
  }
  expect(shortest).toBe(0)
})

it('raises the usual most to the least it is told to write', async () => {
  const { tokens, positions } = await generateText(model, [fox], { task: 'continue', minTokens: 300 })
  expect(tokens).toBe(positions.total - positions.used)
})

it('says how likely each token was, whatever the sampling, where it is asked', async () => {
  const options = { task: 'continue', temperature: 1.5, topK: 40, seed: 2, maxTokens: 6 } as const
  const { written, tokens, text } = await generateText(model, [fox], { ...options, logProbabilities: true })
  expect(written).toHaveLength(tokens)
  expect(written!.every(({ logProbability }) => logProbability < 0)).toBe(true)
  expect(await generateText(model, [fox], options)).toMatchObject({ text, written: null, score: null })
})

it('repeats itself less with a penalty', async () => {
  const count = async (repetitionPenalty: number) => {
    const options = {
      task: 'continue',
      maxTokens: 40,
      minTokens: 40,
      repetitionPenalty,
      logProbabilities: true,
    } as const
    const { written } = await generateText(model, [fox], options)
    return new Set(written!.map(({ text }) => text)).size
  }
  expect(await count(5)).toBeGreaterThan(await count(1))
})

it('writes at least as much as it is told to', async () => {
  for (let seed = 0; seed < 20; seed++) {
    const options = { task: 'continue', temperature: 20, seed, minTokens: 10, maxTokens: 20 } as const
    expect((await generateText(model, [fox], options)).tokens).toBeGreaterThanOrEqual(10)
  }
})

it('writes boxes where they are asked for, and only there', async () => {
  let pointed = 0
  for (let seed = 0; seed < 30; seed++) {
    const options = { task: 'ask', temperature: 20, seed, maxTokens: 30 } as const
    const { text, phrases, written } = await generateText(model, [fox], {
      ...options,
      grounded: true,
      logProbabilities: true,
    })
    expect(text).not.toMatch(/<phrase>|<object>|<patch_index|\[IMG\]|<image>|<grounding>/)
    for (const { phrase, start, boxes } of phrases) {
      expect(text.slice(start, start + phrase.length)).toBe(phrase)
      for (const { left, right, top, bottom } of boxes) expect(left <= right && top <= bottom && bottom <= 1).toBe(true)
    }
    if (written!.some((token) => token.text.startsWith('<patch_index'))) pointed++
    expect((await generateText(model, [fox], options)).phrases).toEqual([])
  }
  expect(pointed).toBeGreaterThan(0)
})

it('can be cancelled between two words', async () => {
  const abort = new AbortController()
  const run = generateText(model, [fox], {
    task: 'continue',
    signal: abort.signal,
    onToken: () => abort.abort(),
  })
  await expectModelError(run, 'cancelled', /Cancelled/)
})

it.each([
  [{ maxTokens: 0 }, /most tokens/],
  [{ temperature: -1 }, /Temperature/],
  [{ topK: 0.5 }, /Top-k/],
  [{ topP: 0 }, /Top-p/],
  [{ minP: -0.1 }, /Min-p/],
  [{ seed: -3 }, /seed/],
])('refuses %o', async (options, sentence) => {
  await expectModelError(generateText(model, [fox], { task: 'ask', ...options }), 'bad-option', sentence)
})

it('refuses an empty question', async () => {
  await expectModelError(generateText(model, [{ type: 'text', text: ' ' }], { task: 'ask' }), 'empty-prompt', /empty/)
})
