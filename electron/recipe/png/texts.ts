import { inflateSync } from 'node:zlib'
import { textKeywords } from '../carried.ts'
import { MalformedError, recipeLimits } from '../limits.ts'
import { isIntact, type PngChunk, toChunk } from './chunks.ts'

const textTypes: ReadonlySet<string> = new Set(['tEXt', 'zTXt', 'iTXt'])
const wanted: ReadonlySet<string> = new Set(Object.values(textKeywords))

/** The keyword of a text chunk that may hold a recipe; null for any other chunk. */
export function recipeKeyword({ type, content }: PngChunk): string | null {
  if (!textTypes.has(type)) return null
  const keyword = Buffer.from(content.subarray(0, Math.max(0, content.subarray(0, 80).indexOf(0)))).toString('latin1')
  return wanted.has(keyword) ? keyword : null
}

/** The texts that may hold a recipe. Of two with one keyword the first counts. */
export function readTexts(chunks: readonly PngChunk[]): Map<string, string> {
  const texts = new Map<string, string>()
  for (const chunk of chunks) {
    const keyword = recipeKeyword(chunk)
    if (keyword === null || texts.has(keyword)) continue
    if (!isIntact(chunk)) throw new MalformedError(`The text "${keyword}" in this picture is damaged.`)
    texts.set(keyword, textOf(chunk, keyword))
  }
  return texts
}

function textOf({ type, content }: PngChunk, keyword: string): string {
  const body = content.subarray(keyword.length + 1)
  const mostBytes = keyword === textKeywords.xmp ? recipeLimits.textBytes : recipeLimits.foreignBytes
  if (type === 'tEXt') return decode(within(body, keyword, mostBytes), 'latin1')
  if (type === 'zTXt') return decode(unpack(body.subarray(1), keyword, mostBytes), 'latin1')
  // compression flag, compression method, language, translated keyword, text
  const language = body.indexOf(0, 2)
  const translated = language === -1 ? -1 : body.indexOf(0, language + 1)
  if (translated === -1) throw new MalformedError(`The text "${keyword}" in this picture is not whole.`)
  const text = body.subarray(translated + 1)
  return decode(body[0] === 1 ? unpack(text, keyword, mostBytes) : within(text, keyword, mostBytes), 'utf8')
}

const decode = (bytes: Uint8Array, encoding: 'latin1' | 'utf8') => Buffer.from(bytes).toString(encoding)

function within(bytes: Uint8Array, keyword: string, mostBytes: number): Uint8Array {
  if (bytes.length <= mostBytes) return bytes
  throw new MalformedError(`The text "${keyword}" in this picture is too long.`)
}

/** A bomb ends at the limit: no more than that is ever unpacked. */
function unpack(packed: Uint8Array, keyword: string, mostBytes: number): Uint8Array {
  try {
    return inflateSync(packed, { maxOutputLength: mostBytes })
  } catch (error) {
    const isTooLong = error instanceof RangeError
    throw new MalformedError(`The text "${keyword}" in this picture ${isTooLong ? 'is too long' : 'is damaged'}.`)
  }
}

/** As Pillow writes it, which the programs that read it use: Latin-1 where that can hold the text, else UTF-8. */
export function toTextChunk(keyword: string, text: string): Uint8Array {
  if (/^[\u0020-\u007e\u00a0-\u00ff\n]*$/.test(text))
    return toChunk('tEXt', Buffer.from(`${keyword}\0${text}`, 'latin1'))
  return toUtf8Chunk(keyword, text)
}

/** Not packed, as XMP has to be. */
export const toUtf8Chunk = (keyword: string, text: string): Uint8Array =>
  toChunk('iTXt', Buffer.from(`${keyword}\0\0\0\0\0${text}`, 'utf8'))
