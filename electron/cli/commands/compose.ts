import { v7 as newId } from 'uuid'
import { composeFiles } from '../compose-files.ts'
import { randomSeed } from '../numbers.ts'
import { type OutputOptions, planOutputs } from '../outputs.ts'
import { checkParts } from '../prompt/check-parts.ts'
import { toPrompt } from '../prompt/to-prompt.ts'
import type { TypedPart } from '../prompt/typed-parts.ts'
import { type DrawingOptions, settingsOf, writingOf, type WritingOptions } from '../run-options.ts'
import { openStudio } from '../studio.ts'
import type { Terminal } from '../terminal.ts'

export interface ComposeOptions extends DrawingOptions, WritingOptions, OutputOptions {
  parts: readonly TypedPart[]
  seed?: number
  maxPictures: number
}

/** `plumage compose`: words and pictures in the order the model makes them; a picture is printed as its path. */
export async function compose(options: ComposeOptions, terminal: Terminal): Promise<void> {
  const { maxPictures, seed = randomSeed(), json = false } = options
  const writing = writingOf(options)
  await checkParts(options.parts, 'compose')
  const place = await planOutputs(options, maxPictures)

  await using studio = await openStudio(options, terminal)
  await studio.mustBeWritable()
  const prompt = await toPrompt(options.parts, studio)
  const settings = settingsOf(options)
  const request = { kind: 'compose', jobId: newId(), prompt, writing, maxPictures, seed, settings } as const
  await composeFiles(request, { place, studio, terminal, json })
}
