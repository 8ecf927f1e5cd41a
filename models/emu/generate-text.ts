import { GREEDY } from '../numerics/sampling.ts'
import { dropPrefix, readPrompt } from './language.ts'
import type { Model } from './model.ts'
import { compilePrompt } from './prompt.ts'
import type { Positions, PromptPart } from './prompt.ts'
import { startRun } from './run.ts'
import type { RunOptions, Stage } from './run.ts'
import { checkSeed, settleMostTokens, settleSampling } from './settings.ts'
import type { SamplingOptions } from './settings.ts'
import { encodeImages } from './vision.ts'
import { writeText } from './write-text.ts'
import type { Writing } from './write-text.ts'

/** Describe the parts, answer what they ask, or go on where they end. */
export type TextTask = 'caption' | 'ask' | 'continue'

export interface GenerateTextOptions extends SamplingOptions, RunOptions {
  readonly task: TextTask
  /** Default 256; never more than the model's window holds. */
  readonly maxTokens?: number | undefined
  /** Only matters with a temperature above 0. */
  readonly seed?: number | undefined
  readonly onToken?: ((delta: string) => void) | undefined
}

export interface GeneratedText {
  readonly text: string
  readonly tokens: number
  readonly stoppedBy: Writing['stoppedBy']
  readonly timingsMs: Readonly<Partial<Record<Stage, number>>>
  readonly positions: Positions
}

const USUAL_MOST_TOKENS = 256

/**
 * A prompt of text and pictures to text, streamed. Greedy unless a temperature is given.
 *
 * Errors   ModelError 'empty-prompt', 'prompt-too-long', 'bad-option', 'bad-image', 'bad-shape'; 'cancelled' between
 *          two runs of a graph.
 * Source   baaivision/Emu, Emu2: EmuModel.generate; templates of the pack.
 */
export async function generateText(
  model: Model,
  parts: readonly PromptPart[],
  options: GenerateTextOptions,
): Promise<GeneratedText> {
  const { task, seed = 0 } = options
  checkSeed(seed)
  const mostTokens = settleMostTokens(options.maxTokens ?? USUAL_MOST_TOKENS)
  const sampling = settleSampling(options, GREEDY)
  const run = startRun(options)

  const { templates } = model.pack.manifest
  const prompt = compilePrompt(model, parts, 'text', task === 'continue' ? undefined : templates[task])
  if (prompt.images.length > 0) run.enter('encode')
  const images = await encodeImages(model, prompt.images, run)

  run.enter('read')
  const start = await readPrompt(model, prompt, images, run)

  run.enter('write')
  const free = prompt.positions.room + prompt.positions.reserved
  const { text, tokens, stoppedBy, reading } = await writeText(
    model,
    start,
    {
      seed,
      sampling,
      maxTokens: Math.min(mostTokens, free),
      onText(delta) {
        options.onToken?.(delta)
        run.emit({ type: 'text', delta })
      },
    },
    run,
  )
  dropPrefix(reading.prefix)
  return {
    text: task === 'continue' ? text : text.trim(),
    tokens,
    stoppedBy,
    timingsMs: run.timingsMs(),
    positions: prompt.positions,
  }
}
