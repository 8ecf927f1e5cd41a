import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Recipe } from '../../../electron/contract/recipe.ts'
import { parseParameters } from '../../../electron/recipe/foreign/automatic1111.ts'
import { toParameters } from '../../../electron/recipe/parameters.ts'
import { anyRecipe } from './support/arbitraries.ts'
import { plainRecipe } from './support/recipes.ts'

const size = { width: 256, height: 128 }

it('says the numbers in a way that other programs read, whatever the words and names are', () => {
  fc.assert(
    fc.property(anyRecipe, (recipe) => {
      const { seed, steps, guidance } = recipe
      expect(parseParameters(toParameters(recipe, size))).toMatchObject({
        seed: String(seed),
        steps,
        guidance,
        ...size,
      })
    }),
  )
})

it('is the common text, to the letter', () => {
  expect(toParameters(plainRecipe, size)).toBe(
    'a red apple on a blue background\nSteps: 4, Sampler: Euler, CFG scale: 1.5, Seed: 7, Size: 256x128, ' +
      'Model hash: ababababab, Model: nano, Version: Plumage 0.1.0',
  )
})

const [cat, fox] = ['12'.repeat(32), '34'.repeat(32)]
const { completion: _, kind: _kind, ...common } = plainRecipe
const words: Record<string, [Recipe, string]> = {
  'pictures between words': [
    {
      ...plainRecipe,
      completion: null,
      prompt: [
        { type: 'example', prompt: [{ type: 'image', sha256: cat }], answer: [{ type: 'text', text: 'a cat' }] },
        { type: 'text', text: 'a fox' },
        { type: 'object', box: { left: 0, top: 0, right: 1, bottom: 1 }, phrase: 'a hat', sha256: fox },
      ],
    },
    '<picture:12121212> a cat a fox a hat <picture:34343434>',
  ],
  'a panel whose words the model wrote': [
    { ...common, kind: 'story', text: 'it naps', textBy: 'model', prompt: [{ type: 'text', text: 'a fox' }] },
    'a fox it naps',
  ],
  'a panel whose words were given': [
    { ...common, kind: 'story', text: 'a fox', textBy: 'person', prompt: [{ type: 'text', text: 'a fox' }] },
    'a fox',
  ],
}
it.each(Object.entries(words))('names %s', (_name, [recipe, said]) => {
  expect(toParameters(recipe, size).split('\n')[0]).toBe(said)
})

it('is cut where Exif would not hold it, and the numbers stay', () => {
  const prompt = [1, 2].map(() => ({ type: 'text' as const, text: '狐'.repeat(20_000) }))
  const text = toParameters({ ...plainRecipe, completion: null, prompt }, size)
  expect(text.length).toBeLessThan(31_000)
  expect(parseParameters(text)).toMatchObject({ seed: '7', model: 'nano' })
})
