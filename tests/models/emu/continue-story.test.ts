import { describe, expect, it } from 'vitest'
import { continueStory } from '../../../models/emu/continue-story.ts'
import { generateImage } from '../../../models/emu/generate-image.ts'
import type { GenerateEvent } from '../../../models/emu/run.ts'
import { expectModelError } from '../support/expect-model-error.ts'
import { openTiny } from '../support/open-model.ts'

const image = { width: 2, height: 2, rgb: new Uint8Array(12).fill(200) }
const panels = [
  { caption: 'one', image },
  { caption: 'two', image: null },
]

const model = await openTiny()

it('writes a caption by the seed and draws it in one run', async () => {
  const stages: string[] = []
  const onEvent = (event: GenerateEvent) => event.type === 'stage' && stages.push(event.stage)
  const story = await continueStory(model, panels, { seed: 3, write: 'both', maxTokens: 6, onEvent })
  expect(stages).toEqual(['encode', 'read', 'write', 'regress', 'decode'])
  expect(story.caption).not.toBe('')
  expect(story.image).toMatchObject({ width: 16, height: 8 })
  const again = await continueStory(model, panels, { seed: 3, write: 'both', maxTokens: 6 })
  expect(again.caption).toBe(story.caption)
  expect(again.image).toEqual(story.image)
})

it('writes the same caption alone', async () => {
  const both = await continueStory(model, panels, { seed: 3, write: 'both', maxTokens: 6 })
  expect(await continueStory(model, panels, { seed: 3, write: 'caption', maxTokens: 6 })).toMatchObject({
    caption: both.caption,
    image: null,
    embeddings: null,
  })
})

describe('a caption that is given', () => {
  it('is drawn as the prompt it is: the story, then the caption', async () => {
    const parts = [
      { type: 'text', text: 'one' },
      { type: 'image', image },
      { type: 'text', text: 'two' },
      { type: 'text', text: ' three' },
    ] as const
    const drawn = await generateImage(model, parts, { seed: 8 })
    for (const write of ['picture', 'both'] as const) {
      const story = await continueStory(model, panels, { seed: 8, write, caption: ' three' })
      expect(story).toMatchObject({ caption: ' three', image: drawn.image })
      expect(story.embeddings).toEqual(drawn.embeddings)
    }
  })

  it('is needed to draw, and in the way of writing', async () => {
    await expectModelError(continueStory(model, panels, { seed: 0, write: 'picture' }), 'bad-option', /caption/)
    await expectModelError(
      continueStory(model, panels, { seed: 0, write: 'caption', caption: 'x' }),
      'bad-option',
      /caption/,
    )
  })
})

it('refuses a story that leaves no room for a caption and a picture, saying how many pictures fit', async () => {
  const long = Array.from({ length: 12 }, () => ({ caption: '', image }))
  await expectModelError(
    continueStory(model, long, { seed: 0, write: 'both' }),
    'prompt-too-long',
    /9 pictures fit; there are 12/,
  )
  const full = await continueStory(model, long.slice(3), { seed: 0, write: 'both' })
  expect(full.positions.room).toBeGreaterThanOrEqual(0)
})

it('refuses bad numbers before anything runs', async () => {
  const stages: string[] = []
  const onEvent = (event: GenerateEvent) => event.type === 'stage' && stages.push(event.stage)
  for (const options of [{ maxTokens: 0 }, { topP: 2 }, { steps: 0 }]) {
    await expectModelError(
      continueStory(model, panels, { seed: 0, write: 'both', onEvent, ...options }),
      'bad-option',
      /./,
    )
  }
  expect(stages).toEqual([])
})

it('refuses to begin a story from nothing', async () => {
  await expectModelError(continueStory(model, [], { seed: 0, write: 'both' }), 'empty-prompt', /empty/)
})
