import { type Carried, textKeywords, type ToCarry } from '../carried.ts'
import { readExif } from '../exif/read-exif.ts'
import { toExif } from '../exif/write-exif.ts'
import { joinChunks, type PngChunk, readChunks, toChunk } from './chunks.ts'
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

/** What pixels, colours, their size on paper and an animation need. */
const pictureTypes: ReadonlySet<string> = new Set(
  'IHDR PLTE IDAT IEND tRNS bKGD cHRM gAMA iCCP sBIT sRGB cICP mDCV mDCv cLLI cLLi pHYs acTL fcTL fdAT'.split(' '),
)

/** Keeps those, and which way up the picture is, as the only thing said in Exif. */
export function stripPng(bytes: Uint8Array): Uint8Array {
  const chunks = readChunks(bytes)
  const kept = wholeOf(chunks.filter(({ type }) => pictureTypes.has(type)))
  const exif = chunks.find(({ type }) => type === 'eXIf')
  const upright = exif ? toExif({ orientation: readExif(exif.content).orientation }) : null
  return joinChunks([...kept.slice(0, 1), ...(upright ? [toChunk('eXIf', upright)] : []), ...kept.slice(1)])
}
