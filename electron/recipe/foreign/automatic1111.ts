import type { ForeignRecipe } from '../../contract/recipe.ts'
import { toForeign } from './to-foreign.ts'

const negativeMark = 'Negative prompt:'

/**
 * The text of AUTOMATIC1111's web UI, which many programs write: the prompt, `Negative prompt:` and the rest of it, and
 * last a line of `Name: value` that begins with the steps. Null for a text that has neither.
 */
export function parseParameters(text: string): ForeignRecipe | null {
  const lines = text.split(/\r?\n/)
  const numbersAt = lines.findLastIndex((line) => /^\s*Steps:\s*\d/.test(line))
  const negativeAt = lines.findIndex((line) => line.trimStart().startsWith(negativeMark))
  if (numbersAt === -1 && negativeAt === -1) return null
  const wordsEnd = numbersAt === -1 ? lines.length : numbersAt
  const hasNegative = negativeAt !== -1 && negativeAt < wordsEnd
  const promptEnd = hasNegative ? negativeAt : wordsEnd
  const negative = lines.slice(promptEnd, wordsEnd).join('\n').trimStart().slice(negativeMark.length)
  const values = readPairs(lines.slice(wordsEnd).join(', '))
  const [width, height] = (values.get('Size') ?? '').split('x')
  return toForeign('automatic1111', {
    prompt: lines.slice(0, promptEnd).join('\n'),
    negative: hasNegative ? negative : null,
    seed: values.get('Seed'),
    steps: values.get('Steps'),
    guidance: values.get('CFG scale'),
    sampler: values.get('Sampler'),
    model: values.get('Model') ?? values.get('Model hash'),
    width,
    height,
  })
}

/** `Name: value, Name: "value, with commas"`, in one pass. Of a name that comes twice the first counts. */
function readPairs(line: string): Map<string, string> {
  const pairs = new Map<string, string>()
  for (let at = 0; at < line.length;) {
    const colon = line.indexOf(':', at)
    if (colon === -1) break
    const before = line.slice(at, colon)
    const name = before.slice(before.lastIndexOf(',') + 1).trim()
    const { value, end } = readValue(line, colon + 1)
    if (!pairs.has(name)) pairs.set(name, value)
    at = end
  }
  return pairs
}

function readValue(line: string, from: number): { value: string; end: number } {
  let start = from
  while (line[start] === ' ') start++
  const closing = line[start] === '"' ? closingQuote(line, start) : -1
  if (closing !== -1) return { value: unquoted(line.slice(start, closing + 1)), end: closing + 1 }
  const comma = line.indexOf(',', start)
  const end = comma === -1 ? line.length : comma
  return { value: line.slice(start, end).trim(), end }
}

function closingQuote(line: string, open: number): number {
  for (let at = open + 1; at < line.length; at++) {
    if (line[at] === '\\') at++
    else if (line[at] === '"') return at
  }
  return -1
}

/** Quoted as JSON; what is not is taken as it is. */
function unquoted(quoted: string): string {
  try {
    return String(JSON.parse(quoted))
  } catch {
    return quoted.slice(1, -1)
  }
}
