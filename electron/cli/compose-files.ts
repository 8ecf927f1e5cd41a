import type { Generation, JobRequest } from '../contract/jobs.ts'
import { type Output, toJsonImage } from './draw-files.ts'
import { toCommandFailure } from './failures.ts'
import { followJob } from './follow-job.ts'
import { describeRun, toJsonRun } from './run-options.ts'
import type { Terminal } from './terminal.ts'

/** Runs a job that makes words and pictures, and tells and places them in their order when all are there. */
export async function composeFiles(
  request: JobRequest,
  { place, json, studio, terminal }: Output,
): Promise<Generation[]> {
  const made: MadePart[] = []
  try {
    await followJob(request, { studio, terminal }, async (generation) => {
      made.push(await placePart(generation, made, { place, studio }))
    })
  } catch (error) {
    throw toCommandFailure(error, { parts: made.map(toJsonPart) })
  }
  print(made, json, terminal)
  return made.map(({ generation }) => generation)
}

interface MadePart {
  generation: Generation
  /** Null for words. */
  path: string | null
}

async function placePart(
  generation: Generation,
  before: readonly MadePart[],
  { place, studio }: Pick<Output, 'place' | 'studio'>,
): Promise<MadePart> {
  const { image, seed } = generation
  if (image === null) return { generation, path: null }
  const index = before.filter((part) => part.path !== null).length
  return { generation, path: await place({ write: (form) => studio.write(image, form), seed, index }) }
}

function print(made: readonly MadePart[], json: boolean, terminal: Terminal): void {
  const first = made[0]?.generation
  const parts = made.map(toJsonPart)
  const { stoppedBy = null } = first?.details ?? {}
  if (json) return terminal.print(`${JSON.stringify({ parts, ...(first && { stoppedBy, ...toJsonRun(first) }) })}\n`)
  for (const { generation, path } of made) terminal.print(`${path ?? generation.text?.trim() ?? ''}\n`)
  terminal.note(first ? `${describeRun(first)}\n` : 'The model wrote and drew nothing.\n')
}

function toJsonPart({ generation, path }: MadePart) {
  if (path !== null) return { type: 'image', ...toJsonImage({ path, generation }) }
  return { type: 'text', text: generation.text, generationId: generation.id }
}
