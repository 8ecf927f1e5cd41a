import { ForeignRecipe } from '../../contract/recipe.ts'

type Field = Exclude<keyof ForeignRecipe, 'form'>

const { form: _, ...shapes } = ForeignRecipe.shape
const fields = Object.keys(shapes) as Field[] // the schema's own keys
const numbers: ReadonlySet<Field> = new Set(['steps', 'guidance', 'width', 'height'])

/**
 * Each field by itself: one that is not what it should be is left out, and the others stay. Null when there is nothing
 * that a person would start from.
 */
export function toForeign(form: ForeignRecipe['form'], said: Partial<Record<Field, unknown>>): ForeignRecipe | null {
  const found = fields.map((field) => [field, shapes[field].safeParse(asWritten(field, said[field])).data ?? null])
  const recipe = ForeignRecipe.parse({ form, ...Object.fromEntries(found) })
  return recipe.prompt === null && recipe.seed === null ? null : recipe
}

/** Numbers come as texts, seeds as numbers, and texts with blanks around them. */
function asWritten(field: Field, value: unknown): unknown {
  if (typeof value === 'number') return field === 'seed' ? String(value) : value
  if (typeof value !== 'string') return value
  const text = value.trim()
  if (numbers.has(field)) return text === '' ? null : Number(text)
  return text === '' ? null : text
}
