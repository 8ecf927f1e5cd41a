import * as fc from 'fast-check'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { readRecipe } from '../../../electron/recipe/read-recipe.ts'
import { writeRecipe } from '../../../electron/recipe/write-recipe.ts'
import { anyRecipe } from './support/arbitraries.ts'
import { plainRecipe } from './support/recipes.ts'

const size = { width: 24, height: 16 }
const noise = sharp({
  create: { ...size, channels: 3, background: 'red', noise: { type: 'gaussian', mean: 128, sigma: 40 } },
})
const pixelsOf = (bytes: Uint8Array) => sharp(bytes).raw().toBuffer()

const translucent = noise.clone().ensureAlpha(0.5)
const kinds = {
  PNG: await noise.clone().png().toBuffer(),
  'PNG with a palette': await translucent.clone().png({ palette: true }).toBuffer(),
  JPEG: await noise.clone().jpeg().toBuffer(),
  'progressive JPEG': await noise.clone().jpeg({ progressive: true }).toBuffer(),
  WebP: await noise.clone().webp().toBuffer(),
  'lossless WebP': await noise.clone().webp({ lossless: true }).toBuffer(),
  'translucent WebP': await translucent.clone().webp({ lossless: true }).toBuffer(),
  'lossy translucent WebP': await translucent.clone().webp().toBuffer(),
}

it('is refused for what carries none, and for what is too large to be read again', () => {
  expect(() => writeRecipe(Buffer.from('GIF89a'), plainRecipe, size)).toThrow('Only PNG, JPEG and WebP')
  const prompt = Array.from({ length: 400 }, () => ({ type: 'text' as const, text: 'ü'.repeat(20_000) }))
  expect(() => writeRecipe(kinds.PNG, { ...plainRecipe, prompt }, size)).toThrow('too large')
})

describe.each(Object.entries(kinds))('%s', (_, picture) => {
  it('gives back every recipe that is written into it, field by field', () => {
    fc.assert(
      fc.property(anyRecipe, (recipe) => {
        expect(readRecipe(writeRecipe(picture, recipe, size))).toEqual({ found: 'recipe', recipe })
      }),
      { numRuns: 60 },
    )
  })

  it('keeps its pixels, and is the same bytes each time', async () => {
    const written = writeRecipe(picture, plainRecipe, size)
    expect(writeRecipe(picture, plainRecipe, size)).toEqual(written)
    expect(await pixelsOf(written)).toEqual(await pixelsOf(picture))
  })

  it('takes a second recipe in the place of the first', () => {
    const once = writeRecipe(picture, plainRecipe, size)
    const other = { ...plainRecipe, seed: 8 }
    expect(readRecipe(writeRecipe(once, other, size))).toEqual({ found: 'recipe', recipe: other })
    expect(writeRecipe(once, other, size)).toEqual(writeRecipe(picture, other, size))
  })

  it('keeps its recipe when another program turns it into another kind', async () => {
    const written = writeRecipe(picture, plainRecipe, size)
    for (const kind of ['png', 'jpeg', 'webp'] as const)
      expect(readRecipe(await sharp(written).keepMetadata().toFormat(kind).toBuffer())).toEqual({
        found: 'recipe',
        recipe: plainRecipe,
      })
  })

  it('keeps its recipe when another program writes it anew with its metadata', async () => {
    const recipe = { ...plainRecipe, prompt: [{ type: 'text' as const, text: '狐 <&> "🦊" \\ \uFFFF' }] }
    const anew = await sharp(writeRecipe(picture, recipe, size))
      .negate()
      .keepMetadata()
      .toBuffer()
    expect(readRecipe(anew)).toEqual({ found: 'recipe', recipe })
  })

  it('says that there is no recipe where there is none', () => {
    expect(readRecipe(picture)).toEqual({ found: 'nothing', reason: 'There is no recipe in this picture.' })
  })
})
