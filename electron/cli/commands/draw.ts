import { v7 as newId } from 'uuid'
import type { Generation, JobRequest } from '../../contract/jobs.ts'
import { CommandFailure, toCommandFailure } from '../failures.ts'
import { randomSeed } from '../numbers.ts'
import { type PlaceOutput, planOutputs } from '../outputs.ts'
import { checkParts, toPrompt, type TypedPart } from '../prompt-parts.ts'
import { describeRun, type RunOptions, settingsOf, toJsonRun } from '../run-options.ts'
import { runJob } from '../run-job.ts'
import { openStudio, type Studio } from '../studio.ts'
import { noteAbove, type Terminal } from '../terminal.ts'

export interface DrawOptions extends RunOptions {
  parts: TypedPart[]
  out?: string
  seed?: number
  count: number
  steps?: number
  guidance?: number
}

interface DrawnFile {
  path: string
  generation: Generation
}

/** `plumage generate` and `plumage edit`: the same work, but an edit needs a picture and an instruction. */
export async function draw(name: 'generate' | 'edit', options: DrawOptions, terminal: Terminal): Promise<void> {
  const seed = options.seed ?? randomSeed()
  if (!Number.isSafeInteger(seed + options.count - 1))
    throw new CommandFailure('wrong-usage', 'The seed is too large for so many pictures.')
  await checkParts(options.parts, name === 'edit' ? 'edit' : 'generate')
  const place = await planOutputs({ out: options.out ?? null, count: options.count })

  await using studio = await openStudio(options, terminal)
  await studio.mustBeWritable()
  const prompt = await toPrompt(options.parts, studio)
  const request = {
    kind: 'generate',
    jobId: newId(),
    prompt,
    seed,
    count: options.count,
    settings: settingsOf(options),
  } as const
  const files = await drawFiles(request, { place, studio, terminal, json: options.json ?? false })
  const [first] = files
  if (options.json && first)
    terminal.print(`${JSON.stringify({ images: files.map(toJsonImage), ...toJsonRun(first.generation) })}\n`)
}

async function drawFiles(
  request: JobRequest,
  { place, studio, terminal, json }: { place: PlaceOutput; studio: Studio; terminal: Terminal; json: boolean },
): Promise<DrawnFile[]> {
  const files: DrawnFile[] = []
  const progress = terminal.openProgress()
  try {
    await runJob(studio.engine, request, {
      signal: AbortSignal.any([terminal.signal, studio.failed]),
      onChange: progress.show,
      onNotice: noteAbove(progress, terminal),
      async onResult(generation, index) {
        if (generation.image === null) return
        const path = await place({ assetFile: studio.assetFile(generation.image), seed: generation.seed, index })
        files.push({ path, generation })
        progress.wipe()
        if (json) return
        terminal.print(`${path}\n`)
        terminal.note(`${describeRun(generation)}\n`)
      },
    })
  } catch (error) {
    throw toCommandFailure(error, { images: files.map(toJsonImage) })
  } finally {
    progress.close()
  }
  return files
}

const toJsonImage = ({ path, generation }: DrawnFile) => ({
  path,
  sha256: generation.image,
  seed: generation.seed,
  completion: generation.completion,
  generationId: generation.id,
  timingsMs: generation.timingsMs,
})
