import { generateText } from '../../models/emu/generate-text.ts'
import type { WrittenText } from '../contract/inference.ts'
import type { DrawSettings, Prompt, WriteSettings, WriteTask } from '../contract/prompt.ts'
import type { Following } from './progress.ts'
import { toModelParts } from './prompts.ts'
import { type Desk, runJob } from './run-job.ts'

interface WriteInput {
  prompt: Prompt
  task: WriteTask
  writing: WriteSettings
  seed: number
  settings: DrawSettings
}

/** Words about pictures: what they show, the answer to a question, or how the prompt goes on. */
export function write(desk: Desk, input: WriteInput, job: Following): Promise<WrittenText> {
  const { prompt, task, writing, seed, settings } = input
  return runJob(desk, { settings, ...job }, async ({ model, signal, onEvent, pictures, provenance }) => {
    const options = { ...writing, task, seed, signal, onEvent }
    const { text, phrases, stoppedBy } = await generateText(model, toModelParts(prompt, pictures), options)
    const found = phrases.map(({ phrase, start, boxes }) => ({
      phrase,
      start,
      boxes: boxes.map((box) => ({ ...box })),
    }))
    // No decoder had a part in it.
    return { text, phrases: found, stoppedBy, steps: 0, guidance: 1, ...provenance() }
  })
}
