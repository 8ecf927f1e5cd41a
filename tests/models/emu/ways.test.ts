import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { drawBoxImage } from '../../../models/numerics/box-image.ts'
import { parseSafetensors } from '../../../models/numerics/safetensors.ts'
import type { RgbImage } from '../../../models/numerics/rgb-image.ts'
import { autoencodeImage, blendImages } from '../../../models/emu/autoencode.ts'
import { embedImage, embedRegion, embedText } from '../../../models/emu/embed.ts'
import { generateImage } from '../../../models/emu/generate-image.ts'
import { generateText } from '../../../models/emu/generate-text.ts'
import { generateInterleaved } from '../../../models/emu/interleave.ts'
import { compilePrompt } from '../../../models/emu/prompt/compile-prompt.ts'
import type { PromptPart } from '../../../models/emu/prompt/parts.ts'
import { readPrompt } from '../../../models/emu/read-prompt.ts'
import { startRun } from '../../../models/emu/run.ts'
import { encodeImage } from '../../../models/emu/vision.ts'
import { largestDifference, meanDifference, readPicture } from '../support/nano.ts'
import { openNano } from '../support/open-model.ts'

/** The other ways of writing and drawing against PyTorch with the same weights (models/workshop/fixtures_ways.py). */
interface Ways {
  readonly beams: readonly { beams: number; penalty: number; most: number; ids: number[]; score: number }[]
  readonly repeats: readonly { penalty: number; ids: number[] }[]
  readonly likely: { ids: number[]; logProbabilities: string }
  readonly solvers: readonly { steps: number; guidance: number; tensor: string }[]
  readonly sources: readonly { strength: number; steps: number; masked: boolean; tensor: string }[]
  readonly autoencoded: { guidance: number; embeds: string; tensor: string }
  readonly blend: { weights: [number, number]; embeds: string; tensor: string }
  readonly video: { hidden: string }
  readonly turns: { hidden: string }
  readonly interleaved: { told: string[]; embeds: string[] }
  readonly box: { edges: [number, number, number, number]; embeds: string }
  readonly search: { text: string; image: string; region: string }
}

const file = (name: string) => readFile(new URL(`../../fixtures/nano/${name}`, import.meta.url))
const ways = JSON.parse((await file('ways.json')).toString()) as Ways
const tensors = parseSafetensors(await file('ways.safetensors'))
const tensor = (name: string): Float32Array => tensors.get(name)!.values

const STATES = 1e-3
const PIXELS = 1 / 255
const STRIDE = 4

const model = await openNano()
const fox = await readPicture('fox.png')
const small = await readPicture('small.png')

const apple = [{ type: 'text', text: 'a red apple on a blue background' }] as const

/** How far a picture is from what PyTorch drew, on the mean and as a share of white, at every fourth row and column. */
function distance({ width, height, rgb }: RgbImage, name: string): number {
  const side = width / STRIDE
  const kept = Array.from({ length: 3 * side * (height / STRIDE) }, (_, i) => {
    const [channel, y, x] = [Math.floor(i / (side * side)), Math.floor(i / side) % side, i % side]
    return rgb[(y * STRIDE * width + x * STRIDE) * 3 + channel]! / 255
  })
  const wanted = Array.from(tensor(name), (x) => Math.min(Math.max(x / 2 + 0.5, 0), 1))
  return meanDifference(kept, wanted)
}

describe('words', () => {
  const caption = () => [{ type: 'image', image: fox }] as const

  it.each(ways.beams)('$beams beams, length penalty $penalty', async ({ beams, penalty, most, ids, score }) => {
    const options = { task: 'caption', beams, lengthPenalty: penalty, maxTokens: most } as const
    const found = await generateText(model, caption(), options)
    expect(found.text).toBe(model.tokenizer.decode(ids).trim())
    expect(found.tokens).toBe(ids.length)
    expect(found.score).toBeCloseTo(score, 3)
  })

  it.each(ways.repeats)('repetition penalty $penalty', async ({ penalty, ids }) => {
    const options = { task: 'caption', repetitionPenalty: penalty, maxTokens: 24 } as const
    expect((await generateText(model, caption(), options)).text).toBe(model.tokenizer.decode(ids).trim())
  })

  it('are as likely', async () => {
    const options = { task: 'caption', maxTokens: 24, logProbabilities: true } as const
    const { written } = await generateText(model, caption(), options)
    const likely = written!.map(({ logProbability }) => logProbability)
    expect(largestDifference(likely, tensor(ways.likely.logProbabilities))).toBeLessThan(STATES)
  })
})

