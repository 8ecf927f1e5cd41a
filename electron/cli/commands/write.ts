import { v7 as newId } from 'uuid'
import type { Generation } from '../../contract/jobs.ts'
import type { Box, GroundedPhrase } from '../../contract/prompt.ts'
import { followJob } from '../follow-job.ts'
import { randomSeed } from '../numbers.ts'
import { checkParts } from '../prompt/check-parts.ts'
import { toPrompt } from '../prompt/to-prompt.ts'
import type { TypedPart } from '../prompt/typed-parts.ts'
import { describeRun, type RunOptions, settingsOf, toJsonRun, writingOf, type WritingOptions } from '../run-options.ts'
import { openStudio } from '../studio.ts'
import type { Terminal } from '../terminal.ts'

export interface WriteOptions extends RunOptions, WritingOptions {
  parts: readonly TypedPart[]
  seed?: number
}

/** `plumage caption` and `plumage ask`. */
export async function write(task: 'caption' | 'ask', options: WriteOptions, terminal: Terminal): Promise<void> {
  const { seed = randomSeed(), json = false } = options
  const writing = writingOf(options)
  await checkParts(options.parts, task)
  await using studio = await openStudio(options, terminal)
  await studio.mustBeWritable()
  const prompt = await toPrompt(options.parts, studio)
  const settings = settingsOf(options)
  const request = { kind: 'answer', jobId: newId(), task, prompt, writing, seed, settings } as const
  const written: Generation[] = []
  await followJob(request, { studio, terminal }, async (generation) => void written.push(generation))
  for (const generation of written) print(generation, json, terminal)
}

function print(generation: Generation, json: boolean, terminal: Terminal): void {
  const { id, text, seed, timingsMs, details } = generation
  if (json) {
    const answer = { text, ...details, seed, generationId: id, timingsMs }
    return terminal.print(`${JSON.stringify({ ...answer, ...toJsonRun(generation) })}\n`)
  }
  terminal.print(`${text ?? ''}\n`)
  for (const phrase of details.phrases ?? []) terminal.print(describePhrase(phrase))
  terminal.note(`${describeRun(generation)}\n`)
}

/** A line for each box, in the form in which --box takes it. */
export const describePhrase = ({ phrase, boxes }: GroundedPhrase): string =>
  boxes.map((box) => `${toTyped(box)}${phrase === '' ? '' : `=${phrase}`}\n`).join('')

const toTyped = ({ left, top, right, bottom }: Box) =>
  [left, top, right, bottom].map((edge) => Number(edge.toFixed(4))).join(',')
