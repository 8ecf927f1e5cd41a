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
import type { Solver } from './sampler.ts'

export const PREVIEW_SIDE_PX = 128
const MOST_PREVIEWS = 8

/** Both rows of guidance in one run of the U-Net, or a run each: half the memory, the same picture. */
export type Batching = 'one-run' | 'two-runs'

export interface DrawSettings {
  readonly steps: number
  /** Classifier-free guidance; 1 (or less) is off and costs half. */
  readonly guidance: number
  readonly solver: Solver
  readonly batching: Batching
}

/** A picture in the space the diffusion works in: pixels from −1 to 1, or latents already multiplied by the scale. */
export type Latents = Float32Array

/** Where a drawing starts if not from noise alone, and what of it must stay. */
export interface DrawSource {
  /** f32 [c, h, w]. */
  readonly latents: Latents
  /** The first step that is taken: those before it are as good as done. */
  readonly firstStep: number
  /** f32 [h, w]: 1 where the picture may change, 0 where it goes the way of the source; null changes all of it. */
  readonly mask: Float32Array | null
}

/**
 * Draws visual embeddings: the decoder's diffusion from seeded noise, then (for latent decoders) the VAE.
 *
 * Shapes   `embeddings` f32 [N, C] in the encoder's own space, unmodified; `against` the same, what guidance leads away from.
 * Cost     `steps` runs of the U-Net, of batch 2 with guidance; what does not depend on the seed is made once.
 * Source   emu.md 1.6: batch order [conditional, unconditional], prediction = u + g·(c − u).
 */
export async function prepareDrawing(
  model: Model,
  embeddings: Float32Array,
  against: Float32Array,
  settings: DrawSettings,
  run: Run,
) {
  const { steps, guidance, solver, batching } = settings
  const { decoder } = model.pack.manifest
  const rows = guidance > 1 ? [embeddings, against] : [embeddings]
  const conditionings: Conditioning[] = []
  for (const group of batching === 'one-run' ? [rows] : rows.map((row) => [row]))
    conditionings.push(await createConditioning(model, group, run))
  showBase(model, conditionings[0]!, run)
  return async (seed: number, source: DrawSource | null = null): Promise<RgbImage> => {
    const sampler = createSampler(decoder.scheduler, solver, steps)
    const noise = normals(seed, DECODER_NOISE, countLatents(model))
    const first = source?.firstStep ?? 0
    let sample = source && first > 0 ? sampler.noisy(source.latents, noise, first) : sampler.start(noise)
    for (let i = first; i < steps; i++) {
      const found: Float32Array[] = []
      for (const conditioning of conditionings)
        found.push(await predict(model, sampler.input(sample, i), sampler.timestep(i), conditioning, run))
      const prediction = guidance > 1 ? guide(concatenate(found), guidance) : found[0]!
      if (run.isHeard && isPreviewStep(i, steps)) emitSamplePreview(model, sampler.target(sample, prediction, i), run)
      sample = sampler.next(sample, prediction, i)
      if (source?.mask) sample = mix(sampler.noisy(source.latents, noise, i + 1), sample, source.mask)
      run.emit({ type: 'step', step: i + 1, steps })
    }
    return toPicture(model, sample, run)
  }
}

export function countLatents({ pack: { manifest } }: Model): number {
  const { latentChannels, height, width, latentScale } = manifest.decoder
  return (latentChannels * height * width) / latentScale ** 2
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
    feeds['base'] = float32(readFloats(base!, 'base'), [B, channels, height, width])
  }
  return { batch: B, feeds }
}

/** Where there is a base picture it is the first preview; its conditional row comes first. */
function showBase(model: Model, { batch, feeds }: Conditioning, run: Run): void {
  if (!feeds['base']) return
  const planes = readFloats(feeds['base'], 'base')
  emitPreview(model, planes.slice(0, planes.length / batch), run)
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
    sample: float32(batch === 1 ? sample : concatenate(rows), shape),
    timestep: float32(new Float32Array(batch).fill(timestep), [batch]),
    ...feeds,
  })
  return readFloats(outputs['prediction']!, 'prediction')
}

/** `rows` holds the conditional prediction, then the unconditional one. */
function guide(rows: Float32Array, guidance: number): Float32Array {
  const half = rows.length / 2
  const guided = new Float32Array(half)
  for (let j = 0; j < half; j++) {
    const unconditional = rows[half + j]!
    guided[j] = unconditional + guidance * (rows[j]! - unconditional)
  }
  return guided
}

/** `inside` where the mask is 1, `outside` where it is 0; the mask holds for every channel. */
function mix(outside: Float32Array, inside: Float32Array, mask: Float32Array): Float32Array {
  return inside.map((x, j) => {
    const share = mask[j % mask.length]!
    return share * x + (1 - share) * outside[j]!
  })
}

async function toPicture(model: Model, sample: Float32Array, run: Run): Promise<RgbImage> {
  const { width, height, latentScale, latentChannels } = model.pack.manifest.decoder
  const latent = unscale(sample, model)
  if (!model.graphs.vae_decoder) return fromPlanes(latent, width, height)
  const shape = [1, latentChannels, height / latentScale, width / latentScale]
  const outputs = await run.graph(model.graphs.vae_decoder, { latent: float32(latent, shape) })
  return fromPlanes(readFloats(outputs['image']!, 'image'), width, height)
}

function unscale(sample: Float32Array, { pack }: Model): Float32Array {
  const { scalingFactor } = pack.manifest.decoder
  return scalingFactor === 1 ? sample : sample.map((x) => x / scalingFactor)
}

/** At most MOST_PREVIEWS, evenly spread; the last step needs none, the picture itself follows. */
function isPreviewStep(i: number, steps: number): boolean {
  const share = (k: number) => Math.floor((k * MOST_PREVIEWS) / steps)
  return i < steps - 1 && (steps <= MOST_PREVIEWS || share(i) !== share(i - 1))
}

/** Decoders that work on pixels can be looked at any time; a latent one only through its VAE, which costs too much. */
function emitSamplePreview(model: Model, sample: Float32Array, run: Run): void {
  if (model.graphs.vae_decoder) return
  emitPreview(model, unscale(sample, model), run)
}

/** `planes` f32 [3, height, width] in −1…1. */
function emitPreview(model: Model, planes: Float32Array, run: Run): void {
  if (!run.isHeard) return
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
  if (rows.length === 1) return first
  const all = new Float32Array(first.length * rows.length)
  rows.forEach((row, i) => all.set(row, i * first.length))
  return all
}
