import { resizeBicubic } from '../numerics/resize.ts'
import { toPixelValues } from '../numerics/rgb-image.ts'
import type { RgbImage } from '../numerics/rgb-image.ts'
import { float32, readFloats } from '../runtime/tensor.ts'
import type { Model } from './model.ts'
import type { Run } from './run.ts'

/**
 * A picture as the model sees it. Pictures are squashed to a square, aspect ignored, as the encoders were trained.
 *
 * Shapes   returns f32 [N, C], in the encoder's own space.
 * Source   emu.md 1.1, preprocess.
 */
export async function encodeImage(model: Model, image: RgbImage, run: Run): Promise<Float32Array> {
  const { imageSize, mean, std } = model.pack.manifest.vision
  const pixels = toPixelValues(resizeBicubic(image, imageSize, imageSize), mean, std)
  const outputs = await run.graph(model.graphs.vision_encoder, {
    pixel_values: float32(pixels, [1, 3, imageSize, imageSize]),
  })
  return readFloats(outputs['image_embeds']!, 'image_embeds')
}

/** The pictures of a prompt, one run each, so that a cancel waits for one picture at most. */
export async function encodeImages(model: Model, images: readonly RgbImage[], run: Run): Promise<Float32Array[]> {
  const embeddings: Float32Array[] = []
  for (const image of images) embeddings.push(await encodeImage(model, image, run))
  return embeddings
}
