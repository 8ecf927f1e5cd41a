import { generateText } from '../../models/emu/generate-text.ts'
import type { Model } from '../../models/emu/model.ts'
import type { PromptPart } from '../../models/emu/prompt/parts.ts'

export const SEED = 7
export const MOST_TOKENS = 64
export const PICTURE_PROMPT: readonly PromptPart[] = [{ type: 'text', text: 'a fox in a meadow' }]

/** Beginnings after which a small model may go on for long: nano mostly stops after a dozen tokens. */
const BEGINNINGS = ['9 3 8 1 7 2', 'once upon a time', 'the fox, the owl, the cat, the dog, the', 'a fox in a meadow']

export interface TextPrompt {
  readonly parts: readonly PromptPart[]
  /** How many tokens the model writes after it, greedily, of MOST_TOKENS at most. */
  readonly tokens: number
}

/** The beginning after which this pack writes most, so that a token's cost and not the start is what is timed. */
export async function chooseTextPrompt(model: Model): Promise<TextPrompt> {
  const found: TextPrompt[] = []
  for (const text of BEGINNINGS) {
    const parts: readonly PromptPart[] = [{ type: 'text', text }]
    const { tokens } = await generateText(model, parts, { task: 'continue', maxTokens: MOST_TOKENS })
    found.push({ parts, tokens })
  }
  return found.reduce((best, next) => (next.tokens > best.tokens ? next : best))
}
