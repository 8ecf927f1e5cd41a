import { MalformedError, recipeLimits } from '../limits.ts'

export interface WebpChunk {
  type: string
  content: Uint8Array
}

const headerBytes = 12

/** The chunks of a WebP, or of one of its frames. */
export function readChunks(bytes: Uint8Array, from = headerBytes): WebpChunk[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = from === headerBytes ? Math.min(bytes.length, 8 + view.getUint32(4, true)) : bytes.length
  const chunks: WebpChunk[] = []
  for (let at = from; at + 8 <= end;) {
    const size = view.getUint32(at + 4, true)
    if (at + 8 + size > end || chunks.length === recipeLimits.pieces)
      throw new MalformedError('This WebP is not whole: its end is missing.')
    const type = Buffer.from(bytes.subarray(at, at + 4)).toString('latin1')
    chunks.push({ type, content: bytes.subarray(at + 8, at + 8 + size) })
    at += 8 + size + (size % 2)
  }
  return chunks
}

export function toChunk({ type, content }: WebpChunk): Uint8Array {
  const head = Buffer.alloc(8)
  head.write(type, 0, 'latin1')
  head.writeUInt32LE(content.length, 4)
  return Buffer.concat([head, content, Buffer.alloc(content.length % 2)])
}

export function toWebp(chunks: readonly WebpChunk[]): Uint8Array {
  const body = Buffer.concat(chunks.map(toChunk))
  const head = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1')
  head.writeUInt32LE(body.length + 4, 4)
  return Buffer.concat([head, body])
}
