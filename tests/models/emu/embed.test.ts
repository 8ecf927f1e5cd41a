import { describe, expect, it } from 'vitest'
import { classify, dot, embedImage, embedRegion, embedText } from '../../../models/emu/embed.ts'
import { generateImage } from '../../../models/emu/generate-image.ts'
import { expectModelError } from '../support/expect-model-error.ts'
import { largestDifference, readPicture } from '../support/nano.ts'
import { openNano } from '../support/open-model.ts'

const nano = await openNano()

const draw = async (text: string, seed: number) =>
  (await generateImage(nano, [{ type: 'text', text }], { seed, steps: 1, complete: false })).image

describe('vectors to search with', () => {
  it('are of length 1 and of the width of the embeddings, for words, pictures and regions', async () => {
    const fox = await readPicture('fox.png')
    const vectors = [
      await embedText(nano, 'a fox in a meadow'),
      await embedImage(nano, fox),
      await embedRegion(nano, fox, { left: 0.2, top: 0.2, right: 0.8, bottom: 0.8 }),
    ]
    for (const vector of vectors) {
      expect(vector).toHaveLength(nano.pack.manifest.vision.width)
      expect(dot(vector, vector)).toBeCloseTo(1, 5)
    }
  })

  it('of the same thing are the same, and the whole picture is its own largest region', async () => {
    const fox = await readPicture('fox.png')
    const whole = { left: 0, top: 0, right: 1, bottom: 1 }
    expect(largestDifference(await embedRegion(nano, fox, whole), await embedImage(nano, fox))).toBe(0)
    const [a, b] = [await embedText(nano, 'an owl'), await embedText(nano, 'an owl')]
    expect(a).toEqual(b)
  })

  it('find the picture that was drawn from the words, of a dozen', async () => {
    const captions = [
      'an apple on a red background',
      'a fox in a meadow',
      'a boat at sea',
      'a castle in the snow',
      'a robot on a striped yellow background',
      'a dog on the beach',
      'a rocket in the night sky',
      'a banana on a pink background',
      'an owl at night',
      'a cat in a room',
      'a dragon in the desert',
      'a bee on a dotted green background',
    ]
    const pictures: Float32Array[] = []
    for (const [seed, caption] of captions.entries()) pictures.push(await embedImage(nano, await draw(caption, seed)))
    let found = 0
    for (const [i, caption] of captions.entries()) {
      const query = await embedText(nano, caption)
      const likeness = pictures.map((picture) => dot(query, picture))
      if (Math.max(...likeness) === likeness[i]) found++
    }
    expect(found).toBeGreaterThan(captions.length / 2) // by chance it would be one
  })
})

describe('zero-shot classification', () => {
  const labels = ['a dog on the beach', 'a rocket in the night sky', 'an apple on a red background']

  it('says which label fits, likeliest first, in shares of 1', async () => {
    const found = await classify(nano, await embedImage(nano, await draw(labels[1]!, 3)), labels)
    expect(found[0]!.label).toBe(labels[1])
    expect(found.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 6)
    const likeness = found.map((label) => label.likeness)
    expect(likeness).toEqual(likeness.toSorted((a, b) => b - a))
  })

  it('needs a choice', async () => {
    const embedding = await embedText(nano, 'a dog')
    await expectModelError(classify(nano, embedding, ['a dog']), 'bad-option', /two labels or more, not 1/)
  })
})

it('a region that is none is refused', async () => {
  const fox = await readPicture('fox.png')
  const box = { left: 0.8, top: 0, right: 0.2, bottom: 1 }
  await expectModelError(embedRegion(nano, fox, box), 'bad-prompt', /inside out/)
  await expectModelError(embedRegion(nano, { ...fox, width: 9 }, { ...box, left: 0 }), 'bad-image', /damaged/)
})

it('words that say nothing are refused', async () => {
  await expectModelError(embedText(nano, '  '), 'empty-prompt', /empty/)
})

it('can be cancelled', async () => {
  const signal = AbortSignal.abort()
  await expectModelError(embedText(nano, 'a dog', { signal }), 'cancelled', /Cancelled/)
})
