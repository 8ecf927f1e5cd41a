import type { RgbImage } from '../numerics/rgb-image.ts'
import { completeWords } from './complete-words.ts'
import { createDrawer } from './draw.ts'
import type { Drawer } from './draw.ts'
import { checkSource } from './draw-source.ts'
import type { SourceOptions } from './draw-source.ts'
import type { Model } from './model.ts'
import type { RegressionMode } from './pack-manifest.ts'
import { compilePrompt } from './prompt/compile-prompt.ts'
import type { PromptPart } from './prompt/parts.ts'
import type { Positions } from './prompt/positions.ts'
import { readPrompt } from './read-prompt.ts'
import { regressEmbeddings } from './regression.ts'
import { startRun } from './run.ts'
import type { Run, RunOptions, Stage } from './run.ts'
import { nthSeed, settleCount, settleDrawing } from './settings.ts'
import type { DrawOptions } from './settings.ts'

export interface GenerateImageOptions extends DrawOptions, RunOptions {
  /** Whether a prompt of words alone is first completed in words, where the pack can. Default: yes. */
  readonly complete?: boolean | undefined
  /** A picture to draw over: the result has its size, and outside its mask its very bytes. */
  readonly source?: SourceOptions | undefined
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
 * Errors   ModelError 'empty-prompt', 'bad-prompt', 'prompt-too-long', 'bad-option', 'bad-image', 'bad-shape',
 *          'out-of-memory'; 'cancelled' between two runs of a graph.
 * Source   baaivision/Emu, Emu2: EmuModel.generate_image, then EmuVisualGeneration.
 */
export async function generateImage(
  model: Model,
  parts: readonly PromptPart[],
  options: GenerateImageOptions,
): Promise<GeneratedImage> {
  const [image] = await generateImages(model, parts, { ...options, count: 1 })
  return image!
}

/**
 * Variations of one prompt, from the seeds s, s + 1, …: each is what generateImage gives for its seed. What they have in
 * common is computed once; `onEvent` hears of each as soon as it is finished.
 */
export async function generateImages(
  model: Model,
  parts: readonly PromptPart[],
  options: GenerateImageOptions & { readonly count: number },
): Promise<GeneratedImage[]> {
  const { mode, seed, ...settings } = settleDrawing(model.pack.manifest, options)
  const count = settleCount(options.count)
  const source = options.source ?? null
  if (source) checkSource(model, source)
  const run = startRun(options)

  const images: GeneratedImage[] = []
  const sinceMs = measureEach(run)
  let scene = null as Scene | null // as: or the compiler takes it for null for good
  for (let index = 0; index < count; index++) {
    const own = nthSeed(seed, index)

    // 1. What a short prompt leaves open is decided in words, by the seed: regression would draw the average of it all.
    const completion = options.complete === false ? null : await completeWords(model, parts, own, run)

    // 2. The language model reads the words and pictures and says what the picture's embeddings are.
    if (!scene || scene.completion !== completion) {
      const words: readonly PromptPart[] = completion === null ? parts : [{ type: 'text', text: completion }]
      const { embeddings, positions } = await regressPrompt(model, words, mode, run)
      const drawing = { embeddings, against: model.constants.emptyPrompt, settings, source }
      scene = { completion, embeddings, positions, drawSeed: createDrawer(model, drawing, run) }
    }

    // 3. The decoder draws them.
    run.enter('decode')
    const image = await scene.drawSeed(own)
    run.emit({ type: 'image', index, image })
    const { drawSeed: _, ...found } = scene
    const { steps, guidance } = settings
    images.push({ image, ...found, seed: own, steps, guidance, timingsMs: sinceMs() })
  }
  return images
}

/** Milliseconds of each stage since it was last asked. */
function measureEach(run: Run): () => GeneratedImage['timingsMs'] {
  let before: GeneratedImage['timingsMs'] = {}
  return () => {
    const now = run.timingsMs()
    const stages = (Object.keys(now) as Stage[]).map((stage) => [stage, now[stage]! - (before[stage] ?? 0)] as const)
    before = now
    return Object.fromEntries(stages.filter(([, ms]) => ms > 0))
  }
}

/** What seeds that complete a prompt alike have in common. */
interface Scene extends Pick<GeneratedImage, 'completion' | 'embeddings' | 'positions'> {
  readonly drawSeed: Drawer
}

/** Words and pictures to one sequence that ends in [IMG], and to the embeddings of the picture that follows it. */
export async function regressPrompt(
  model: Model,
  parts: readonly PromptPart[],
  mode: RegressionMode,
  run: Run,
): Promise<{ embeddings: Float32Array; positions: Positions }> {
  const prompt = compilePrompt(model, parts, 'image')
  using reading = await readPrompt(model, prompt, run)
  run.enter('regress')
  const embeddings = await regressEmbeddings(model, reading, mode, run)
  return { embeddings, positions: prompt.positions }
}
