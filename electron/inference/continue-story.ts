import { continueStory as continueWithModel, type StoryPanel } from '../../models/emu/continue-story.ts'
import type { ContinuedStory } from '../contract/inference.ts'
import type { DrawSettings } from '../contract/prompt.ts'
import type { Sha256 } from '../contract/values.ts'
import type { Following } from './progress.ts'
import type { PromptPictures } from './prompts.ts'
import { type Desk, runJob } from './run-job.ts'

interface StoryInput {
  panels: readonly { caption: string; image: Sha256 | null }[]
  caption: string | null
  seed: number
  settings: DrawSettings
}

/** The next panel of a story: its words, unless they are given, and then its picture. */
export function continueStory(desk: Desk, input: StoryInput, job: Following): Promise<ContinuedStory> {
  const { panels, caption, seed, settings } = input
  return runJob(desk, { settings, ...job }, async ({ model, signal, enter, onEvent, pictures, provenance }) => {
    const options = { ...settings, write: 'both', caption: caption ?? undefined, seed, signal, onEvent } as const
    const next = await continueWithModel(model, readPanels(panels, pictures), options)
    if (!next.image) throw new Error('both words and picture were asked for')
    enter('save')
    const image = await desk.pictures.save(next.image)
    return { caption: next.caption, image, seed, steps: next.steps, guidance: next.guidance, ...provenance() }
  })
}

function readPanels(panels: StoryInput['panels'], { show }: PromptPictures): StoryPanel[] {
  return panels.map(({ caption, image }) => ({ caption, image: image === null ? null : show(image) }))
}
