import { AppError } from '../../contract/failure.ts'
import type { Prompt, PromptPart } from '../../contract/prompt.ts'
import { Prompt as PromptSchema } from '../../contract/prompt.ts'
import type { Panel } from '../../contract/storyboard.ts'
import type { Sha256 } from '../../contract/values.ts'

/** A panel as inference reads it. */
export interface StoryPanel {
  caption: string
  image: Sha256 | null
}

/** The panels that say anything, in their order on the board. */
export function storyOf(panels: readonly Panel[]): StoryPanel[] {
  return panels.map(({ caption, image }) => ({ caption, image: image?.sha256 ?? null })).filter(hasContent)
}

export const isBlank = (text: string): boolean => text.trim() === ''

const hasContent = ({ caption, image }: StoryPanel) => image !== null || !isBlank(caption)

/** A story as one interleaved prompt: each panel its words, then its picture; last the words of the panel to come. */
export function promptOf(panels: readonly StoryPanel[], caption: string | null): Prompt {
  const parts = [...panels, { caption: caption ?? '', image: null }].flatMap(partsOf)
  if (PromptSchema.safeParse(parts).success) return parts
  throw new AppError('prompt-too-long', 'This story is too long to be read at once. Choose fewer panels to go on from.')
}

function partsOf({ caption, image }: StoryPanel): PromptPart[] {
  const parts: PromptPart[] = []
  if (!isBlank(caption)) parts.push({ type: 'text', text: caption })
  if (image !== null) parts.push({ type: 'image', sha256: image })
  return parts
}
