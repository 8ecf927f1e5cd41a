import { AppError } from '../contract/failure.ts'
import { JobRequest } from '../contract/jobs.ts'
import type { Prompt } from '../contract/prompt.ts'
import type { Recipe } from '../contract/recipe.ts'
import type { Id } from '../contract/values.ts'
import { toStoryPanels } from './story.ts'

/**
 * Asks for the picture again. On the machine, the versions and the pack of the recipe the same bytes come out; of a
 * composition the pictures before it as well.
 *
 * Errors   AppError 'bad-message' for numbers that no request may have.
 */
export function toRequest(recipe: Recipe, jobId: Id): JobRequest {
  const { steps, guidance, solver, pack, device } = recipe
  const { success, data } = JobRequest.safeParse({
    jobId,
    seed: recipe.seed,
    settings: { steps, guidance, solver, pack, device },
    ...wishOf(recipe),
  })
  if (success) return data
  throw new AppError('bad-message', 'This recipe asks for something that this version of Plumage cannot do.')
}

/** What is peculiar to the kind. */
function wishOf(recipe: Recipe): Record<string, unknown> {
  const { kind, prompt, seed } = recipe
  if (kind === 'generate') return { kind, prompt, ...(recipe.source && { source: recipe.source }) }
  if (kind === 'compose') {
    const { writing, maxPictures, index } = recipe
    return { kind, prompt, writing, maxPictures, seed: firstSeed(seed, index) }
  }
  if (kind === 'blend') return { kind, images: blended(prompt, recipe.weights) }
  const isGiven = recipe.textBy === 'person'
  const panels = toStoryPanels(isGiven ? prompt.slice(0, -1) : prompt)
  return { kind, panels, caption: isGiven ? recipe.text : null }
}

const blended = (prompt: Prompt, weights: readonly number[]) =>
  prompt.map((part, i) => ({ sha256: part.type === 'image' ? part.sha256 : null, weight: weights[i] }))

/** Seeds are counted up for each picture; above the greatest they begin at 0 again. */
const firstSeed = (seed: number, index: number) =>
  seed >= index ? seed - index : Number.MAX_SAFE_INTEGER - (index - seed) + 1
