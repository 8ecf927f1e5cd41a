import { generateInterleaved } from '../../models/emu/interleave.ts'
import type { Interleaved } from '../../models/emu/interleave.ts'
import type { GenerateEvent } from '../../models/emu/run.ts'
import type { RgbImage } from '../../models/numerics/rgb-image.ts'
import { nthSeed } from '../../models/emu/settings.ts'
import type { Composed } from '../contract/inference.ts'
import type { ComposeSettings, DrawSettings, Prompt } from '../contract/prompt.ts'
import type { Asset } from '../contract/storyboard.ts'
import type { Pictures } from './pictures.ts'
import type { Following } from './progress.ts'
import { toModelParts } from './prompts.ts'
import { type Desk, runJob } from './run-job.ts'

interface ComposeInput {
  prompt: Prompt
  writing: ComposeSettings
  maxPictures: number
  seed: number
  settings: DrawSettings
}

/** Words and pictures until the model stops; each picture is in the library before it is told of. */
export function compose(desk: Desk, input: ComposeInput, job: Following): Promise<Composed> {
  const { prompt, writing, maxPictures, seed, settings } = input
  return runJob(desk, { settings, ...job }, async ({ model, signal, enter, onEvent, pictures, provenance }) => {
    const { decoder } = model.pack.manifest
    const { steps = decoder.steps, guidance = decoder.guidance } = settings
    const made = () => ({ steps, guidance, ...provenance() })
    await using shelf = openShelf(desk.pictures, (index, image) =>
      job.report({ type: 'picture', index, image, seed: nthSeed(seed, index), made: made() }),
    )
    const hear = (event: GenerateEvent) => (event.type === 'image' ? shelf.put(event) : onEvent(event))
    const options = { ...settings, ...writing, maxPictures, seed, signal, onEvent: hear }
    const { parts, stoppedBy } = await generateInterleaved(model, toModelParts(prompt, pictures), options)
    enter('save')
    return { parts: toComposed(parts, await shelf.all()), stoppedBy, ...made() }
  })
}

/** Puts pictures into the library while the model goes on. Once it is closed nobody hears of any: the job may begin anew. */
function openShelf(pictures: Pictures, tell: (index: number, image: Asset) => void) {
  const saved: Promise<Asset>[] = []
  let isClosed = false
  return {
    put({ index, image }: { index: number; image: RgbImage }): void {
      const saving = pictures.save(image)
      saved.push(saving)
      // A picture that cannot be saved fails the job, once, in `all`.
      void saving.then(
        (asset) => isClosed || tell(index, asset),
        () => undefined,
      )
    },
    all: () => Promise.all(saved),
    async [Symbol.asyncDispose]() {
      await Promise.allSettled(saved)
      isClosed = true
    },
  }
}

function toComposed(parts: Interleaved['parts'], images: readonly Asset[]): Composed['parts'] {
  let next = 0
  return parts.map((part) =>
    part.type === 'text' ? { ...part } : { type: 'image', image: images[next++]!, seed: part.seed },
  )
}
