import { v7 as newId } from 'uuid'
import type { Generation } from '../../contract/jobs.ts'
import { toJsonImage } from '../draw-files.ts'
import { toCommandFailure } from '../failures.ts'
import { followJob, type Place } from '../follow-job.ts'
import { randomSeed } from '../numbers.ts'
import { type PlaceOutput, planOutputs } from '../outputs.ts'
import { checkParts } from '../prompt/check-parts.ts'
import { toPrompt } from '../prompt/to-prompt.ts'
import type { TypedPart } from '../prompt/typed-parts.ts'
import {
  describeRun,
  type DrawingOptions,
  settingsOf,
  toJsonRun,
  writingOf,
  type WritingOptions,
} from '../run-options.ts'
import { openStudio } from '../studio.ts'
import type { Terminal } from '../terminal.ts'

export interface ComposeOptions extends DrawingOptions, WritingOptions {
  parts: readonly TypedPart[]
  out?: string
  seed?: number
  maxPictures: number
}

/** `plumage compose`: words and pictures in the order the model makes them; a picture is printed as its path. */
export async function compose(options: ComposeOptions, terminal: Terminal): Promise<void> {
  const { maxPictures, seed = randomSeed(), json = false } = options
  const writing = writingOf(options)
  await checkParts(options.parts, 'compose')
  const place = await planOutputs({ out: options.out ?? null, count: maxPictures })

  await using studio = await openStudio(options, terminal)
  await studio.mustBeWritable()
  const prompt = await toPrompt(options.parts, studio)
  const settings = settingsOf(options)
  const request = { kind: 'compose', jobId: newId(), prompt, writing, maxPictures, seed, settings } as const
  const made: MadePart[] = []
  try {
    await followJob(request, { studio, terminal }, async (generation) => {
      made.push(await placePart(generation, made, { place, studio, terminal }))
    })
  } catch (error) {
    throw toCommandFailure(error, { parts: made.map(toJsonPart) })
  }
  print(made, json, terminal)
}

interface MadePart {
  generation: Generation
  /** Null for words. */
  path: string | null
}

async function placePart(
  generation: Generation,
  before: readonly MadePart[],
  { place, studio }: Place & { place: PlaceOutput },
): Promise<MadePart> {
  const { image, seed } = generation
  if (image === null) return { generation, path: null }
  const index = before.filter((part) => part.path !== null).length
  return { generation, path: await place({ assetFile: studio.assetFile(image), seed, index }) }
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
