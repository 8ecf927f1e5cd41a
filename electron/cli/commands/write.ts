import { v7 as newId } from 'uuid'
import type { Generation } from '../../contract/jobs.ts'
import { randomSeed } from '../numbers.ts'
import { checkParts, toPrompt, type TypedPart } from '../prompt-parts.ts'
import { describeRun, type RunOptions, settingsOf, toJsonRun } from '../run-options.ts'
import { runJob } from '../run-job.ts'
import { openStudio } from '../studio.ts'
import { noteAbove, type Terminal } from '../terminal.ts'

export interface WriteOptions extends RunOptions {
  parts: TypedPart[]
  seed?: number
  maxTokens?: number
}

/** `plumage caption` and `plumage ask`. */
export async function write(task: 'caption' | 'ask', options: WriteOptions, terminal: Terminal): Promise<void> {
  await checkParts(options.parts, task)
  await using studio = await openStudio(options, terminal)
  await studio.mustBeWritable()
  const prompt = await toPrompt(options.parts, studio)
  const progress = terminal.openProgress()
  const written: Generation[] = []
  try {
    await runJob(
      studio.engine,
      {
        kind: 'answer',
        jobId: newId(),
        task,
        prompt,
        seed: options.seed ?? randomSeed(),
        settings: settingsOf(options),
        ...(options.maxTokens === undefined ? {} : { maxTokens: options.maxTokens }),
      },
      {
        signal: AbortSignal.any([terminal.signal, studio.failed]),
        onChange: progress.show,
        onNotice: noteAbove(progress, terminal),
        onResult: async (generation) => void written.push(generation),
      },
    )
  } finally {
    progress.close()
  }
  for (const generation of written) print(generation, options.json ?? false, terminal)
}

function print(generation: Generation, json: boolean, terminal: Terminal): void {
  const { id, text, seed, timingsMs } = generation
  if (json)
    return terminal.print(`${JSON.stringify({ text, seed, generationId: id, timingsMs, ...toJsonRun(generation) })}\n`)
  terminal.print(`${text ?? ''}\n`)
  terminal.note(`${describeRun(generation)}\n`)
}
