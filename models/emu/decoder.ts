import { DECODER_NOISE, normals } from '../numerics/rng.ts'
import { fitWithin, resizeBicubic } from '../numerics/resize.ts'
import { fromPlanes } from '../numerics/rgb-image.ts'
import type { RgbImage } from '../numerics/rgb-image.ts'
import { float32, readFloats } from '../runtime/tensor.ts'
import type { Tensor } from '../runtime/tensor.ts'
import { dimensions } from './model.ts'
import type { Model } from './model.ts'
import type { Run } from './run.ts'
import { createSampler } from './sampler.ts'

export const PREVIEW_SIDE_PX = 128
const MOST_PREVIEWS = 8

export interface DrawSettings {
  readonly seed: number
  readonly steps: number
  /** Classifier-free guidance; 1 (or less) is off and costs half. */
  readonly guidance: number
}

/**
 * Draws visual embeddings: the decoder's diffusion from seeded noise, then (for latent decoders) the VAE.
 *
 * Shapes   `embeddings` f32 [N, C] in the encoder's own space, unmodified.
 * Cost     `steps` runs of the U-Net, of batch 2 with guidance.
 * Source   emu.md 1.6: batch order [conditional, unconditional], prediction = u + g·(c − u).
 */
export async function drawEmbeddings(
  model: Model,
  embeddings: Float32Array,
  { seed, steps, guidance }: DrawSettings,
  run: Run,
): Promise<RgbImage> {
  const { decoder } = model.pack.manifest
  const sampler = createSampler(decoder.scheduler, steps)
  const batch = guidance > 1 ? [embeddings, model.constants.emptyPrompt] : [embeddings]
  const conditioning = await createConditioning(model, batch, run)
  const size = (decoder.latentChannels * decoder.height * decoder.width) / decoder.latentScale ** 2
  let sample = sampler.start(normals(seed, DECODER_NOISE, size))
  for (let i = 0; i < steps; i++) {
    const rows = await predict(model, sampler.input(sample, i), sampler.timestep(i), conditioning, run)
    const prediction = guidance > 1 ? guide(rows, guidance) : rows
    if (isPreviewStep(i, steps)) emitSamplePreview(model, sampler.target(sample, prediction, i), run)
    sample = sampler.next(sample, prediction, i)
    run.emit({ type: 'step', step: i + 1, steps })
  }
  return toPicture(model, sample, run)
}

/** Inputs of the U-Net that stay the same over all steps; `batch` is their number of rows. */
interface Conditioning {
  readonly batch: number
  readonly feeds: Readonly<Record<string, Tensor>>
}

async function createConditioning(model: Model, batch: readonly Float32Array[], run: Run): Promise<Conditioning> {
  const { N, C } = dimensions(model.pack.manifest)
  const { width, height, channels, conditioning } = model.pack.manifest.decoder
  const B = batch.length
  const states = float32(concatenate(batch), [B, N, C])
  const feeds: Record<string, Tensor> = { encoder_hidden_states: states }
  if (conditioning === 'embeddings+size') {
    feeds['text_embeds'] = float32(concatenate(batch.map((row) => averageTokens(row, N, C))), [B, C])
    // Original size, crop, target size; height before width. Here the picture is always made at its native size.
    const sizes = [height, width, 0, 0, height, width]
    feeds['time_ids'] = float32(concatenate(batch.map(() => Float32Array.from(sizes))), [B, 6])
  }
  if (model.graphs.decoder_base) {
    const { base } = await run.graph(model.graphs.decoder_base, { encoder_hidden_states: states })
    const planes = readFloats(base!, 'base')
    emitPreview(model, planes.slice(0, channels * height * width), run)
    feeds['base'] = float32(planes, [B, channels, height, width])
  }
  return { batch: B, feeds }
}

/** Predictions of all rows of the batch, one after another: f32 [B · c · h · w]. The sample is the same for each row. */
async function predict(
  model: Model,
  sample: Float32Array,
  timestep: number,
  { batch, feeds }: Conditioning,
  run: Run,
): Promise<Float32Array> {
  const { latentChannels, latentScale, width, height } = model.pack.manifest.decoder
  const shape = [batch, latentChannels, height / latentScale, width / latentScale]
  const rows = Array.from({ length: batch }, () => sample)
  const outputs = await run.graph(model.graphs.unet, {
    sample: float32(concatenate(rows), shape),
    timestep: float32(new Float32Array(batch).fill(timestep), [batch]),
    ...feeds,
  })
  return readFloats(outputs['prediction']!, 'prediction')
}

/** `rows` holds the conditional prediction, then the unconditional one. */
function guide(rows: Float32Array, guidance: number): Float32Array {
  const half = rows.length / 2
  return rows.subarray(0, half).map((conditional, j) => {
    const unconditional = rows[half + j]!
    return unconditional + guidance * (conditional - unconditional)
  })
}

async function toPicture(model: Model, sample: Float32Array, run: Run): Promise<RgbImage> {
  const { width, height, latentScale, latentChannels, scalingFactor } = model.pack.manifest.decoder
  const latent = sample.map((x) => x / scalingFactor)
  if (!model.graphs.vae_decoder) return fromPlanes(latent, width, height)
  const shape = [1, latentChannels, height / latentScale, width / latentScale]
  const outputs = await run.graph(model.graphs.vae_decoder, { latent: float32(latent, shape) })
  return fromPlanes(readFloats(outputs['image']!, 'image'), width, height)
}

/** At most MOST_PREVIEWS, evenly spread; the last step needs none, the picture itself follows. */
function isPreviewStep(i: number, steps: number): boolean {
  const share = (k: number) => Math.floor((k * MOST_PREVIEWS) / steps)
  return i < steps - 1 && (steps <= MOST_PREVIEWS || share(i) !== share(i - 1))
}

/** Decoders that work on pixels can be looked at any time; a latent one only through its VAE, which costs too much. */
function emitSamplePreview(model: Model, sample: Float32Array, run: Run): void {
  const { scalingFactor } = model.pack.manifest.decoder
  if (!model.graphs.vae_decoder)
    emitPreview(
      model,
      sample.map((x) => x / scalingFactor),
      run,
    )
}

/** `planes` f32 [3, height, width] in −1…1. */
function emitPreview(model: Model, planes: Float32Array, run: Run): void {
  const { width, height } = model.pack.manifest.decoder
  const image = fromPlanes(planes, width, height)
  const small = fitWithin(image, PREVIEW_SIDE_PX)
  run.emit({ type: 'preview', image: resizeBicubic(image, small.width, small.height) })
}

function averageTokens(row: Float32Array, N: number, C: number): Float32Array {
  return Float32Array.from({ length: C }, (_, c) => {
    let sum = 0
    for (let n = 0; n < N; n++) sum += row[n * C + c]!
    return sum / N
  })
}

function concatenate(rows: readonly Float32Array[]): Float32Array {
  const first = rows[0]!
  const all = new Float32Array(first.length * rows.length)
  rows.forEach((row, i) => all.set(row, i * first.length))
  return all
}
