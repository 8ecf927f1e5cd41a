import { crc32 } from 'node:zlib'
import { MalformedError, recipeLimits } from '../limits.ts'

export interface PngChunk {
  type: string
  content: Uint8Array
  /** The chunk as it stands in the file, length and checksum too. */
  whole: Uint8Array
}

export const pngSignature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)

/** The chunks of a PNG up to its end; what stands behind it is not part of the picture. */
export function readChunks(bytes: Uint8Array): PngChunk[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const chunks: PngChunk[] = []
  for (let at = pngSignature.length; at + 12 <= bytes.length;) {
    const end = at + 12 + view.getUint32(at)
    if (end > bytes.length || chunks.length === recipeLimits.pieces) break
    const type = Buffer.from(bytes.subarray(at + 4, at + 8)).toString('latin1')
    chunks.push({ type, content: bytes.subarray(at + 8, end - 4), whole: bytes.subarray(at, end) })
    if (type === 'IEND') return chunks
    at = end
  }
  throw new MalformedError('This PNG is not whole: its end is missing.')
}

/** Whether a chunk is as it was written. */
export function isIntact({ whole }: PngChunk): boolean {
  const view = new DataView(whole.buffer, whole.byteOffset, whole.byteLength)
  return view.getUint32(whole.length - 4) === crc32(whole.subarray(4, -4))
}

export function toChunk(type: string, content: Uint8Array): Uint8Array {
  const chunk = Buffer.alloc(12 + content.length)
  chunk.writeUInt32BE(content.length, 0)
  chunk.write(type, 4, 'latin1')
  chunk.set(content, 8)
  chunk.writeUInt32BE(crc32(chunk.subarray(4, -4)), chunk.length - 4)
  return chunk
}

export const joinChunks = (chunks: readonly Uint8Array[]): Uint8Array => Buffer.concat([pngSignature, ...chunks])
