import { MalformedError, recipeLimits } from './limits.ts'

/**
 * JSON of a stranger: refused while it is still text if it is nested too deep or has too many values. Whole numbers that
 * no JavaScript number holds come as their digits; NaN and Infinity, which Python writes into JSON, as null.
 */
export function parseLimitedJson(text: string): unknown {
  const strict = toStrict(text)
  try {
    return JSON.parse(strict)
  } catch {
    throw new MalformedError('The recipe in this picture is not whole: its JSON cannot be read.')
  }
}

/** One pass over the text, without recursion; strings are passed over. */
function toStrict(text: string): string {
  let [depth, values, copied] = [0, 1, 0]
  let strict = ''
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === quote) i = endOfString(text, i)
    else if (code === openList || code === openObject) depth++
    else if (code === closeList || code === closeObject) depth--
    else if (code === comma) values++
    else if (isWordOrNumber(code)) {
      const token = wordOrNumber(text, i)
      const known = inJson(token)
      if (known !== token) {
        strict += text.slice(copied, i) + known
        copied = i + token.length
      }
      i += token.length - 1
    }
    if (depth > recipeLimits.jsonDepth) throw new MalformedError('The recipe in this picture is nested too deep.')
    if (values > recipeLimits.jsonValues) throw new MalformedError('The recipe in this picture has too many values.')
  }
  return strict + text.slice(copied)
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

/** Letters, digits, and the signs and points of numbers. */
const isWordOrNumber = (code: number) =>
  (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) || isSign(code)
const isSign = (code: number) => code === 0x2b || code === 0x2d || code === 0x2e

function wordOrNumber(text: string, start: number): string {
  let end = start + 1
  while (end < text.length && isWordOrNumber(text.charCodeAt(end))) end++
  return text.slice(start, end)
}

function inJson(token: string): string {
  if (token === 'NaN' || token === 'Infinity' || token === '-Infinity') return 'null'
  const isLarge = token.length > 15 && /^-?\d{16,20}$/.test(token) && String(Number(token)) !== token
  return isLarge ? `"${token}"` : token
}
