import { generateText } from '../../models/emu/generate-text.ts'
import type { WrittenText } from '../contract/inference.ts'
import type { DrawSettings, Prompt } from '../contract/prompt.ts'
import type { Following } from './progress.ts'
import { type Desk, runJob, toModelParts } from './run-job.ts'

interface WriteInput {
  prompt: Prompt
  task: 'caption' | 'ask'
  seed: number
  settings: DrawSettings
  maxTokens?: number | undefined
}

/** Words about pictures: what they show, or the answer to a question. */
export function write(desk: Desk, input: WriteInput, job: Following): Promise<WrittenText> {
  const { prompt, task, seed, settings, maxTokens } = input
  return runJob(desk, { settings, ...job }, async ({ model, signal, onEvent, readImage, provenance }) => {
    const parts = await toModelParts(prompt, readImage)
    const written = await generateText(model, parts, { task, seed, maxTokens, signal, onEvent })
    // No decoder had a part in it.
    return { text: written.text, steps: 0, guidance: 1, ...provenance() }
  })
}
