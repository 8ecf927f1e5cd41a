import { cropImage } from '../numerics/crop.ts'
import type { RgbImage } from '../numerics/rgb-image.ts'
import { dimensions } from './model.ts'
import type { Model } from './model.ts'
import { regressPrompt } from './generate-image.ts'
import { checkBox, checkImage } from './prompt/check-parts.ts'
import type { Box, PictureSource, PromptPicture } from './prompt/parts.ts'
import { startRun } from './run.ts'
import type { RunOptions } from './run.ts'
import { demand } from './settings.ts'
import { encodePicture } from './vision.ts'

/**
 * Embeddings to search with: pictures, regions and words in one space, by the model that also draws. A picture is what
 * its encoder sees; words are the picture the model would draw of them, before it is drawn. One vector each, the mean over
 * the N embeddings, of length 1: the likeness of two is their dot product.
 *
 * Shapes   f32 [C].
 * Source   MM-GEM (arXiv 2405.19333) for the idea of one model for both and its two uses; how Emu's regression serves as
 *          the text side is our own, since the published checkpoints bring no contrastive head.
 */
export async function embedImage(model: Model, image: PictureSource, options: RunOptions = {}): Promise<Float32Array> {
  const run = startRun(options)
  run.enter('encode')
  return pool(model, await encodePicture(model, toPicture(model, image), run))
}

/** What is inside a box of a picture, looked at by itself. Errors: ModelError 'bad-image', 'bad-prompt' for a box that is none. */
export async function embedRegion(
  model: Model,
  image: RgbImage,
  box: Box,
  options: RunOptions = {},
): Promise<Float32Array> {
  checkImage(image)
  checkBox(box)
  return embedImage(model, cropImage(image, box), options)
}

/** Errors   ModelError 'empty-prompt', 'prompt-too-long'; 'cancelled' between two runs. */
export async function embedText(model: Model, text: string, options: RunOptions = {}): Promise<Float32Array> {
  const run = startRun(options)
  const { default: mode } = model.pack.manifest.regression
  const { embeddings } = await regressPrompt(model, [{ type: 'text', text }], mode, run)
  return pool(model, embeddings)
}

export interface Label {
  readonly label: string
  /** The shares of all labels add up to 1. */
  readonly probability: number
  /** Cosine of the angle between picture and label. */
  readonly likeness: number
}

/** How much surer a label gets with its likeness; the order of the labels does not depend on it. */
const SHARPNESS = 20

/**
 * Says which of some labels a picture or a region fits, without having been trained for them, likeliest first.
 *
 * Shapes   `embedding` f32 [C], of embedImage or embedRegion.
 * Errors   ModelError 'bad-option' for fewer than two labels.
 */
export async function classify(
  model: Model,
  embedding: Float32Array,
  labels: readonly string[],
  options: RunOptions = {},
): Promise<Label[]> {
  demand(labels.length >= 2, `To choose takes two labels or more, not ${labels.length}.`)
  const found: { label: string; likeness: number; weight: number }[] = []
  for (const label of labels) {
    const likeness = dot(embedding, await embedText(model, label, options))
    found.push({ label, likeness, weight: Math.exp(SHARPNESS * likeness) })
  }
  const total = found.reduce((sum, { weight }) => sum + weight, 0)
  return found
    .map(({ label, likeness, weight }) => ({ label, likeness, probability: weight / total }))
    .toSorted((a, b) => b.likeness - a.likeness)
}

export function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, x, i) => sum + x * b[i]!, 0)
}

const toPicture = ({ pack }: Model, source: PictureSource): PromptPicture => ({
  role: 'image',
  tokens: pack.manifest.vision.tokensPerImage,
  source,
  marks: [],
})

function pool({ pack }: Model, embeddings: Float32Array): Float32Array {
  const { C } = dimensions(pack.manifest)
  const mean = new Float32Array(C)
  embeddings.forEach((x, i) => (mean[i % C]! += x))
  const length = Math.hypot(...mean) || 1 // a picture of nothing is like nothing
  return mean.map((x) => x / length)
}
