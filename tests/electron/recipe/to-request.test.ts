import * as fc from 'fast-check'
import { v7 as newId } from 'uuid'
import { expect, it } from 'vitest'
import { Generation, JobRequest } from '../../../electron/contract/jobs.ts'
import { Recipe } from '../../../electron/contract/recipe.ts'
import { toGeneration, toRecipe } from '../../../electron/recipe/to-recipe.ts'
import { toRequest } from '../../../electron/recipe/to-request.ts'
import { nthSeed } from '../../../models/emu/settings.ts'
import { anyRecipe } from './support/arbitraries.ts'

it('a recipe as a request and a row of the history is that recipe again', () => {
  fc.assert(
    fc.property(anyRecipe, (recipe) => {
      const ids = { id: newId(), jobId: newId(), image: 'cd'.repeat(32), createdAtMs: 1 }
      const [request, generation] = [toRequest(recipe, ids.jobId), toGeneration(recipe, ids)]
      expect(JobRequest.parse(request)).toEqual(request)
      expect(Generation.parse(generation)).toEqual(generation)
      const wordsBefore = recipe.kind === 'compose' ? recipe.text : ''
      expect(toRecipe({ generation, request, wordsBefore })).toEqual(withoutBlankWords(recipe))
    }),
  )
})

/** Words that say nothing are none: then the model writes them. */
function withoutBlankWords(recipe: Recipe): Recipe {
  if (recipe.kind !== 'story' || recipe.text.trim() !== '') return recipe
  return { ...recipe, textBy: 'model' }
}

it('asks a composition for its first seed, from which the others are counted as the model does', () => {
  fc.assert(
    fc.property(fc.oneof(fc.maxSafeNat(), fc.nat(70)), fc.nat(63), (first, index) => {
      const compose = { kind: 'compose', writing: {}, maxPictures: 64, text: '', index } as const
      const rest = { version: 1, steps: 1, guidance: 1, solver: 'euler', pack: 'nano' } as const
      const made = { packHash: 'ab'.repeat(32), device: 'cpu', versions: {} }
      const recipe: Recipe = { ...compose, ...rest, ...made, prompt: [], seed: nthSeed(first, index) }
      expect(toRequest(recipe, newId()).seed).toBe(first)
    }),
  )
})

it('refuses numbers that no request may have with a sentence', () => {
  const recipe = fc.sample(anyRecipe, { numRuns: 1, seed: 1 })[0]
  if (!recipe) throw new Error('there is a recipe')
  expect(Recipe.safeParse({ ...recipe, steps: 100_000 }).success).toBe(true)
  expect(() => toRequest({ ...recipe, steps: 100_000 }, newId())).toThrow('cannot do')
})
