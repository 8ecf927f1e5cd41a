import { readFile } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { resizeBicubic } from '../../../models/numerics/resize.ts'
import { DECODER_NOISE, normals, TEXT_SAMPLING, uniformAt } from '../../../models/numerics/rng.ts'
import { continueStory } from '../../../models/emu/continue-story.ts'
import { generateImage } from '../../../models/emu/generate-image.ts'
import { emptyPrefix, readOn } from '../../../models/emu/language.ts'
import { compilePrompt } from '../../../models/emu/prompt/compile-prompt.ts'
import type { CompiledPrompt } from '../../../models/emu/prompt/compile-prompt.ts'
import { embedFrom, readPrompt } from '../../../models/emu/read-prompt.ts'
import { closeImage, regressEmbeddings } from '../../../models/emu/regression.ts'
import { startRun } from '../../../models/emu/run.ts'
import { encodeImage } from '../../../models/emu/vision.ts'
import { PLAIN, writeText } from '../../../models/emu/write-text.ts'
import { GREEDY } from '../../../models/numerics/sampling.ts'
import { float32, readFloats } from '../../../models/runtime/tensor.ts'
import {
  largestDifference,
  meanDifference,
  nanoFolder,
  readParts,
  readPicture,
  readReference,
} from '../support/nano.ts'
import type { PromptCase } from '../support/nano.ts'
import { openNano } from '../support/open-model.ts'

/** The engine on the embedded pack against PyTorch with the same weights. */
const { cases, tensor } = await readReference()
const HIDDEN = 1e-3
const PIXELS = 1 / 255

const model = await openNano()

it('the reference was made with this pack', async () => {
  const bytes = await readFile(join(nanoFolder, 'pack.json'))
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(cases.pack.sha256)
})

it.each(Object.keys(cases.noise.normals))('noise of seed %s', (seed) => {
  expect(largestDifference(normals(Number(seed), DECODER_NOISE, 64), tensor(cases.noise.normals[seed]!))).toBeLessThan(
    1e-6,
  )
  const uniforms = Array.from({ length: 64 }, (_, i) => uniformAt(Number(seed), TEXT_SAMPLING, i))
  expect(largestDifference(uniforms, tensor(cases.noise.uniforms[seed]!))).toBeLessThan(1e-7)
})

it.each(cases.resize)('$picture is resized as Pillow does', async ({ picture, tensor: name, stride }) => {
  const side = model.pack.manifest.vision.imageSize
  const { rgb } = resizeBicubic(await readPicture(picture), side, side)
  const kept = rgb.filter(
    (_, i) => (Math.floor(i / 3) % side) % stride === 0 && Math.floor(i / 3 / side) % stride === 0,
  )
  expect(largestDifference(kept, tensor(name))).toBe(0)
})

it.each(cases.vision)('$picture is seen alike', async ({ picture, tensor: name }) => {
  const embeddings = await encodeImage(model, await readPicture(picture), startRun({}))
  expect(largestDifference(embeddings, tensor(name))).toBeLessThan(HIDDEN)
})

/** The sequence of the reference and its embeddings, which may go on behind what the parts say. */
async function readCase({ ids, parts }: Pick<PromptCase, 'ids' | 'parts'>): Promise<{
  prompt: CompiledPrompt
  embeds: Float32Array
}> {
  const compiled = compilePrompt(model, await readParts(parts), 'interleaved')
  const slots = ids.flatMap((id, position) => (id === model.pack.manifest.tokens.image ? [position] : []))
  const prompt = { ...compiled, ids, slots: compiled.slots.map((slot, i) => ({ ...slot, position: slots[i]! })) }
  return { prompt, embeds: await embedFrom(model, prompt, 0, startRun({})) }
}

const prompts = [...cases.prompts, cases.storyboard]

