import { GREEDY } from '../numerics/sampling.ts'
import { readGroundedAnswer } from './grounded-answer.ts'
import type { GroundedPhrase } from './grounded-answer.ts'
import type { Model } from './model.ts'
import { compilePrompt } from './prompt/compile-prompt.ts'
import type { CompiledPrompt } from './prompt/compile-prompt.ts'
import { groundingOf } from './prompt/grounding.ts'
import type { PromptPart } from './prompt/parts.ts'
import type { Positions } from './prompt/positions.ts'
import { readPrompt } from './read-prompt.ts'
import { startRun } from './run.ts'
import type { RunOptions, Stage } from './run.ts'
import { checkSeed } from './settings.ts'
import { settleText } from './text-settings.ts'
import type { TextOptions } from './text-settings.ts'
import { writeBeams } from './write-beams.ts'
import { writeText } from './write-text.ts'
import type { Writing } from './write-text.ts'

/** Describe the parts, answer what they ask, or go on where they end. */
export type TextTask = 'caption' | 'ask' | 'continue'

export interface GenerateTextOptions extends TextOptions, RunOptions {
  /** A conversation (parts that are turns) brings its own template, whatever the task. */
  readonly task: TextTask
  /** Only matters with a temperature above 0. */
  readonly seed?: number | undefined
  /** Asks for an answer that says where in the picture the things are that it names. */
  readonly grounded?: boolean | undefined
  /** Asks how likely each token was. */
  readonly logProbabilities?: boolean | undefined
  readonly onToken?: ((delta: string) => void) | undefined
}

/** A token as it stands in the answer. */
export interface AnswerToken {
  readonly text: string
  /** Natural logarithm of how likely it was. */
  readonly logProbability: number
}

export interface GeneratedText {
  readonly text: string
  readonly tokens: number
  readonly stoppedBy: Writing['stoppedBy']
  /** What the answer points at; empty unless it is grounded. */
  readonly phrases: readonly GroundedPhrase[]
  /** The tokens of the answer as they were written, boxes included; null where nobody asked how likely they were. */
  readonly written: readonly AnswerToken[] | null
  /** What the answer won with; null without beams. */
  readonly score: number | null
  readonly timingsMs: Readonly<Partial<Record<Stage, number>>>
  readonly positions: Positions
}

const USUAL_MOST_TOKENS = 256

/**
 * A prompt of text and pictures to text, streamed as it is written; with beams it arrives whole, since until the end
 * none of them has won. Greedy unless a temperature is given.
 *
 * Errors   ModelError 'empty-prompt', 'bad-prompt', 'prompt-too-long', 'bad-option', 'bad-image', 'bad-shape';
 *          'cancelled' between two runs of a graph.
 * Source   baaivision/Emu, Emu2: EmuModel.generate; templates of the pack.
 */
export async function generateText(
  model: Model,
  parts: readonly PromptPart[],
  options: GenerateTextOptions,
): Promise<GeneratedText> {
  const { task, seed = 0, grounded = false, logProbabilities = false } = options
  checkSeed(seed)
  const settings = settleText(options, { sampling: GREEDY, maxTokens: USUAL_MOST_TOKENS })
  const run = startRun(options)

  // 1. Parts, in the template of the task, to one sequence.
  const { templates } = model.pack.manifest
  const template = task === 'continue' ? undefined : templates[task]
  const prompt = compilePrompt(model, parts, 'text', { template, grounded })

  // 2. The language model reads it.
  using start = await readPrompt(model, prompt, run)

  // 3. And writes on.
  run.enter('write')
  const onText = (delta: string) => {
    options.onToken?.(delta)
    run.emit({ type: 'text', delta })
  }
  const free = prompt.positions.room + prompt.positions.reserved
  const maxTokens = Math.min(settings.maxTokens, free)
  const before = task === 'continue' ? lastWords(model, prompt) : []
  const limits = { ...settings, maxTokens, allowed: allowedIn(model, grounded), before, onText }
  const writing =
    settings.beams > 1
      ? await writeBeams(model, start, limits, run)
      : await writeText(model, start, { ...limits, seed, logProbabilities }, run)
  if ('reading' in writing) writing.reading[Symbol.dispose]()

  // 4. What it points at.
  const { tokens, stoppedBy } = writing
  const ids = tokens.map(({ id }) => id)
  const answer = grounded
    ? readGroundedAnswer(ids, groundingOf(model.pack.manifest), model.tokenizer)
    : { text: writing.text, phrases: [] }
  return {
    ...trim(answer, task),
    score: 'score' in writing ? writing.score : null,
    tokens: tokens.length,
    written: logProbabilities
      ? tokens.map(({ text, logProbability }) => ({ text, logProbability: logProbability! }))
      : null,
    stoppedBy,
    timingsMs: run.timingsMs(),
    positions: prompt.positions,
  }
}

/** The words a continuation stands right behind: its first may need a space that a text's own first word does not. */
function lastWords({ tokenizer }: Model, { ids }: CompiledPrompt): readonly number[] {
  return ids.slice(ids.findLastIndex((id) => tokenizer.controls.has(id)) + 1)
}

/** Box tokens where boxes are asked for; no other control token ever comes out. */
function allowedIn(model: Model, grounded: boolean): ReadonlySet<number> {
  if (!grounded) return new Set()
  const { phrase, phraseEnd, object, objectEnd, objectDelimiter, firstPatch, coordinateScale } = groundingOf(
    model.pack.manifest,
  )
  const corners = Array.from({ length: coordinateScale + 1 }, (_, i) => firstPatch + i)
  return new Set([phrase, phraseEnd, object, objectEnd, objectDelimiter, ...corners])
}

/** An answer stands alone, a continuation right behind what it continues. */
function trim(
  { text, phrases }: { text: string; phrases: readonly GroundedPhrase[] },
  task: TextTask,
): Pick<GeneratedText, 'text' | 'phrases'> {
  if (task === 'continue') return { text, phrases }
  const cut = text.length - text.trimStart().length
  return {
    text: text.trim(),
    phrases: phrases.map((phrase) => ({ ...phrase, start: Math.max(phrase.start - cut, 0) })),
  }
}
