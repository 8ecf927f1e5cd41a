import type { Recipe } from '../../../../electron/contract/recipe.ts'

export const plainRecipe = {
  version: 1,
  kind: 'generate',
  prompt: [{ type: 'text', text: 'a red apple' }],
  seed: 7,
  steps: 4,
  guidance: 1.5,
  solver: 'euler',
  pack: 'nano',
  packHash: 'ab'.repeat(32),
  device: 'cpu',
  versions: { plumage: '0.1.0' },
  completion: 'a red apple on a blue background',
} satisfies Recipe
