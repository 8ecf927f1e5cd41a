import { dimensions } from '../../models/emu/model.ts'
import type { GraphName, PackManifest } from '../../models/emu/pack-manifest.ts'
import { normals } from '../../models/numerics/rng.ts'
import { float32, int64, type Tensor } from '../../models/runtime/tensor.ts'

/** One run of a graph with fixed input. */
export interface DeviceTrial {
  readonly graph: GraphName
  readonly feeds: Readonly<Record<string, Tensor>>
  /** How often a picture with the pack's own settings has such a run; 0 if it is run for its numbers alone. */
  readonly perPicture: number
}

const seed = 7
const readPositions = 64
const pastPositions = 8

/**
 * What a device is tried with: each graph of the pack once, the language model also one position at a time, and always
 * the same input, so that a verdict can be had again.
 *
 * Shapes   models/packs/README.md, "Graphs".
 */
export function planTrials(manifest: PackManifest): DeviceTrial[] {
  const { N, C, H } = dimensions(manifest)
  const { vision, language, tokens, regression, graphs } = manifest
  const all: DeviceTrial[] = [
    trial('vision_encoder', { pixel_values: noise(1, 3, vision.imageSize, vision.imageSize) }),
    trial('project_up', {
      image_embeds: noise(1, N, C),
      ...(language.slotEmbeddings ? { slot_ids: countFrom(0, N) } : {}),
    }),
    trial('embed_tokens', { input_ids: int64([tokens.bos, tokens.boi, tokens.image, tokens.eoi], [1, 4]) }),
    trial('decoder_with_past', readFeeds(manifest, readPositions, 0), 1),
    trial(
      'decoder_with_past',
      readFeeds(manifest, 1, pastPositions),
      regression.default === 'autoregressive' ? N - 1 : 1,
    ),
    trial('lm_head', { hidden: noise(1, 1, H) }),
    trial('regress', { hidden: noise(1, 1, H) }),
    ...planDrawing(manifest),
  ]
  return all.filter(({ graph }) => graphs[graph] !== undefined)
}

function planDrawing({ vision, decoder, graphs }: PackManifest): DeviceTrial[] {
  const { tokensPerImage: N, width: C } = vision
  const { channels, width, height, latentChannels, latentScale, scheduler, steps, guidance } = decoder
  const B = guidance > 1 ? 2 : 1
  const latent = [latentChannels, height / latentScale, width / latentScale] as const
  const states = noise(B, N, C)
  const halfWay = scheduler.type === 'euler-discrete' ? scheduler.trainSteps / 2 : 0.5
  const sizes = Float32Array.from({ length: 6 * B }, (_, i) => [height, width, 0, 0, height, width][i % 6]!)
  return [
    trial('decoder_base', { encoder_hidden_states: states }),
    trial(
      'unet',
      {
        sample: noise(B, ...latent),
        timestep: float32(new Float32Array(B).fill(halfWay), [B]),
        encoder_hidden_states: states,
        ...(graphs.decoder_base ? { base: noise(B, channels, height, width) } : {}),
        ...(decoder.conditioning === 'embeddings+size'
          ? { text_embeds: noise(B, C), time_ids: float32(sizes, [B, 6]) }
          : {}),
      },
      steps,
    ),
    trial('vae_decoder', { latent: noise(1, ...latent) }),
    trial('vae_encoder', { image: noise(1, channels, height, width) }),
  ]
}

/** The language model reads `S` positions that follow `P`. */
function readFeeds({ language }: PackManifest, S: number, P: number): Record<string, Tensor> {
  const { hiddenSize, layers, heads, headDim, maxPositions } = language
  const length = Math.min(S, maxPositions - P)
  const past = Array.from({ length: layers }, (_, l) => ['key', 'value'].map((part) => `past_key_values.${l}.${part}`))
  return {
    inputs_embeds: noise(1, length, hiddenSize),
    attention_mask: int64(new Uint8Array(P + length).fill(1), [1, P + length]),
    position_ids: countFrom(P, length),
    ...Object.fromEntries(past.flat().map((name) => [name, noise(1, heads, P, headDim)])),
  }
}

const trial = (graph: GraphName, feeds: DeviceTrial['feeds'], perPicture = 0): DeviceTrial => ({
  graph,
  feeds,
  perPicture,
})

const noise = (...shape: number[]): Tensor =>
  float32(
    normals(
      seed,
      0,
      shape.reduce((size, dim) => size * dim, 1),
    ),
    shape,
  )

const countFrom = (first: number, count: number): Tensor =>
  int64(
    Array.from({ length: count }, (_, i) => first + i),
    [1, count],
  )
