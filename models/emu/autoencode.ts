import type { RgbImage } from '../numerics/rgb-image.ts'
import { createDrawer } from './draw.ts'
import type { Model } from './model.ts'
import type { PictureSource } from './prompt/parts.ts'
import { startRun } from './run.ts'
import type { RunOptions, Stage } from './run.ts'
import { demand, settleDrawing } from './settings.ts'
import type { DrawOptions } from './settings.ts'
import { encodePicture } from './vision.ts'

export type EmbedDrawOptions = Omit<DrawOptions, 'mode'> & RunOptions

export interface DrawnEmbeddings {
  readonly image: RgbImage
  /** f32 [1, N, C]. */
  readonly embeddings: Float32Array
  readonly seed: number
  readonly steps: number
  readonly guidance: number
  readonly timingsMs: Readonly<Partial<Record<Stage, number>>>
}

/**
 * A picture as the model would remember it: encoded and drawn again, past the language model.
 *
 * Errors   ModelError 'bad-option', 'bad-image', 'bad-shape', 'out-of-memory'; 'cancelled' between two runs of a graph.
 * Source   emu.md 2.3: exactly one picture and no word; guidance leads away from the encoder's view of nothing.
 */
export async function autoencodeImage(
  model: Model,
  image: PictureSource,
  options: EmbedDrawOptions,
): Promise<DrawnEmbeddings> {
  return drawMean(model, [{ image, weight: 1 }], options)
}

export interface BlendInput {
  readonly image: PictureSource
  /** A share of the sum of all weights. */
  readonly weight: number
}

/**
 * Pictures blended by weight: the weighted mean of their embeddings, drawn. For the other kind of blending, in which the
 * model itself reads the pictures and says what follows them, give generateImage the pictures and no words.
 *
 * Errors   as autoencodeImage; 'bad-option' for fewer than two pictures and weights that are no shares.
 */
export async function blendImages(
  model: Model,
  inputs: readonly BlendInput[],
  options: EmbedDrawOptions,
): Promise<DrawnEmbeddings> {
  demand(inputs.length >= 2, `A blend takes two pictures or more, not ${inputs.length}.`)
  demand(
    inputs.every(({ weight }) => Number.isFinite(weight) && weight >= 0) && inputs.some(({ weight }) => weight > 0),
    'The weights of a blend must be numbers of 0 or more, and not all 0.',
  )
  return drawMean(model, inputs, options)
}

async function drawMean(
  model: Model,
  inputs: readonly BlendInput[],
  options: EmbedDrawOptions,
): Promise<DrawnEmbeddings> {
  const { seed, mode: _, ...settings } = settleDrawing(model.pack.manifest, options)
  const run = startRun(options)
  const { tokensPerImage, width } = model.pack.manifest.vision
  const total = inputs.reduce((sum, { weight }) => sum + weight, 0)
  const embeddings = new Float32Array(tokensPerImage * width)
  run.enter('encode')
  for (const { image, weight } of inputs) {
    const seen = await encodePicture(model, { role: 'image', tokens: tokensPerImage, source: image, marks: [] }, run)
    const share = weight / total
    seen.forEach((x, i) => (embeddings[i]! += share * x))
  }
  run.enter('decode')
  const drawing = { embeddings, against: model.constants.nullImage, settings }
  const image = await createDrawer(model, drawing, run)(seed)
  const { steps, guidance } = settings
  return { image, embeddings, seed, steps, guidance, timingsMs: run.timingsMs() }
}
