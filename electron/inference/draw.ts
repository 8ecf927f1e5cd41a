import { autoencodeImage, blendImages } from '../../models/emu/autoencode.ts'
import type { SourceOptions } from '../../models/emu/draw-source.ts'
import { generateImage } from '../../models/emu/generate-image.ts'
import type { DrawnImage } from '../contract/inference.ts'
import { type BlendInput, type DrawSettings, type DrawSource, type Prompt, usualSolver } from '../contract/prompt.ts'
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
  return runJob(desk, { settings, ...job }, async ({ model, signal, enter, onEvent, pictures, provenance, keep }) => {
    const parts = toModelParts(prompt, pictures)
    const over = source && (await readSource(desk.pictures, source))
    const { solver = usualSolver } = settings
    const options = { ...settings, solver, source: over, seed, signal, onEvent }
    const { image: pixels, completion, steps, guidance } = await generateImage(model, parts, options)
    enter('save')
    const made = { seed, completion, steps, guidance }
    const image = await keep(pixels, { ...made, kind: 'generate', prompt, solver, ...(source && { source }) })
    return { image, ...made, ...provenance() }
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
  return runJob(desk, { settings, ...job }, async ({ model, signal, enter, onEvent, pictures, provenance, keep }) => {
    const inputs = images.map(({ sha256, weight }) => ({ image: pictures.show(sha256), weight }))
    const { solver = usualSolver } = settings
    const options = { ...settings, solver, seed, signal, onEvent }
    const [only] = inputs
    const drawn =
      only && inputs.length === 1
        ? await autoencodeImage(model, only.image, options)
        : await blendImages(model, inputs, options)
    enter('save')
    const { steps, guidance } = drawn
    const prompt = images.map(({ sha256 }) => ({ type: 'image' as const, sha256 }))
    const weights = images.map(({ weight }) => weight)
    const image = await keep(drawn.image, { kind: 'blend', prompt, weights, seed, steps, guidance, solver })
    return { image, seed, completion: null, steps, guidance, ...provenance() }
  })
}
