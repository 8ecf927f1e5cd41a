import { z } from 'zod'
import type { ForeignRecipe } from '../../contract/recipe.ts'
import { parseLimitedJson } from '../limited-json.ts'
import { toForeign } from './to-foreign.ts'

const Named = z.looseObject({ name: z.unknown().optional(), model_name: z.unknown().optional() })
const Metadata = z.looseObject({ model: z.union([Named, z.string()]).optional().catch(undefined) })

/** InvokeAI since 3: `invokeai_metadata`. */
export function parseInvokeMetadata(text: string): ForeignRecipe | null {
  const said = Metadata.safeParse(parseLimitedJson(text)).data
  if (!said) return null
  const { model } = said
  return toForeign('invokeai', {
    prompt: said['positive_prompt'],
    negative: said['negative_prompt'],
    seed: said['seed'],
    steps: said['steps'],
    guidance: said['cfg_scale'] ?? said['guidance'],
    sampler: said['scheduler'],
    width: said['width'],
    height: said['height'],
    model: typeof model === 'object' ? (model.name ?? model.model_name) : model,
  })
}

const WeightedPrompt = z.looseObject({ prompt: z.string() })
const Prompts = z.union([z.string(), z.array(WeightedPrompt).max(1000)])
const OldMetadata = z.looseObject({
  model_weights: z.unknown().optional(),
  image: z.looseObject({ prompt: Prompts.optional().catch(undefined) }),
})

/** InvokeAI 2: `sd-metadata`. What is not wanted stands in the prompt, in brackets. */
export function parseOldInvokeMetadata(text: string): ForeignRecipe | null {
  const said = OldMetadata.safeParse(parseLimitedJson(text)).data
  if (!said) return null
  const { image, model_weights: model } = said
  const prompts = typeof image.prompt === 'string' ? [image.prompt] : (image.prompt ?? []).map(({ prompt }) => prompt)
  const { seed, steps, sampler, width, height, cfg_scale: guidance } = image
  return toForeign('invokeai', {
    ...splitWords(prompts.join(' ')),
    seed,
    steps,
    guidance,
    sampler,
    width,
    height,
    model,
  })
}

/** The command line of InvokeAI 1, in `Dream`: "words [not wanted]" -s 50 -S 7 -W 512 -H 512 -C 7.5 -A k_lms */
export function parseDream(text: string): ForeignRecipe | null {
  const closing = text.startsWith('"') ? text.lastIndexOf('"') : text.search(/ -[a-zA-Z]/)
  const end = closing <= 0 ? text.length : closing
  const words = text.slice(text.startsWith('"') ? 1 : 0, end)
  const flags = new Map<string, string>()
  for (const [, flag, value] of text.slice(end).matchAll(/(?<=^|[\s"])-([sSWHCA]) ?([\w.]+)/g))
    if (flag !== undefined && value !== undefined) flags.set(flag, value)
  return toForeign('invokeai', {
    ...splitWords(words),
    seed: flags.get('S'),
    steps: flags.get('s'),
    width: flags.get('W'),
    height: flags.get('H'),
    guidance: flags.get('C'),
    sampler: flags.get('A'),
  })
}

function splitWords(words: string): { prompt: string; negative: string } {
  const unwanted: string[] = []
  const prompt = words.replaceAll(/\[([^[\]]*)\]/g, (_, inside: string) => {
    unwanted.push(inside.trim())
    return ''
  })
  return { prompt: prompt.replaceAll(/ {2,}/g, ' '), negative: unwanted.join(', ') }
}
