import { createHash } from 'node:crypto'
import { v7 as newId } from 'uuid'
import type { JobRequest } from '../../contract/jobs.ts'
import type { Recipe } from '../../contract/recipe.ts'
import { readRecipe } from '../../recipe/read-recipe.ts'
import { composeFiles } from '../compose-files.ts'
import { describeForeign, describeRecipe, shortName } from '../describe-recipe.ts'
import { drawFiles } from '../draw-files.ts'
import { CommandFailure } from '../failures.ts'
import { type OutputOptions, planOutputs } from '../outputs.ts'
import { checkFile } from '../prompt/check-parts.ts'
import { readPictureFile } from '../read-picture-file.ts'
import type { CommonOptions } from '../run-options.ts'
import { openStudio, type Studio } from '../studio.ts'
import type { Terminal } from '../terminal.ts'

export interface RecipeOptions extends CommonOptions, OutputOptions {
  again?: boolean
  /** Pictures that the recipe names. */
  images: readonly string[]
  device?: string
}

/** `plumage recipe`: how a picture was made, as its file says; with --again it is made again. */
export async function recipe(file: string, options: RecipeOptions, terminal: Terminal): Promise<void> {
  const { again = false, json = false } = options
  if (!again) refuseOptionsOfAgain(options)
  for (const image of options.images) await checkFile(image)
  const bytes = await readPictureFile(file)
  const found = readRecipe(bytes)
  if (found.found === 'nothing') throw new CommandFailure('not-found', `"${file}": ${found.reason}`)
  if (again && found.found === 'foreign') throw new CommandFailure('wrong-usage', foreignAgain(file))
  if (again && found.found === 'recipe') return makeAgain(found.recipe, bytes, options, terminal)
  if (json) return terminal.print(`${JSON.stringify(found)}\n`)
  terminal.print(found.found === 'recipe' ? describeRecipe(found.recipe) : describeForeign(found.recipe))
}

const foreignAgain = (file: string) =>
  `"${file}" was made by another program, with a model that Plumage does not have. Give its words to plumage generate.`

function refuseOptionsOfAgain({ out, quality, recipe: withRecipe, images, device }: RecipeOptions): void {
  const given = { '--out': out, '--quality': quality, '--device': device, '--image': images[0] }
  const [name] = Object.entries(given).find(([, value]) => value !== undefined) ?? [
    withRecipe === false && '--no-recipe',
  ]
  if (name) throw new CommandFailure('wrong-usage', `${name} says how to make the picture again: add --again.`)
}

async function makeAgain(
  made: Recipe,
  original: Uint8Array,
  options: RecipeOptions,
  terminal: Terminal,
): Promise<void> {
  const { json = false, device, images } = options
  const place = await planOutputs(options, made.kind === 'compose' ? made.maxPictures : 1)
  await using studio = await openStudio(options, terminal)
  await studio.mustBeWritable()
  for (const image of images) await studio.importPicture(image)
  const request = await requestOf(device === undefined ? made : { ...made, device }, studio)
  const output = { place, studio, terminal, json }
  const results = await (made.kind === 'compose' ? composeFiles(request, output) : drawFiles(request, output))
  const sha256 = createHash('sha256').update(original).digest('hex')
  if (results.some(({ image }) => image === sha256)) terminal.note('The same file as before, to the byte.\n')
}

async function requestOf(made: Recipe, { engine }: Studio): Promise<JobRequest> {
  const { request, missing } = await engine.recipes.request({ recipe: made, jobId: newId() })
  if (missing.length === 0) return request
  const names = missing.map(shortName).join(', ')
  const sentence = `The picture was made from others that are not in the library: ${names}. Name their files with --image.`
  throw new CommandFailure('not-found', sentence)
}
