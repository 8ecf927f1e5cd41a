import type { Model } from './model.ts'
import { compilePrompt } from './prompt/compile-prompt.ts'
import type { PromptPart } from './prompt/parts.ts'
import { readPrompt } from './read-prompt.ts'
import type { Run } from './run.ts'
import { INVENTIVE, nthSeed } from './settings.ts'
import { PLAIN, writeText } from './write-text.ts'

const MOST_COMPLETION_TOKENS = 96
const MOST_ATTEMPTS = 4
/** Keeps the seeds of one picture's attempts apart from those of its neighbours seed + 1, seed + 2, … */
const NEXT_ATTEMPT = 2 ** 32

/** Words that say nothing of the picture by themselves. */
const FUNCTION_WORDS = new Set([
  'a',
  'an',
  'and',
  'at',
  'by',
  'in',
  'into',
  'is',
  'its',
  'it',
  'of',
  'on',
  'the',
  'to',
  'with',
])

/** Whether everything that was said is still said. */
export function keepsWords(said: string, written: string): boolean {
  const words = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  const kept = new Set(words(written))
  return words(said).every((word) => FUNCTION_WORDS.has(word) || kept.has(word))
}

/**
 * The prompt written out in full by the model itself: what it leaves open is decided by the seed. A completion that
 * forgets something of the prompt is written anew; null when none keeps it all, and where the pack does not complete or
 * there are pictures in the prompt: then the prompt is drawn as it stands.
 */
export async function completeWords(
  model: Model,
  parts: readonly PromptPart[],
  seed: number,
  run: Run,
): Promise<string | null> {
  const template = model.pack.manifest.templates.complete
  const said = parts.flatMap((part) => (part.type === 'text' ? [part.text] : []))
  if (template === undefined || said.length < parts.length) return null
  const prompt = compilePrompt(model, parts, 'text', { template })
  const maxTokens = Math.min(MOST_COMPLETION_TOKENS, prompt.positions.room + prompt.positions.reserved)
  using start = await readPrompt(model, prompt, run, 'complete')
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const own = { seed: nthSeed(seed, attempt * NEXT_ATTEMPT), sampling: INVENTIVE, maxTokens, onText: () => {} }
    const writing = await writeText(model, start, { ...PLAIN, ...own }, run)
    if (writing.reading !== start) writing.reading[Symbol.dispose]()
    const completion = writing.text.trim()
    if (completion === '' || !keepsWords(said.join(' '), completion)) continue
    run.emit({ type: 'text', delta: completion })
    return completion
  }
  return null
}
