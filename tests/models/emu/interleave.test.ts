import { describe, expect, it } from 'vitest'
import { generateInterleaved } from '../../../models/emu/interleave.ts'
import type { WrittenPart } from '../../../models/emu/interleave.ts'
import type { PromptPart } from '../../../models/emu/prompt/parts.ts'
import type { GenerateEvent } from '../../../models/emu/run.ts'
import { expectModelError } from '../support/expect-model-error.ts'
import { readPicture } from '../support/nano.ts'
import { openNano, openTiny } from '../support/open-model.ts'

const fox: PromptPart = { type: 'text', text: 'a fox' }

const model = await openTiny()
const nano = await openNano()

/** A temperature at which the tiny model writes anything, [IMG] and the end included. */
const wild = { temperature: 20, steps: 1, maxTokens: 40 } as const

const kinds = (parts: readonly WrittenPart[]) => parts.map(({ type }) => type)

describe('a model that writes and draws as it likes', () => {
  it('gives words and pictures in their order, told of as they come', async () => {
    let drew = 0
    for (let seed = 0; seed < 40; seed++) {
      const events: GenerateEvent[] = []
      const onEvent = (event: GenerateEvent) => events.push(event)
      const { parts } = await generateInterleaved(model, [fox], { ...wild, seed, onEvent })
      const words = events.flatMap((event) => (event.type === 'text' ? [event.delta] : [])).join('')
      expect(parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('')).toBe(words)
      const told = events.flatMap((event) => (event.type === 'image' ? [event] : []))
      const images = parts.flatMap((part) => (part.type === 'image' ? [part] : []))
      expect(told.map(({ index }) => index)).toEqual(images.map((_, i) => i))
      expect(told.map(({ image }) => image)).toEqual(images.map(({ image }) => image))
      expect(images.map((image) => image.seed)).toEqual(images.map((_, i) => seed + i))
      drew += images.length
    }
    expect(drew).toBeGreaterThan(0)
  })

  it('does the same again, and with more room begins the same', async () => {
    const write = (seed: number, maxTokens: number) => generateInterleaved(model, [fox], { ...wild, seed, maxTokens })
    for (let seed = 0; seed < 10; seed++) {
      const [a, b, longer] = [await write(seed, 10), await write(seed, 10), await write(seed, 40)]
      expect(b.parts).toEqual(a.parts)
      // The last text of the shorter one may have been cut off in the middle; everything before it is the same.
      const last = a.parts.length - 1
      expect(longer.parts.slice(0, last)).toEqual(a.parts.slice(0, last))
      const [ours, theirs] = [a.parts[last], longer.parts[last]]
      if (ours?.type === 'text' && theirs?.type === 'text')
        expect(theirs.text.startsWith(ours.text.replace(/\uFFFD+$/, ''))).toBe(true)
      else expect(theirs).toEqual(ours)
    }
  })

  it('never runs out of its window, and says what stopped it', async () => {
    const reasons = new Set<string>()
    for (let seed = 0; seed < 60; seed++) {
      const { stoppedBy, positions } = await generateInterleaved(model, [fox], { ...wild, seed, maxTokens: 9999 })
      expect(positions.room).toBeGreaterThanOrEqual(0)
      reasons.add(stoppedBy)
    }
    expect(reasons.has('eos')).toBe(true)
    expect(reasons.has('length')).toBe(true)
  })

  it('may begin with a picture', async () => {
    const firsts = new Set<string>()
    for (let seed = 0; seed < 400 && !firsts.has('image'); seed++) {
      const { parts } = await generateInterleaved(model, [fox], { ...wild, seed, maxTokens: 2, maxPictures: 1 })
      firsts.add(kinds(parts)[0] ?? 'nothing')
    }
    expect(firsts.has('image')).toBe(true)
  })

  it('counts words, not pictures, against the most it may write', async () => {
    for (let seed = 0; seed < 60; seed++) {
      const { parts, stoppedBy } = await generateInterleaved(model, [fox], { ...wild, seed, maxTokens: 12 })
      if (stoppedBy !== 'length' || !kinds(parts).includes('image')) continue
      // A byte is a token of the tiny model, and several may be one character.
      const bytes = parts.reduce((sum, part) => sum + (part.type === 'text' ? Buffer.byteLength(part.text) : 0), 0)
      expect(bytes).toBeGreaterThanOrEqual(12)
    }
  })

  it('draws no more pictures than it may', async () => {
    for (let seed = 0; seed < 20; seed++) {
      const { parts, stoppedBy } = await generateInterleaved(model, [fox], { ...wild, seed, maxPictures: 1 })
      const images = kinds(parts).filter((kind) => kind === 'image').length
      expect(images).toBeLessThanOrEqual(1)
      if (stoppedBy === 'pictures') expect(images).toBe(1)
    }
  })

  it('can be cancelled between two runs', async () => {
    const abort = new AbortController()
    const onEvent = () => abort.abort()
    const run = generateInterleaved(model, [fox], { ...wild, seed: 1, signal: abort.signal, onEvent })
    await expectModelError(run, 'cancelled', /Cancelled/)
  })
})

it('nano goes on with a story in words and pictures by itself', async () => {
  const image = await readPicture('fox.png')
  const story: PromptPart[] = [
    { type: 'text', text: 'a fox in a meadow' },
    { type: 'image', image },
  ]
  const { parts } = await generateInterleaved(nano, story, { seed: 4, steps: 1, maxPictures: 2, maxTokens: 120 })
  expect(kinds(parts).slice(0, 2)).toEqual(['text', 'image'])
})

it.each([
  [{ maxPictures: -1 }, /most pictures/],
  [{ maxPictures: 0.5 }, /most pictures/],
  [{ steps: 0 }, /Steps/],
  [{ maxTokens: 0 }, /most tokens/],
])('refuses %o', async (options, sentence) => {
  await expectModelError(generateInterleaved(model, [fox], { seed: 1, ...options }), 'bad-option', sentence)
})