describe('pictures', () => {
  it.each(ways.solvers)('DPM-Solver++, $steps steps, guidance $guidance', async ({ steps, guidance, tensor: name }) => {
    const options = { seed: 7, steps, guidance, solver: 'dpm-solver++', complete: false } as const
    const { image } = await generateImage(model, apple, options)
    expect(distance(image, name)).toBeLessThan(PIXELS)
  })

  it.each(ways.sources)('over a picture, strength $strength, masked $masked', async (source) => {
    const { strength, steps, masked, tensor: name } = source
    const side = model.pack.manifest.decoder.width
    const square = { width: side, height: side, rgb: fox.rgb }
    expect([fox.width, fox.height]).toEqual([side, side])
    const alpha = Uint8Array.from({ length: side * side }, (_, i) => (i % side < side / 2 ? 0 : 255))
    const mask = masked ? { width: side, height: side, alpha } : undefined
    const options = { seed: 7, steps, guidance: 1, complete: false, source: { image: square, strength, mask } } as const
    const { image } = await generateImage(model, apple, options)
    expect(distance(image, name)).toBeLessThan(PIXELS)
  })

  it('autoencoded', async () => {
    const { guidance, embeds, tensor: name } = ways.autoencoded
    const { image, embeddings } = await autoencodeImage(model, fox, { seed: 7, steps: 4, guidance })
    expect(largestDifference(embeddings, tensor(embeds))).toBeLessThan(STATES)
    expect(distance(image, name)).toBeLessThan(PIXELS)
  })

  it('blended', async () => {
    const { weights, embeds, tensor: name } = ways.blend
    const inputs = [
      { image: fox, weight: weights[0] },
      { image: small, weight: weights[1] },
    ]
    const { image, embeddings } = await blendImages(model, inputs, { seed: 7, steps: 4, guidance: 1 })
    expect(largestDifference(embeddings, tensor(embeds))).toBeLessThan(STATES)
    expect(distance(image, name)).toBeLessThan(PIXELS)
  })
})

describe('sequences', () => {
  const lastState = async (parts: readonly PromptPart[], template?: string) =>
    (await readPrompt(model, compilePrompt(model, parts, 'text', { template }), startRun({}))).hidden

  it('of video frames', async () => {
    const frames = [fox, await readPicture('large.png'), small]
    const state = await lastState([
      { type: 'video', frames },
      { type: 'text', text: 'what happens?' },
    ])
    expect(largestDifference(state, tensor(ways.video.hidden))).toBeLessThan(STATES)
  })

  it('of question, answer and question', async () => {
    const template = '[USER]: what is this? [ASSISTANT]: a fox</s>[USER]: {prompt} [ASSISTANT]:'
    const state = await lastState([{ type: 'text', text: 'where is it?' }], template)
    expect(largestDifference(state, tensor(ways.turns.hidden))).toBeLessThan(STATES)
  })

  it('of words and pictures that the model goes on with by itself', async () => {
    const story: PromptPart[] = [
      { type: 'text', text: 'a fox in a meadow' },
      { type: 'image', image: fox },
    ]
    const { told, embeds } = ways.interleaved
    const options = { seed: 7, temperature: 0, steps: 1, mode: 'parallel', maxPictures: told.length } as const
    const { parts } = await generateInterleaved(model, story, options)
    const words = parts.flatMap((part) => (part.type === 'text' ? [part.text] : []))
    expect(words.slice(0, told.length)).toEqual(told)
    const drawn = parts.flatMap((part) => (part.type === 'image' ? [part.embeddings] : []))
    expect(drawn).toHaveLength(embeds.length)
    embeds.forEach((name, i) => expect(largestDifference(drawn[i]!, tensor(name))).toBeLessThan(STATES))
  })

  it('of a box, drawn for the encoder', async () => {
    const [left, top, right, bottom] = ways.box.edges
    const box = drawBoxImage(model.pack.manifest.vision.imageSize, { left, top, right, bottom }, 2)
    const seen = await encodeImage(model, box, startRun({}))
    expect(largestDifference(seen, tensor(ways.box.embeds))).toBeLessThan(STATES)
  })
})

it('vectors to search with', async () => {
  const { text, image, region } = ways.search
  const box = { left: 0.25, top: 0.25, right: 0.75, bottom: 0.75 }
  expect(largestDifference(await embedText(model, 'a fox in a meadow'), tensor(text))).toBeLessThan(STATES)
  expect(largestDifference(await embedImage(model, fox), tensor(image))).toBeLessThan(STATES)
  expect(largestDifference(await embedRegion(model, fox, box), tensor(region))).toBeLessThan(STATES)
})
