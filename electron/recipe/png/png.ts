import { type Carried, textKeywords, type ToCarry } from '../carried.ts'
import { joinChunks, type PngChunk, readChunks } from './chunks.ts'
import { readTexts, recipeKeyword, toTextChunk, toUtf8Chunk } from './texts.ts'

export function readPng(bytes: Uint8Array): Carried {
  const chunks = readChunks(bytes)
  const texts = readTexts(chunks)
  const xmp = texts.get(textKeywords.xmp)
  const exif = chunks.find(({ type }) => type === 'eXIf')
  return { texts, xmp: xmp === undefined ? [] : [xmp], exif: exif?.content ?? null }
}

/** Written before the pixels, where readers look that do not read on; in the place of what was there. */
export function writePng(bytes: Uint8Array, { xmp, parameters }: ToCarry): Uint8Array {
  const replaced: ReadonlySet<string | null> = new Set([textKeywords.xmp, textKeywords.parameters])
  const kept = readChunks(bytes).filter((chunk) => !replaced.has(recipeKeyword(chunk)))
  const firstPixels = kept.findIndex(({ type }) => type === 'IDAT')
  const own = [toUtf8Chunk(textKeywords.xmp, xmp), toTextChunk(textKeywords.parameters, parameters)]
  return joinChunks([...wholeOf(kept.slice(0, firstPixels)), ...own, ...wholeOf(kept.slice(firstPixels))])
}

const wholeOf = (chunks: readonly PngChunk[]) => chunks.map(({ whole }) => whole)
