import type { ContentPart, PromptPart } from '../contract/prompt.ts'
import type { ForeignRecipe, Recipe } from '../contract/recipe.ts'

/** A recipe as a person reads it: what was asked for, part by part, then the numbers. */
export function describeRecipe(recipe: Recipe): string {
  const { seed, steps, guidance, solver, pack, packHash, device, versions } = recipe
  const { plumage = 'of an unknown version' } = versions
  return lines(
    ...recipe.prompt.map(describePart),
    ...describeKind(recipe),
    `seed ${seed}, ${steps} steps, guidance ${guidance}, ${solver}`,
    `${pack} (${packHash.slice(0, 12)}) on ${device}, Plumage ${plumage}`,
  )
}

const makers: Readonly<Record<ForeignRecipe['form'], string>> = {
  automatic1111: 'in the form of AUTOMATIC1111',
  comfyui: 'by ComfyUI',
  invokeai: 'by InvokeAI',
}

export function describeForeign(recipe: ForeignRecipe): string {
  const { prompt, negative, seed, steps, guidance, sampler, width, height, model, form } = recipe
  const numbers = [
    seed === null ? null : `seed ${seed}`,
    steps === null ? null : `${steps} steps`,
    guidance === null ? null : `guidance ${guidance}`,
    sampler,
    width === null || height === null ? null : `${width} × ${height}`,
  ]
  return lines(
    prompt,
    negative === null ? null : `not: ${negative}`,
    numbers.filter((number) => number !== null).join(', '),
    `${model ?? 'an unknown model'}, written ${makers[form]}`,
  )
}

const lines = (...all: readonly (string | null)[]) => all.flatMap((line) => (line ? [`${line}\n`] : [])).join('')

function describeKind(recipe: Recipe): string[] {
  switch (recipe.kind) {
    case 'generate': {
      const { completion, source } = recipe
      const over = source && [
        `over ${shortName(source.sha256)}`,
        ...(source.strength === undefined ? [] : [`strength ${source.strength}`]),
        ...(source.mask === undefined ? [] : [`inside ${shortName(source.mask)}`]),
        ...(source.featherPx === undefined ? [] : [`feather ${source.featherPx} px`]),
      ]
      return [...(completion === null ? [] : [`drawn as: ${completion}`]), ...(over ? [over.join(', ')] : [])]
    }
    case 'blend':
      return [`blended by the weights ${recipe.weights.join(', ')}`]
    case 'compose':
      return [`picture ${recipe.index + 1} of a composition${recipe.text === '' ? '' : `, behind: ${recipe.text}`}`]
    case 'story':
      break // a person's words stand in the prompt
  }
  return recipe.textBy === 'model' ? [`next panel: ${recipe.text}`] : []
}

function describePart(part: PromptPart): string {
  const all = (parts: readonly ContentPart[]) => parts.map(describeContent).join(' ')
  if (part.type === 'example') return `example: ${all(part.prompt)} → ${all(part.answer)}`
  if (part.type === 'turn') return `${part.role}: ${all(part.parts)}`
  return describeContent(part)
}

function describeContent(part: ContentPart): string {
  if (part.type === 'text') return part.text
  if (part.type === 'image') return `${shortName(part.sha256)}${part.marks ? `, with ${part.marks.length} marks` : ''}`
  if (part.type === 'video') return `[video of ${part.frames.length} frames]`
  const { left, top, right, bottom } = part.box
  const what = [part.phrase, part.sha256 === undefined ? undefined : shortName(part.sha256)].filter(Boolean)
  return `[box ${left},${top},${right},${bottom}: ${what.join(' ')}]`
}

/** Enough of a picture's name to know it by. */
export const shortName = (sha256: string) => `[picture ${sha256.slice(0, 8)}]`
