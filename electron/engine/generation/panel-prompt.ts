import { AppError } from '../../contract/failure.ts'
import { Prompt, type StoryPanel } from '../../contract/prompt.ts'
import type { Panel } from '../../contract/storyboard.ts'
import { toStoryPrompt } from '../../recipe/story.ts'

/** The panels of a board as inference reads them. */
export function storyOf(panels: readonly Panel[]): StoryPanel[] {
  return tellingOf(panels.map(({ caption, image }) => ({ caption, image: image?.sha256 ?? null })))
}

/** The panels that say anything, in their order; blanks say nothing. */
export function tellingOf(panels: readonly StoryPanel[]): StoryPanel[] {
  return panels
    .map(({ caption, image }) => ({ caption: isBlank(caption) ? '' : caption, image }))
    .filter(({ caption, image }) => image !== null || caption !== '')
}

export const isBlank = (text: string): boolean => text.trim() === ''

/** A caption that was given; null when it says nothing. */
export const wordsOf = (caption: string | null) => (caption === null || isBlank(caption) ? null : caption)

/** A story as one interleaved prompt. */
export function promptOf(panels: readonly StoryPanel[], caption: string | null): Prompt {
  const parts = toStoryPrompt(panels, caption)
  if (Prompt.safeParse(parts).success) return parts
  throw new AppError('prompt-too-long', 'This story is too long to be read at once. Choose fewer panels to go on from.')
}
