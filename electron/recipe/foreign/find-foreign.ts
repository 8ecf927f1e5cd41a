import type { ForeignRecipe } from '../../contract/recipe.ts'
import { type Carried, textKeywords } from '../carried.ts'
import { readExif } from '../exif/read-exif.ts'
import { MalformedError } from '../limits.ts'
import { parseParameters } from './automatic1111.ts'
import { parseComfy } from './comfyui.ts'
import { parseDream, parseInvokeMetadata, parseOldInvokeMetadata } from './invokeai.ts'

/**
 * The recipe of another program, wherever those programs put one. Of several the one that says most plainly what it says.
 * Throws what is wrong with the first that cannot be read, if none can.
 */
export function findForeign({ texts, exif }: Carried): ForeignRecipe | null {
  const { userComment, make, model } = exif ? readExif(exif) : { userComment: null, make: null, model: null }
  const fields = [make, model].flatMap((field) => field ?? [])
  const text = (keyword: string) => texts.get(keyword) ?? null
  const prompt = text(textKeywords.comfyPrompt) ?? after('prompt:', fields)
  const workflow = text(textKeywords.comfyWorkflow) ?? after('workflow:', fields)
  return firstOf([
    () => read(text(textKeywords.invoke), parseInvokeMetadata),
    () => read(text(textKeywords.invokeOld), parseOldInvokeMetadata),
    () => read(text(textKeywords.dream), parseDream),
    () => read(text(textKeywords.parameters), parseParameters),
    () => read(userComment, parseParameters),
    () => parseComfy({ prompt, workflow }),
  ])
}

const read = (text: string | null, parse: (text: string) => ForeignRecipe | null) =>
  text === null ? null : parse(text)

/** ComfyUI names what it writes into a field of Exif. */
const after = (name: string, fields: readonly string[]) =>
  fields.find((field) => field.startsWith(name))?.slice(name.length) ?? null

function firstOf(readers: readonly (() => ForeignRecipe | null)[]): ForeignRecipe | null {
  const wrong: MalformedError[] = []
  for (const reader of readers) {
    try {
      const recipe = reader()
      if (recipe) return recipe
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error
      wrong.push(error)
    }
  }
  if (wrong[0]) throw wrong[0]
  return null
}
