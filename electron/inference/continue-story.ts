import { continueStory as continueWithModel, type StoryPanel as ModelPanel } from '../../models/emu/continue-story.ts'
import type { ContinuedStory } from '../contract/inference.ts'
import { type DrawSettings, type StoryPanel, usualSolver } from '../contract/prompt.ts'
import { toStoryPrompt } from '../recipe/story.ts'
import type { Following } from './progress.ts'
import type { PromptPictures } from './prompts.ts'
import { type Desk, runJob } from './run-job.ts'

interface StoryInput {
  panels: readonly StoryPanel[]
  caption: string | null
  seed: number
  settings: DrawSettings
}

/** The next panel of a story: its words, unless they are given, and then its picture. */
export function continueStory(desk: Desk, input: StoryInput, job: Following): Promise<ContinuedStory> {
  const { panels, caption, seed, settings } = input
  return runJob(desk, { settings, ...job }, async ({ model, signal, enter, onEvent, pictures, provenance, keep }) => {
    const { solver = usualSolver } = settings
    const options = {
      ...settings,
      solver,
      write: 'both',
      caption: caption ?? undefined,
      seed,
      signal,
      onEvent,
    } as const
    const next = await continueWithModel(model, readPanels(panels, pictures), options)
    if (!next.image) throw new Error('both words and picture were asked for')
    enter('save')
    const { caption: text, steps, guidance } = next
    const prompt = toStoryPrompt(panels, caption)
    const textBy = caption === null ? 'model' : 'person'
    const image = await keep(next.image, { kind: 'story', prompt, text, textBy, seed, steps, guidance, solver })
    return { caption: text, image, seed, steps, guidance, ...provenance() }
  })
}

function readPanels(panels: StoryInput['panels'], { show }: PromptPictures): ModelPanel[] {
  return panels.map(({ caption, image }) => ({ caption, image: image === null ? null : show(image) }))
}
