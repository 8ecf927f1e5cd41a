import { startStep } from '../numerics/schedulers/image-to-image.ts'
import { compositeInside, featherInside, latentMask } from '../numerics/masks.ts'
import type { Mask } from '../numerics/masks.ts'
import { resizeBicubic } from '../numerics/resize.ts'
import { toPixelValues } from '../numerics/rgb-image.ts'
import type { RgbImage } from '../numerics/rgb-image.ts'
import { float32, readFloats } from '../runtime/tensor.ts'
import type { DrawSource, Latents } from './decoder.ts'
import type { Model } from './model.ts'
import { ModelError } from './model-error.ts'
import { checkImage } from './prompt/check-parts.ts'
import type { Run } from './run.ts'
import { demand } from './settings.ts'

/** A picture to draw over. */
export interface SourceOptions {
  readonly image: RgbImage
  /** How much of the way from noise is gone again: 1 keeps nothing of the picture, 0 all of it. Default 1. */
  readonly strength?: number | undefined
  /** Only where it is set may anything change; as large as the picture. */
  readonly mask?: Mask | undefined
  /** Over so many pixels inside its edge the edit fades in. Default 0. */
  readonly featherPx?: number | undefined
}

/**
 * Refuses, before anything runs, a source that does not fit itself or the pack.
 *
 * Errors   ModelError 'bad-image' for pixels or a mask of another size; 'bad-option' for a strength that is none, an
 *          empty mask, and packs whose decoder works on latents and who bring no encoder for them.
 */
export function checkSource(model: Model, { image, strength = 1, mask, featherPx = 0 }: SourceOptions): void {
  const { name, graphs } = model.pack.manifest
  checkImage(image)
  demand(strength >= 0 && strength <= 1, `Strength must be a number from 0 to 1, not ${strength}.`)
  demand(
    !graphs.vae_decoder || graphs.vae_encoder !== undefined,
    `${name} cannot draw over a picture: it brings no graph vae_encoder. Describe the change in words instead.`,
  )
  demand(featherPx >= 0 && featherPx < Infinity, `A soft edge is 0 pixels or more, not ${featherPx}.`)
  if (!mask) return
  if (mask.width !== image.width || mask.height !== image.height || mask.alpha.length !== mask.width * mask.height)
    throw new ModelError(
      'bad-image',
      `The mask is ${mask.width}×${mask.height} and the picture ${image.width}×${image.height}: both must be of one size.`,
    )
  demand(
    mask.alpha.some((alpha) => alpha > 0),
    'The mask is empty: nothing may change. Paint where the edit is to be.',
  )
}

/** The source as the diffusion sees it. */
export async function prepareSource(
  model: Model,
  { image, strength = 1, mask }: SourceOptions,
  steps: number,
  run: Run,
): Promise<DrawSource> {
  const { width, height, latentScale } = model.pack.manifest.decoder
  return {
    latents: await toLatents(model, resizeBicubic(image, width, height), run),
    firstStep: startStep(steps, strength),
    mask: mask ? latentMask(mask, width / latentScale, height / latentScale) : null,
  }
}

/** Pixels to what the diffusion starts from; latents are the encoder's mean, so that nothing random is in them. */
async function toLatents(model: Model, image: RgbImage, run: Run): Promise<Latents> {
  const { scalingFactor } = model.pack.manifest.decoder
  const half = [0.5, 0.5, 0.5]
  const planes = toPixelValues(image, half, half)
  if (!model.graphs.vae_encoder) return planes.map((x) => x * scalingFactor)
  const outputs = await run.graph(model.graphs.vae_encoder, {
    image: float32(planes, [1, 3, image.height, image.width]),
  })
  return readFloats(outputs['latent']!, 'latent').map((x) => x * scalingFactor)
}

/** The drawing laid back onto its source: of the same size, and outside the mask the source's own bytes. */
export function fitToSource(drawn: RgbImage, { image, mask, featherPx = 0 }: SourceOptions): RgbImage {
  const fitted = resizeBicubic(drawn, image.width, image.height)
  return mask ? compositeInside(image, fitted, featherInside(mask, featherPx)) : fitted
}
