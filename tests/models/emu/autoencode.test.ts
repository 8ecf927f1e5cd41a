import { describe, expect, it } from 'vitest'
import { autoencodeImage, blendImages } from '../../../models/emu/autoencode.ts'
import { startRun } from '../../../models/emu/run.ts'
import { encodeImage } from '../../../models/emu/vision.ts'
import { expectModelError } from '../support/expect-model-error.ts'
import { largestDifference } from '../support/nano.ts'
import { openTiny } from '../support/open-model.ts'

const plain = (value: number) => ({ width: 4, height: 4, rgb: new Uint8Array(48).fill(value) })
const [dark, light] = [plain(20), plain(220)]

const model = await openTiny()

it('an autoencoded picture is its own embeddings, drawn, guided away from nothing', async () => {
  const { embeddings, image, ...made } = await autoencodeImage(model, dark, { seed: 3 })
  expect(embeddings).toEqual(await encodeImage(model, dark, startRun({})))
  expect(image).toMatchObject({ width: 16, height: 8 })
  expect(made).toMatchObject({ seed: 3, steps: 5, guidance: 3 })
  const unguided = await autoencodeImage(model, dark, { seed: 3, guidance: 1 })
  expect(unguided.image).not.toEqual(image)
})

describe('a blend', () => {
  it('is the weighted mean of what the encoder sees', async () => {
    const [a, b] = [await encodeImage(model, dark, startRun({})), await encodeImage(model, light, startRun({}))]
    const inputs = [
      { image: dark, weight: 3 },
      { image: light, weight: 1 },
    ]
    const { embeddings } = await blendImages(model, inputs, { seed: 0 })
    const wanted = a.map((x, i) => 0.75 * x + 0.25 * b[i]!)
    expect(largestDifference(embeddings, wanted)).toBeLessThan(1e-5)
  })

  it('with all weight on one picture is that picture', async () => {
    const inputs = [
      { image: dark, weight: 2 },
      { image: light, weight: 0 },
    ]
    const [blend, alone] = [
      await blendImages(model, inputs, { seed: 5 }),
      await autoencodeImage(model, dark, { seed: 5 }),
    ]
    expect(blend.image).toEqual(alone.image)
  })

  it.each([
    [[{ image: dark, weight: 1 }], /two pictures or more, not 1/],
    [[], /two pictures/],
    [
      [
        { image: dark, weight: 0 },
        { image: light, weight: 0 },
      ],
      /not all 0/,
    ],
    [
      [
        { image: dark, weight: -1 },
        { image: light, weight: 2 },
      ],
      /0 or more/,
    ],
    [
      [
        { image: dark, weight: NaN },
        { image: light, weight: 2 },
      ],
      /numbers/,
    ],
  ])('refuses inputs %#', async (inputs, sentence) => {
    await expectModelError(blendImages(model, inputs, { seed: 0 }), 'bad-option', sentence)
  })
})

it('a damaged picture is refused', async () => {
  await expectModelError(autoencodeImage(model, { ...dark, width: 9 }, { seed: 0 }), 'bad-image', /damaged/)
})
