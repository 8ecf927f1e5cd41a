import { generateImage } from '../../models/emu/generate-image.ts'
import type { DrawnImage } from '../contract/inference.ts'
import type { DrawSettings, Prompt } from '../contract/prompt.ts'
import type { Following } from './progress.ts'
import { type Desk, runJob, toModelParts } from './run-job.ts'

interface DrawInput {
  prompt: Prompt
  seed: number
  settings: DrawSettings
}

/** A picture from an interleaved prompt. */
export function draw(desk: Desk, { prompt, seed, settings }: DrawInput, job: Following): Promise<DrawnImage> {
  return runJob(desk, { settings, ...job }, async ({ model, signal, enter, onEvent, readImage, provenance }) => {
    const parts = await toModelParts(prompt, readImage)
    const drawn = await generateImage(model, parts, { ...settings, seed, signal, onEvent })
    enter('save')
    const image = await desk.pictures.save(drawn.image)
    return { image, seed, completion: drawn.completion, steps: drawn.steps, guidance: drawn.guidance, ...provenance() }
  })
}
