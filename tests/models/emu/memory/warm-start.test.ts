import { describe, expect, it, vi } from 'vitest'
import { continueStory } from '../../../../models/emu/continue-story.ts'
import type { StoryPanel } from '../../../../models/emu/continue-story.ts'
import { generateImages } from '../../../../models/emu/generate-image.ts'
import { generateText } from '../../../../models/emu/generate-text.ts'
import { BLOCK_POSITIONS } from '../../../../models/emu/memory/prefix-cache.ts'
import { openModel } from '../../../../models/emu/model.ts'
import type { Model } from '../../../../models/emu/model.ts'
import { nanoFolder, readPicture } from '../../support/nano.ts'
import { openNano } from '../../support/open-model.ts'

const NONE = { pictureBytes: 0, prefixBytes: 0 }
const warm = await openNano()
const cold = await openNano(NONE)

/** Positions the language model reads, and pictures that are encoded, while `work` is done. */
async function count(model: Model, work: () => Promise<unknown>): Promise<{ positions: number; pictures: number }> {
  const read = vi.spyOn(model.graphs.decoder_with_past, 'run')
  const encode = vi.spyOn(model.graphs.vision_encoder, 'run')
  try {
    await work()
    const positions = read.mock.calls.reduce((sum, [feeds]) => sum + feeds['inputs_embeds']!.dims[1]!, 0)
    return { positions, pictures: encode.mock.calls.length }
  } finally {
    read.mockRestore()
    encode.mockRestore()
  }
}

const captions = ['a fox in a meadow', 'an owl comes along', 'they are on the beach', 'night falls', 'the owl leaves']
const board = async (panels: number): Promise<StoryPanel[]> => {
  const [fox, large] = [await readPicture('fox.png'), await readPicture('large.png')]
  return Array.from({ length: panels }, (_, i) => ({
    caption: captions[i % captions.length]!,
    image: i % 2 === 0 ? fox : large,
  }))
}

describe('a board that grows', () => {
  it('gives byte for byte what a cold start gives, words and pictures', async () => {
    for (const panels of [1, 2, 3, 5, 9]) {
      const story = await board(panels)
      const options = { seed: 11, write: 'both', steps: 2 } as const
      const [a, b] = [await continueStory(warm, story, options), await continueStory(cold, story, options)]
      expect(a.caption).toBe(b.caption)
      expect(a.embeddings).toEqual(b.embeddings)
      expect(a.image).toEqual(b.image)
    }
  })

  it('costs one panel for a panel more, however long it is', async () => {
    const panels = await board(24)
    const options = { seed: 1, write: 'picture', steps: 1 } as const
    const { tokensPerImage } = warm.pack.manifest.vision
    warm.memory.clear()
    for (const length of [5, 23]) {
      const before = panels.slice(0, length)
      await continueStory(warm, before, { ...options, caption: 'a fox' })
      const fresh = { caption: `panel ${length}`, image: await readPicture('small.png') }
      warm.memory.pictures.clear()
      const cost = await count(warm, () => continueStory(warm, [...before, fresh], { ...options, caption: 'an owl' }))
      // The new panel, what the last block had left over, the new caption and [IMG], and the mask queries.
      expect(cost.positions).toBeLessThan(BLOCK_POSITIONS + 2 * tokensPerImage + 20)
      expect(cost.pictures).toBeLessThanOrEqual(3) // its picture, and those that a block boundary cuts through
    }
  })
})

it('a picture is encoded once, in whatever prompts it stands', async () => {
  warm.memory.clear()
  const image = { type: 'image', image: await readPicture('fox.png') } as const
  const say = (text: string) => ({ type: 'text', text }) as const
  const first = await count(warm, () => generateText(warm, [image], { task: 'caption', maxTokens: 2 }))
  const again = await count(warm, () =>
    generateText(warm, [say('look:'), image, image, say('what?')], { task: 'ask', maxTokens: 2 }),
  )
  expect([first.pictures, again.pictures]).toEqual([1, 0])
})

it('a picture with marks on it is another picture', async () => {
  warm.memory.clear()
  const image = await readPicture('fox.png')
  const marks = [{ kind: 'ellipse', left: 0.2, top: 0.2, right: 0.8, bottom: 0.8 }] as const
  const plain = await generateText(warm, [{ type: 'image', image }], { task: 'caption', maxTokens: 2 })
  const cost = await count(warm, () =>
    generateText(warm, [{ type: 'image', image, marks }], { task: 'caption', maxTokens: 2 }),
  )
  expect(cost.pictures).toBe(1)
  expect(plain.tokens).toBe(2)
})

it('a short budget forgets and still gives the same', async () => {
  await using short = await openModel(nanoFolder, {
    device: 'cpu',
    memory: { pictureBytes: 10_000, prefixBytes: 500_000 },
  })
  const story = await board(9)
  const options = { seed: 5, write: 'both', steps: 1 } as const
  for (const panels of [9, 3, 9]) {
    const found = await continueStory(short, story.slice(0, panels), options)
    const wanted = await continueStory(cold, story.slice(0, panels), options)
    expect(found.image).toEqual(wanted.image)
    expect(short.memory.prefixes.sizeBytes).toBeLessThanOrEqual(500_000)
    expect(short.memory.pictures.calculatedSize).toBeLessThanOrEqual(10_000)
  }
})

it('variations read their prompt once', async () => {
  warm.memory.clear()
  const text =
    'a big red apple on the left of a blue background and a small green frog on the right of it, both in noto style, at night'
  const parts = [{ type: 'text', text }] as const
  const draw = (count: number) => generateImages(warm, parts, { seed: 1, steps: 1, complete: false, count })
  const once = await count(warm, () => draw(1))
  warm.memory.clear()
  expect((await count(warm, () => draw(3))).positions).toBe(once.positions)
  expect((await count(warm, () => draw(1))).positions).toBeLessThan(once.positions)
})
