import type { Carried, ToCarry } from '../carried.ts'
import { readExif } from '../exif/read-exif.ts'
import { toExif } from '../exif/write-exif.ts'
import { MalformedError, recipeLimits } from '../limits.ts'
import { readChunks, toChunk, toWebp, type WebpChunk } from './chunks.ts'

export function readWebp(bytes: Uint8Array): Carried {
  const chunks = readChunks(bytes)
  const packets = chunks.filter(({ type }) => type === 'XMP ').slice(0, 1)
  if (packets.some(({ content }) => content.length > recipeLimits.textBytes))
    throw new MalformedError('The text in this picture is too long.')
  const xmp = packets.map(({ content }) => Buffer.from(content).toString('utf8'))
  return { texts: new Map(), xmp, exif: exifOf(chunks) }
}

const exifOf = (chunks: readonly WebpChunk[]) => chunks.find(({ type }) => type === 'EXIF')?.content ?? null

/** In the place of XMP and Exif that were there. */
export function writeWebp(bytes: Uint8Array, { xmp, parameters }: ToCarry): Uint8Array {
  const chunks = readChunks(bytes)
  const exif = toExif({ orientation: orientationOf(chunks), userComment: parameters })
  const kept = chunks.filter(({ type }) => type !== 'XMP ' && type !== 'EXIF')
  return withMetadata(kept, [...toExifChunks(exif), { type: 'XMP ', content: Buffer.from(xmp, 'utf8') }])
}

/** Keeps pixels, animation, ICC profile, and which way up the picture is. */
export function stripWebp(bytes: Uint8Array): Uint8Array {
  const chunks = readChunks(bytes)
  const kept = chunks.filter(({ type }) => pictureTypes.has(type)).map(stripFrame)
  return withMetadata(kept, toExifChunks(toExif({ orientation: orientationOf(chunks) })))
}

const orientationOf = (chunks: readonly WebpChunk[]) => {
  const exif = exifOf(chunks)
  return exif ? readExif(exif).orientation : 1
}

const toExifChunks = (exif: Uint8Array | null): WebpChunk[] => (exif ? [{ type: 'EXIF', content: exif }] : [])

const frameTypes: ReadonlySet<string> = new Set(['ALPH', 'VP8 ', 'VP8L'])
const pictureTypes: ReadonlySet<string> = new Set([...frameTypes, 'VP8X', 'ICCP', 'ANIM', 'ANMF'])
const frameHeaderBytes = 16

/** A frame of an animation has chunks of its own, and room for foreign ones. */
function stripFrame(chunk: WebpChunk): WebpChunk {
  if (chunk.type !== 'ANMF') return chunk
  const parts = readChunks(chunk.content, frameHeaderBytes).filter(({ type }) => frameTypes.has(type))
  return { ...chunk, content: Buffer.concat([chunk.content.subarray(0, frameHeaderBytes), ...parts.map(toChunk)]) }
}

const flags = { xmp: 0x04, exif: 0x08, alpha: 0x10 } as const

/** Only the extended form has room for metadata, and it says at its beginning what there is. */
function withMetadata(kept: readonly WebpChunk[], metadata: readonly WebpChunk[]): Uint8Array {
  const [first, ...others] = kept
  if (!first) throw new MalformedError('This WebP has no pixels.')
  if (first.type !== 'VP8X' && metadata.length === 0) return toWebp(kept)
  const extended = first.type === 'VP8X' ? first : toExtended(first)
  const content = Buffer.from(extended.content)
  const has = (type: string) => metadata.some((chunk) => chunk.type === type)
  const said = (has('XMP ') ? flags.xmp : 0) | (has('EXIF') ? flags.exif : 0)
  content[0] = ((content[0] ?? 0) & ~(flags.xmp | flags.exif)) | said
  return toWebp([{ type: 'VP8X', content }, ...(first.type === 'VP8X' ? others : kept), ...metadata])
}

/** What a plain WebP says of its size and transparency, as the extended form says it. */
function toExtended({ type, content }: WebpChunk): WebpChunk {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.length)
  const isWhole = content.length >= 10 && (type === 'VP8L' || type === 'VP8 ')
  if (!isWhole) throw new MalformedError('This WebP has no pixels.')
  const sizes = type === 'VP8L' ? bytes.readUInt32LE(1) : 0
  const width = type === 'VP8L' ? (sizes & 0x3fff) + 1 : bytes.readUInt16LE(6) & 0x3fff
  const height = type === 'VP8L' ? ((sizes >> 14) & 0x3fff) + 1 : bytes.readUInt16LE(8) & 0x3fff
  const extended = Buffer.alloc(10)
  extended[0] = type === 'VP8L' && (sizes & 0x10000000) !== 0 ? flags.alpha : 0
  extended.writeUIntLE(width - 1, 4, 3)
  extended.writeUIntLE(height - 1, 7, 3)
  return { type: 'VP8X', content: extended }
}
