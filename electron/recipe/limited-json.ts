import { MalformedError, recipeLimits } from './limits.ts'

/**
 * JSON of a stranger: refused while it is still text if it is nested too deep or has too many values. Whole numbers that
 * no JavaScript number holds come as their digits.
 */
export function parseLimitedJson(text: string): unknown {
  measure(text)
  try {
    return JSON.parse(text, exactly)
  } catch {
    throw new MalformedError('The recipe in this picture is not whole: its JSON cannot be read.')
  }
}

/** One pass over the text, without recursion. What is in strings does not count. */
function measure(text: string): void {
  let [depth, values] = [0, 1]
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === quote) i = endOfString(text, i)
    else if (code === openList || code === openObject) depth++
    else if (code === closeList || code === closeObject) depth--
    else if (code === comma) values++
    if (depth > recipeLimits.jsonDepth) throw new MalformedError('The recipe in this picture is nested too deep.')
    if (values > recipeLimits.jsonValues) throw new MalformedError('The recipe in this picture has too many values.')
  }
}

const [quote, backslash, comma] = [0x22, 0x5c, 0x2c]
const [openList, closeList, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d]

/** Where the string that opens at `start` closes. */
function endOfString(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === backslash) i++
    else if (code === quote) return i
  }
  return text.length
}

/** `context.source`, the number as it was written, is in every engine that runs this; where it is not, digits are lost. */
function exactly(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number' || !Number.isInteger(value) || Number.isSafeInteger(value)) return value
  const source = context?.source
  return source !== undefined && /^-?\d{1,20}$/.test(source) ? source : value
}
