import { v7 as newId } from 'uuid'
import type { DrawSource } from '../../contract/prompt.ts'
import { drawFiles } from '../draw-files.ts'
import { CommandFailure } from '../failures.ts'
import { randomSeed } from '../numbers.ts'
import { type OutputOptions, planOutputs } from '../outputs.ts'
import { checkFile, checkParts } from '../prompt/check-parts.ts'
import { type Importer, importOnce, toPrompt } from '../prompt/to-prompt.ts'
import type { TypedPart } from '../prompt/typed-parts.ts'
import { type DrawingOptions, present, settingsOf } from '../run-options.ts'
import { openStudio } from '../studio.ts'
import type { Terminal } from '../terminal.ts'

export interface DrawOptions extends DrawingOptions, OutputOptions {
  parts: readonly TypedPart[]
  seed?: number
  count: number
  over?: string
  strength?: number
  feather?: number
  mask?: string
}

/** `plumage generate` and `plumage edit`: the same work, but an edit needs a picture and an instruction. */
export async function draw(name: 'generate' | 'edit', options: DrawOptions, terminal: Terminal): Promise<void> {
  const seed = options.seed ?? randomSeed()
  if (seed > Number.MAX_SAFE_INTEGER - (options.count - 1))
    // a sum of the two could be rounded
    throw new CommandFailure('wrong-usage', 'The seed is too large for so many pictures.')
  if (options.feather !== undefined && options.mask === undefined)
    throw new CommandFailure('wrong-usage', '--feather softens the edge of a mask: name one with --mask.')
  await checkParts(options.parts, name)
  const over = pictureToDrawOver(name, options)
  for (const file of [over, options.mask]) if (file !== undefined) await checkFile(file)
  const place = await planOutputs(options, options.count)

  await using studio = await openStudio(options, terminal)
  await studio.mustBeWritable()
  const library = importOnce(studio)
  const prompt = await toPrompt(options.parts, library)
  const source = over === undefined ? undefined : await toSource(over, options, library)
  const { count, json = false } = options
  const settings = settingsOf(options)
  const request = present({ kind: 'generate' as const, jobId: newId(), prompt, source, seed, count, settings })
  await drawFiles(request, { place, studio, terminal, json })
}

/** An edit that says how much may change, or where, changes its first picture; else it is drawn from noise. */
function pictureToDrawOver(name: 'generate' | 'edit', { over, strength, mask, parts }: DrawOptions) {
  if (over !== undefined || (strength === undefined && mask === undefined)) return over
  const first = parts.find((part) => part.type === 'image')
  if (name === 'edit' && first) return first.file
  throw new CommandFailure('wrong-usage', '--strength and --mask need --over and the picture to draw over.')
}

async function toSource(
  over: string,
  { strength, mask, feather }: DrawOptions,
  library: Importer,
): Promise<DrawSource> {
  const sha256 = await library.importPicture(over)
  return present({
    sha256,
    strength,
    featherPx: feather,
    mask: mask === undefined ? undefined : await library.importPicture(mask),
  })
}
