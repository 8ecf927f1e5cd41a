import { autoencodeImage, blendImages } from '../../models/emu/autoencode.ts'
import type { SourceOptions } from '../../models/emu/draw-source.ts'
import { generateImage } from '../../models/emu/generate-image.ts'
import type { DrawnImage } from '../contract/inference.ts'
import type { BlendInput, DrawSettings, DrawSource, Prompt } from '../contract/prompt.ts'
import type { Pictures } from './pictures.ts'
import type { Following } from './progress.ts'
import { toModelParts } from './prompts.ts'
import { type Desk, runJob } from './run-job.ts'

interface DrawInput {
  prompt: Prompt
  source?: DrawSource | undefined
  seed: number
  settings: DrawSettings
}

/** A picture from an interleaved prompt, from noise or over another picture. */
export function draw(desk: Desk, { prompt, source, seed, settings }: DrawInput, job: Following): Promise<DrawnImage> {
  return runJob(desk, { settings, ...job }, async ({ model, signal, enter, onEvent, pictures, provenance }) => {
    const parts = toModelParts(prompt, pictures)
    const over = source && (await readSource(desk.pictures, source))
    const drawn = await generateImage(model, parts, { ...settings, source: over, seed, signal, onEvent })
    enter('save')
    const image = await desk.pictures.save(drawn.image)
    return { image, seed, completion: drawn.completion, steps: drawn.steps, guidance: drawn.guidance, ...provenance() }
  })
}

async function readSource(
  pictures: Pictures,
  { sha256, strength, mask, featherPx }: DrawSource,
): Promise<SourceOptions> {
  return {
    image: await pictures.read(sha256),
    strength,
    featherPx,
    mask: mask === undefined ? undefined : await pictures.readMask(mask),
  }
}

interface BlendJob {
  images: readonly BlendInput[]
  seed: number
  settings: DrawSettings
}

/** One picture as the model remembers it, or several in one. */
export function blend(desk: Desk, { images, seed, settings }: BlendJob, job: Following): Promise<DrawnImage> {
  return runJob(desk, { settings, ...job }, async ({ model, signal, enter, onEvent, pictures, provenance }) => {
    const inputs = images.map(({ sha256, weight }) => ({ image: pictures.show(sha256), weight }))
    const options = { ...settings, seed, signal, onEvent }
    const [only] = inputs
    const drawn =
      only && inputs.length === 1
        ? await autoencodeImage(model, only.image, options)
        : await blendImages(model, inputs, options)
    enter('save')
    const image = await desk.pictures.save(drawn.image)
    return { image, seed, completion: null, steps: drawn.steps, guidance: drawn.guidance, ...provenance() }
  })
}
