import { generateInterleaved } from '../../models/emu/interleave.ts'
import type { GenerateEvent } from '../../models/emu/run.ts'
import type { Composed } from '../contract/inference.ts'
import type { DrawSettings, Prompt, WriteSettings } from '../contract/prompt.ts'
import type { Asset } from '../contract/storyboard.ts'
import type { Following } from './progress.ts'
import { toModelParts } from './prompts.ts'
import { type Desk, runJob } from './run-job.ts'

interface ComposeInput {
  prompt: Prompt
  writing: WriteSettings
  maxPictures: number
  seed: number
  settings: DrawSettings
}

/** Words and pictures until the model stops; each picture is in the library before it is told of. */
export function compose(desk: Desk, input: ComposeInput, job: Following): Promise<Composed> {
  const { prompt, writing, maxPictures, seed, settings } = input
  return runJob(desk, { settings, ...job }, async ({ model, signal, enter, onEvent, pictures, provenance }) => {
    const saved: Promise<Asset>[] = []
    const hear = (event: GenerateEvent) => {
      if (event.type !== 'image') return onEvent(event)
      const { index } = event
      const saving = desk.pictures.save(event.image)
      saved.push(saving)
      // A picture that cannot be saved fails the job below, once.
      void saving.then(
        (image) => job.report({ type: 'picture', index, image }),
        () => undefined,
      )
    }
    const options = { ...settings, ...writing, maxPictures, seed, signal, onEvent: hear }
    const { parts, stoppedBy } = await generateInterleaved(model, toModelParts(prompt, pictures), options)
    enter('save')
    const images = await Promise.all(saved)
    let next = 0
    const { steps, guidance } = model.pack.manifest.decoder
    return {
      parts: parts.map((part) =>
        part.type === 'text' ? part : { type: 'image', image: images[next++]!, seed: part.seed },
      ),
      stoppedBy,
      steps: settings.steps ?? steps,
      guidance: settings.guidance ?? guidance,
      ...provenance(),
    }
  })
}