describe.each(prompts)('$name', (found) => {
  it('has the same hidden states', async () => {
    const { embeds } = await readCase(found)
    const { hidden } = await readOn(model, emptyPrefix(model), embeds, startRun({}))
    expect(largestDifference(hidden, tensor(found.hidden))).toBeLessThan(HIDDEN)
  })

  it('has the same hidden states read bit by bit from the cache', async () => {
    const { embeds, prompt } = await readCase(found)
    const H = model.pack.manifest.language.hiddenSize
    const whole = await readOn(model, emptyPrefix(model), embeds, startRun({}))
    for (const pieces of [[1, prompt.ids.length - 1], [prompt.ids.length - 1, 1], Array.from(prompt.ids, () => 1)]) {
      let prefix = emptyPrefix(model)
      const hidden: number[] = []
      for (const size of pieces) {
        const piece = embeds.slice(prefix.length * H, (prefix.length + size) * H)
        const read = await readOn(model, prefix, piece, startRun({}))
        hidden.push(...read.hidden)
        prefix = read.prefix
      }
      expect(prefix.length).toBe(prompt.ids.length)
      expect(largestDifference(hidden, whole.hidden)).toBeLessThan(1e-4)
    }
  })

  it.each(['parallel', 'autoregressive'] as const)('regresses the same embeddings, %s', async (mode) => {
    const { prompt } = await readCase(found)
    const reading = await readPrompt(model, prompt, startRun({}))
    expect(
      largestDifference(await regressEmbeddings(model, reading, mode, startRun({})), tensor(found.embeds[mode])),
    ).toBeLessThan(HIDDEN)
  })

  it('goes on behind a picture it has written as if it had read it', async () => {
    const { prompt } = await readCase(found)
    const start = await readPrompt(model, prompt, startRun({}))
    const written = tensor(found.embeds.parallel)
    const { hidden, prefix } = await closeImage(model, start, written, startRun({}))
    const { image, eoi } = model.pack.manifest.tokens
    const N = model.pack.manifest.vision.tokensPerImage
    const picture = prompt.pictures.length
    const slots = Array.from({ length: N }, (_, slot) => ({ position: prompt.ids.length + slot, picture, slot }))
    const source = { key: 'written', embeddings: written }
    const cold: CompiledPrompt = {
      ...prompt,
      ids: [...prompt.ids, ...slots.map(() => image), eoi],
      slots: [...prompt.slots, ...slots],
      pictures: [...prompt.pictures, { role: 'image', tokens: N, marks: [], source }],
    }
    const reading = await readPrompt(model, cold, startRun({}))
    expect(prefix.length).toBe(cold.ids.length)
    expect(largestDifference(hidden, reading.hidden)).toBeLessThan(1e-4)
  })

  it('gives the same base', async () => {
    const { tokensPerImage: N, width: C } = model.pack.manifest.vision
    const { base } = await model.graphs.decoder_base!.run({
      encoder_hidden_states: float32(tensor(found.embeds.parallel), [1, N, C]),
    })
    const side = model.pack.manifest.decoder.width
    const kept = readFloats(base!, 'base').filter(
      (_, i) => (i % side) % found.baseStride === 0 && Math.floor(i / side) % found.baseStride === 0,
    )
    expect(meanDifference(kept, tensor(found.base))).toBeLessThan(2 * PIXELS) // −1…1 is twice as wide as 0…1
  })
})

describe.each(cases.prompts)('$name from parts to pixels', ({ parts, ids, pictures }) => {
  it('compiles to the same ids', async () => {
    expect(compilePrompt(model, await readParts(parts), 'image').ids).toEqual(ids)
  })

  it.each(pictures)('draws the same picture, guidance $guidance', async ({ seed, steps, guidance, file }) => {
    const { image } = await generateImage(model, await readParts(parts), {
      seed,
      steps,
      guidance,
      mode: 'parallel',
      complete: false,
    })
    const wanted = await readPicture(file)
    expect({ width: image.width, height: image.height }).toEqual({ width: wanted.width, height: wanted.height })
    expect(meanDifference(image.rgb, wanted.rgb) / 255).toBeLessThan(PIXELS)
  })
})

it('the constant of the empty prompt is what the model writes after <s>[IMG]', async () => {
  const { regression, tokens } = model.pack.manifest
  const positions = { used: 2, reserved: 0, room: 0, total: 2 }
  const prompt = { ids: [tokens.bos, tokens.boi], slots: [], pictures: [], seen: [], positions }
  const reading = await readPrompt(model, prompt, startRun({}))
  const written = await regressEmbeddings(model, reading, regression.default, startRun({}))
  expect(largestDifference(written, model.constants.emptyPrompt)).toBeLessThan(HIDDEN)
})

describe.each(cases.text)('$name', ({ template, parts, ids, said, told }) => {
  it('compiles to the same ids', async () => {
    expect(compilePrompt(model, await readParts(parts), 'text', { template }).ids).toEqual(ids)
  })

  it('says the same', async () => {
    const { prompt } = await readCase({ ids, parts })
    const start = await readPrompt(model, prompt, startRun({}))
    const { text } = await writeText(
      model,
      start,
      { ...PLAIN, seed: 0, sampling: GREEDY, maxTokens: said.length, onText: () => undefined },
      startRun({}),
    )
    expect(text.trim()).toBe(told)
  })
})

it('continues the story with the same words and the same picture', async () => {
  const [caption1, image1, caption2, image2] = await readParts(cases.storyboard.parts)
  if (caption1?.type !== 'text' || caption2?.type !== 'text' || image1?.type !== 'image' || image2?.type !== 'image')
    throw new Error('not two panels')
  const panels = [
    { caption: caption1.text, image: image1.image },
    { caption: caption2.text, image: image2.image },
  ]
  const { seed, steps, guidance, file } = cases.storyboard.pictures[0]!
  const story = await continueStory(model, panels, {
    seed,
    steps,
    guidance,
    mode: 'parallel',
    write: 'both',
    temperature: 0,
  })
  expect(story.caption).toBe(cases.storyboard.told)
  expect(meanDifference(story.image!.rgb, (await readPicture(file)).rgb) / 255).toBeLessThan(PIXELS)
})
