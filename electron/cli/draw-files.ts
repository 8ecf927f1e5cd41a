import type { Generation, JobRequest } from '../contract/jobs.ts'
import { toCommandFailure } from './failures.ts'
import { followJob, type Place } from './follow-job.ts'
import type { PlaceOutput } from './outputs.ts'
import { describeRun, toJsonRun } from './run-options.ts'

interface DrawnFile {
  path: string
  generation: Generation
}

/** Where results go. */
export interface Output extends Place {
  place: PlaceOutput
  json: boolean
}

/** Runs a job that draws pictures and puts each where it should go, as soon as it is there. */
export async function drawFiles(request: JobRequest, { place, json, ...at }: Output): Promise<Generation[]> {
  const { studio, terminal } = at
  const files: DrawnFile[] = []
  try {
    await followJob(request, at, async (generation, wipe) => {
      if (generation.image === null) return
      const { image, seed } = generation
      const path = await place({ write: (form) => studio.write(image, form), seed, index: files.length })
      files.push({ path, generation })
      wipe()
      if (json) return
      terminal.print(`${path}\n`)
      terminal.note(`${describeRun(generation)}\n`)
    })
  } catch (error) {
    throw toCommandFailure(error, { images: files.map(toJsonImage) })
  }
  const [first] = files
  if (json && first)
    terminal.print(`${JSON.stringify({ images: files.map(toJsonImage), ...toJsonRun(first.generation) })}\n`)
  return files.map(({ generation }) => generation)
}

export const toJsonImage = ({ path, generation }: DrawnFile) => ({
  path,
  sha256: generation.image,
  seed: generation.seed,
  completion: generation.completion,
  generationId: generation.id,
  timingsMs: generation.timingsMs,
})
