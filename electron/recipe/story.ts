import type { Prompt, StoryPanel } from '../contract/prompt.ts'

/** A story as one interleaved prompt: each panel its words, then its picture; last the words of the panel to come, if given. */
export function toStoryPrompt(panels: readonly StoryPanel[], caption: string | null): Prompt {
  return [...panels, { caption: caption ?? '', image: null }].flatMap(({ caption, image }): Prompt => [
    ...(caption === '' ? [] : [{ type: 'text' as const, text: caption }]),
    ...(image === null ? [] : [{ type: 'image' as const, sha256: image }]),
  ])
}

/** The panels of such a prompt: words begin one, and so does a picture without words. Null for any other prompt. */
export function toStoryPanels(prompt: Prompt): StoryPanel[] | null {
  const panels: StoryPanel[] = []
  for (const part of prompt) {
    const last = panels.at(-1)
    if (part.type === 'text') panels.push({ caption: part.text, image: null })
    else if (part.type !== 'image' || part.marks) return null
    else if (last?.image === null) last.image = part.sha256
    else panels.push({ caption: '', image: part.sha256 })
  }
  return panels
}
