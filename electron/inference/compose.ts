import { generateInterleaved } from '../../models/emu/interleave.ts'
import type { Interleaved } from '../../models/emu/interleave.ts'
import type { GenerateEvent } from '../../models/emu/run.ts'
import type { RgbImage } from '../../models/numerics/rgb-image.ts'
import { nthSeed } from '../../models/emu/settings.ts'
import type { Composed } from '../contract/inference.ts'
import { type ComposeSettings, type DrawSettings, type Prompt, usualSolver } from '../contract/prompt.ts'
import type { Asset } from '../contract/storyboard.ts'
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
  return runJob(desk, { settings, ...job }, async ({ model, signal, enter, onEvent, pictures, provenance, keep }) => {
    const { decoder } = model.pack.manifest
    const { steps = decoder.steps, guidance = decoder.guidance, solver = usualSolver } = settings
    const recipe = { kind: 'compose', prompt, writing, maxPictures, steps, guidance, solver } as const
    const made = () => ({ steps, guidance, ...provenance() })
    await using shelf = openShelf({
      keep: (image, index, text) => keep(image, { ...recipe, seed: nthSeed(seed, index), index, text }),
      tell: (index, image) => job.report({ type: 'picture', index, image, seed: nthSeed(seed, index), made: made() }),
    })
    const hear = (event: GenerateEvent) => {
      shelf.hear(event)
      if (event.type !== 'image') onEvent(event)
    }
    const options = { ...settings, ...writing, solver, maxPictures, seed, signal, onEvent: hear }
    const { parts, stoppedBy } = await generateInterleaved(model, toModelParts(prompt, pictures), options)
    enter('save')
    return { parts: toComposed(parts, await shelf.all()), stoppedBy, ...made() }
  })
}

/** Puts pictures into the library while the model goes on. Once it is closed nobody hears of any: the job may begin anew. */
function openShelf({
  keep,
  tell,
}: {
  keep: (image: RgbImage, index: number, text: string) => Promise<Asset>
  tell: (index: number, image: Asset) => void
}) {
  const saved: Promise<Asset>[] = []
  let isClosed = false
  let text = '' // since the last picture
  return {
    hear(event: GenerateEvent): void {
      if (event.type === 'text') text += event.delta
      if (event.type !== 'image') return
      const { index, image } = event
      const saving = keep(image, index, text)
      text = ''
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
