import type { ContentPart, PromptPart, Solver } from '../contract/prompt.ts'
import type { Recipe } from '../contract/recipe.ts'

/** Exif, where JPEG and WebP have it, holds 64 KB of two-byte characters and a little more. */
const mostCharacters = 30_000

const samplerNames: Readonly<Record<Solver, string>> = { euler: 'Euler', 'dpm-solver++': 'DPM++ 2M' }

export interface Size {
  width: number
  height: number
}

/**
 * The recipe as other programs read it, in the form AUTOMATIC1111 has made common: the words, then a line of numbers. A
 * picture of the prompt is `<picture:…>`, which those programs take for something they do not have and leave out.
 */
export function toParameters(recipe: Recipe, { width, height }: Size): string {
  const { seed, steps, guidance, solver, pack, packHash, versions } = recipe
  const numbers = {
    Steps: steps,
    Sampler: samplerNames[solver],
    'CFG scale': guidance,
    Seed: seed,
    Size: `${width}x${height}`,
    'Model hash': packHash.slice(0, 10),
    Model: pack,
    Version: `Plumage ${versions['plumage'] ?? ''}`.trim(),
  }
  const line = Object.entries(numbers).map(([name, value]) => `${name}: ${quoted(String(value))}`)
  const words = wordsOf(recipe)
  const shown = words.length > mostCharacters ? `${words.slice(0, mostCharacters)}…` : words
  return `${shown}\n${line.join(', ')}`
}

function wordsOf(recipe: Recipe): string {
  if ('completion' in recipe && recipe.completion !== null) return recipe.completion
  const written = recipe.kind === 'compose' || (recipe.kind === 'story' && recipe.textBy === 'model')
  return [...recipe.prompt.map(partWords), ...(written ? [recipe.text] : [])].filter((words) => words !== '').join(' ')
}

function partWords(part: PromptPart): string {
  if (part.type === 'example') return [...part.prompt, ...part.answer].map(contentWords).join(' ')
  if (part.type === 'turn') return part.parts.map(contentWords).join(' ')
  return contentWords(part)
}

function contentWords(part: ContentPart): string {
  if (part.type === 'text') return part.text
  if (part.type === 'image') return pictureName(part.sha256)
  if (part.type === 'video') return part.frames.slice(0, 1).map(pictureName).join(' ')
  return [part.phrase ?? '', part.sha256 === undefined ? '' : pictureName(part.sha256)].filter(Boolean).join(' ')
}

const pictureName = (sha256: string) => `<picture:${sha256.slice(0, 8)}>`

/** Commas and colons part the values from each other. */
const quoted = (value: string) => (/[,:\n"]/.test(value) ? JSON.stringify(value) : value)
