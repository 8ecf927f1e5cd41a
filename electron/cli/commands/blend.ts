import { v7 as newId } from 'uuid'
import type { BlendInput } from '../../contract/prompt.ts'
import { limits } from '../../contract/values.ts'
import { drawFiles } from '../draw-files.ts'
import { CommandFailure } from '../failures.ts'
import { randomSeed } from '../numbers.ts'
import { type OutputOptions, planOutputs } from '../outputs.ts'
import { checkFile } from '../prompt/check-parts.ts'
import { importOnce } from '../prompt/to-prompt.ts'
import { type DrawingOptions, settingsOf } from '../run-options.ts'
import { openStudio } from '../studio.ts'
import type { Terminal } from '../terminal.ts'

export interface BlendOptions extends DrawingOptions, OutputOptions {
  files: readonly string[]
  weights?: number[]
  seed?: number
}

/** `plumage blend`, several pictures in one, and `plumage redraw`, one as the model remembers it. */
export async function blend(name: 'blend' | 'redraw', options: BlendOptions, terminal: Terminal): Promise<void> {
  const { files, weights = files.map(() => 1), seed = randomSeed(), json = false } = options
  checkPictures(name, files, weights)
  for (const file of files) await checkFile(file)
  const place = await planOutputs(options, 1)

  await using studio = await openStudio(options, terminal)
  await studio.mustBeWritable()
  const library = importOnce(studio)
  const images: BlendInput[] = []
  for (const [i, file] of files.entries())
    images.push({ sha256: await library.importPicture(file), weight: weights[i]! }) // as many as files: checked
  const request = { kind: 'blend', jobId: newId(), images, seed, settings: settingsOf(options) } as const
  await drawFiles(request, { place, studio, terminal, json })
}

function checkPictures(name: 'blend' | 'redraw', files: readonly string[], weights: readonly number[]): void {
  const refuse = (sentence: string) => {
    throw new CommandFailure('wrong-usage', sentence)
  }
  if (name === 'redraw' && files.length !== 1) refuse('Name the one picture to draw again.')
  if (name === 'blend' && (files.length < 2 || files.length > limits.blended))
    refuse(`Name two to ${limits.blended} pictures to blend.`)
  if (weights.length !== files.length)
    refuse(`There are ${files.length} pictures and ${weights.length} weights: give each picture one.`)
  if (weights.every((weight) => weight === 0)) refuse('All weights are 0: give one picture more.')
}
