import { ModelError } from '../model-error.ts'
import type { Grounding, PackManifest } from '../pack-manifest.ts'
import type { PromptPart } from './parts.ts'

/** Errors   ModelError 'bad-prompt' where the pack knows no boxes. */
export function groundingOf({ grounding, name }: PackManifest): Grounding {
  if (grounding) return grounding
  throw new ModelError('bad-prompt', `${name} was not taught to place things in boxes. Say where in words instead.`)
}

/** Whether a prompt says anywhere where something is to be. */
export const hasBox = (part: PromptPart): boolean =>
  part.type === 'object' ||
  (part.type === 'turn' && part.parts.some(hasBox)) ||
  (part.type === 'example' && [...part.prompt, ...part.answer].some(hasBox))
