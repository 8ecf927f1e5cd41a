import type { Mask } from '../numerics/masks.ts'
import { paintMarks } from '../numerics/paint.ts'
import { resizeBicubic } from '../numerics/resize.ts'
import { toPixelValues } from '../numerics/rgb-image.ts'
import type { RgbImage } from '../numerics/rgb-image.ts'
import { float32, readFloats } from '../runtime/tensor.ts'
import type { Model } from './model.ts'
import { ModelError } from './model-error.ts'
import { poolingStride } from './pack-manifest.ts'
import { checkImage } from './prompt/check-parts.ts'
import type { PromptPicture } from './prompt/parts.ts'
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

/**
 * The embeddings of a picture of a prompt, remembered by its content: a picture is encoded once, however often and in
 * however many prompts it stands.
 *
 * Shapes   returns f32 [tokens, C]; not to be changed by whoever asks.
 * Errors   ModelError 'bad-image' for a damaged picture, and for embeddings that are not as many finite numbers as it has
 *          slots, or that marks were to be painted on.
 */
export async function encodePicture(model: Model, picture: PromptPicture, run: Run): Promise<Float32Array> {
  if ('embeddings' in picture.source) return checkEmbeddings(model, picture, picture.source.embeddings)
  const name = `${picture.tokens} ${await namePicture(picture)}`
  const known = model.memory.pictures.get(name)
  if (known) return known
  const { tokensPerImage, width } = model.pack.manifest.vision
  const embeddings = await encodeImage(model, await look(picture), run)
  const pooled = poolEmbeddings(embeddings, tokensPerImage, picture.tokens, width)
  model.memory.pictures.set(name, pooled)
  return pooled
}

function checkEmbeddings(model: Model, { tokens, marks }: PromptPicture, embeddings: Float32Array): Float32Array {
  const length = tokens * model.pack.manifest.vision.width
  if (marks.length > 0)
    throw new ModelError(
      'bad-image',
      'Marks can be painted on pixels only, and of this picture there are none. Add it as a file.',
    )
  if (embeddings.length === length && embeddings.every(Number.isFinite)) return embeddings
  throw new ModelError(
    'bad-image',
    `A picture of the prompt comes as ${embeddings.length} numbers; ${length} finite ones are asked for. Add it as a file.`,
  )
}

async function look({ source, marks }: PromptPicture): Promise<RgbImage> {
  if ('embeddings' in source) throw new Error('a picture that is embedded already has no pixels')
  const image = 'read' in source ? await source.read() : source
  checkImage(image)
  return marks.length > 0 ? paintMarks(image, marks) : image
}

/** What tells one picture from another, in a few letters: its content, and what is painted on it. */
export async function namePicture({ source, marks }: PromptPicture): Promise<string> {
  const content = 'key' in source ? source.key : await nameImage(source)
  if (marks.length === 0) return content
  const named: unknown[] = []
  for (const mark of marks) named.push(mark.kind === 'mask' ? { ...mark, mask: await nameMask(mark.mask) } : mark)
  return `${content} ${await digest(new TextEncoder().encode(JSON.stringify(named)))}`
}

const nameMask = async ({ width, height, alpha }: Mask): Promise<string> => `${width} ${height} ${await digest(alpha)}`

/** By object: a picture is not changed once it is made, and a prompt shows the same one again and again. */
const names = new WeakMap<RgbImage, string>()

async function nameImage(image: RgbImage): Promise<string> {
  const known = names.get(image)
  if (known) return known
  const name = `pixels ${image.width} ${image.height} ${await digest(image.rgb)}`
  names.set(image, name)
  return name
}

async function digest(bytes: Uint8Array): Promise<string> {
  const words = new Uint32Array(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes)))
  return Array.from(words, (word) => word.toString(36)).join('.')
}

/**
 * Averages the grid of a picture's embeddings to the smaller grid of a frame's: what average-pooling the encoder's patches
 * with the larger stride gives, since averages of equal squares can be averaged again.
 *
 * Shapes   f32 [N, C] to f32 [n, C], both grids row by row.
 * Source   emu.md 1.1: n_query 256 pools with stride 2, 64 with stride 4.
 */
function poolEmbeddings(embeddings: Float32Array, N: number, n: number, C: number): Float32Array {
  if (n === N) return embeddings
  const stride = poolingStride(N, n)! // pack.json was checked for it
  const [side, small] = [Math.sqrt(N), Math.sqrt(n)]
  const pooled = new Float32Array(n * C)
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const target = (Math.floor(row / stride) * small + Math.floor(column / stride)) * C
      const source = (row * side + column) * C
      for (let c = 0; c < C; c++) pooled[target + c]! += embeddings[source + c]! / stride ** 2
    }
  }
  return pooled
}
