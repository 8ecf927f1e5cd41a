import type { RgbImage } from '../numerics/rgb-image.ts'
import { completeWords } from './complete-words.ts'
import { drawEmbeddings } from './decoder.ts'
import { dropPrefix, readPrompt } from './language.ts'
import type { Model } from './model.ts'
import { compilePrompt } from './prompt.ts'
import type { Positions, PromptPart } from './prompt.ts'
import { regressEmbeddings } from './regression.ts'
import { startRun } from './run.ts'
import type { RunOptions, Stage } from './run.ts'
import { settleDrawing } from './settings.ts'
import type { DrawOptions } from './settings.ts'
import { encodeImages } from './vision.ts'

export interface GenerateImageOptions extends DrawOptions, RunOptions {
  /** Whether a prompt of words alone is first completed in words, where the pack can. Default: yes. */
  readonly complete?: boolean | undefined
}

export interface GeneratedImage {
  readonly image: RgbImage
  /** f32 [1, N, C]: what was drawn, as the model regressed it. */
  readonly embeddings: Float32Array
  /** The words it was drawn from, when they are not the prompt's own. */
  readonly completion: string | null
  readonly seed: number
  readonly steps: number
  readonly guidance: number
  readonly timingsMs: Readonly<Partial<Record<Stage, number>>>
  readonly positions: Positions
}

/**
 * A prompt of text and pictures to a picture.
 *
 *   parts → ids and slots → states → regressed embeddings → pixels
 *
 * The same pack, prompt, seed and settings give the same bytes on the same machine and device.
 *
 * Errors   ModelError 'empty-prompt', 'prompt-too-long', 'bad-option', 'bad-image', 'bad-shape'; 'cancelled' between
 *          two runs of a graph.
 * Source   baaivision/Emu, Emu2: EmuModel.generate_image, then EmuVisualGeneration.
 */
export async function generateImage(
  model: Model,
  parts: readonly PromptPart[],
  options: GenerateImageOptions,
): Promise<GeneratedImage> {
  const { mode, ...settings } = settleDrawing(model.pack.manifest, options)
  const run = startRun(options)

  // 1. What a short prompt leaves open is decided in words, by the seed: regression would draw the average of it all.
  const completion = options.complete === false ? null : await completeWords(model, parts, settings.seed, run)
  const source: readonly PromptPart[] = completion === null ? parts : [{ type: 'text', text: completion }]

  // 2. Words and pictures to one sequence that ends in [IMG].
  const prompt = compilePrompt(model, source, 'image')
  if (prompt.images.length > 0) run.enter('encode')
  const images = await encodeImages(model, prompt.images, run)

  // 3. The language model reads it and says what the picture's embeddings are.
  run.enter('read')
  const reading = await readPrompt(model, prompt, images, run)
  run.enter('regress')
  const embeddings = await regressEmbeddings(model, reading, mode, run)
  dropPrefix(reading.prefix)

  // 4. The decoder draws them.
  run.enter('decode')
  const image = await drawEmbeddings(model, embeddings, settings, run)
  return { image, embeddings, completion, ...settings, timingsMs: run.timingsMs(), positions: prompt.positions }
}
