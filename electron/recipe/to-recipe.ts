import type { Generation, JobRequest } from '../contract/jobs.ts'
import { usualSolver } from '../contract/prompt.ts'
import { type Recipe, recipeVersion } from '../contract/recipe.ts'

interface Kept {
  generation: Generation
  /** Of its job. */
  request: JobRequest
  /** Of a composition: the words before this picture, where they are known. */
  wordsBefore?: string
}

/** The recipe of a picture in the history; null for what is no picture. */
export function toRecipe({ generation, request, wordsBefore = '' }: Kept): Recipe | null {
  const { image, prompt, seed, steps, guidance, pack, packHash, device, versions, completion } = generation
  if (image === null) return null
  const { solver = usualSolver } = request.settings
  const common = {
    version: recipeVersion,
    prompt,
    seed,
    steps,
    guidance,
    solver,
    pack,
    packHash,
    device,
    versions,
  } as const
  const text = generation.text ?? ''
  switch (request.kind) {
    case 'generate': {
      const { kind, source } = request
      return { ...common, kind, completion, ...(source && { source }) }
    }
    case 'blend':
      return { ...common, kind: request.kind, weights: request.images.map(({ weight }) => weight) }
    case 'compose': {
      const { kind, writing, maxPictures } = request
      return { ...common, kind, writing, maxPictures, index: distance(request.seed, seed), text: wordsBefore }
    }
    case 'retell':
      return { ...common, kind: 'story', text, textBy: 'person' }
    case 'continue':
    case 'story':
      return { ...common, kind: 'story', text, textBy: request.caption?.trim() ? 'person' : 'model' }
    case 'caption':
    case 'answer':
      break // no picture comes of them
  }
  return null
}

/** How many places one seed is behind another; above the greatest they begin at 0 again. */
const distance = (first: number, seed: number) =>
  seed >= first ? seed - first : Number.MAX_SAFE_INTEGER - first + seed + 1

/** The row that a picture's recipe stands for, where the library has lost its own. What a recipe does not say is empty. */
export function toGeneration(
  recipe: Recipe,
  { id, jobId, image, createdAtMs }: Pick<Generation, 'id' | 'jobId' | 'image' | 'createdAtMs'>,
): Generation {
  const { kind, prompt, seed, steps, guidance, pack, packHash, device, versions } = recipe
  const text = recipe.kind === 'story' ? recipe.text : null // those of a composition are rows of their own
  const completion = recipe.kind === 'generate' ? recipe.completion : null
  const made = { prompt, seed, steps, guidance, pack, packHash, device, versions, text, completion }
  return { id, jobId, kind, image, details: {}, ...made, timingsMs: {}, createdAtMs }
}
