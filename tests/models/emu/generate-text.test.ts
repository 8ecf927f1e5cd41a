import { afterAll, beforeAll, expect, it } from 'vitest'
import { generateText } from '../../../models/emu/generate-text.ts'
import { openModel } from '../../../models/emu/model.ts'
import type { Model } from '../../../models/emu/model.ts'
import type { PromptPart } from '../../../models/emu/prompt/parts.ts'
import type { GenerateEvent } from '../../../models/emu/run.ts'
import { expectModelError } from '../support/expect-model-error.ts'
import { writeTinyPack } from '../support/tiny-pack.ts'

const fox: PromptPart = { type: 'text', text: 'a fox' }
const picture: PromptPart = { type: 'image', image: { width: 2, height: 2, rgb: new Uint8Array(12).fill(99) } }

let model: Model
let tiny: Awaited<ReturnType<typeof writeTinyPack>>
beforeAll(async () => {
  tiny = await writeTinyPack()
  model = await openModel(tiny.folder, { device: 'cpu', threads: 1 })
})
afterAll(async () => {
  await model[Symbol.asyncDispose]()
  await tiny[Symbol.asyncDispose]()
})

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
