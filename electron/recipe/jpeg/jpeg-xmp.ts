import { createHash } from 'node:crypto'
import { splitXmp } from '../xmp.ts'
import { MalformedError, recipeLimits } from '../limits.ts'
import { isNamed, type JpegSegment, markers, mostSegmentBytes, toSegment } from './segments.ts'

const mainName = 'http://ns.adobe.com/xap/1.0/\0'
const extensionName = 'http://ns.adobe.com/xmp/extension/\0'
/** A digest of the whole, its length, and where this piece belongs. */
const pieceHeaderBytes = 32 + 4 + 4
const mostPieceBytes = 65_400 // as Adobe's XMP specification recommends

export const isXmp = (segment: JpegSegment): boolean =>
  isNamed(segment, markers.app1, mainName) || isNamed(segment, markers.app1, extensionName)

/** One segment, or where that is too small, the way Adobe's XMP specification (part 3, 1.1.3) extends it over several. */
export function toXmpSegments(xmp: string): Uint8Array[] {
  const packet = Buffer.from(xmp, 'utf8')
  if (mainName.length + packet.length <= mostSegmentBytes) return [toSegment(markers.app1, mainName, packet)]
  const { extension, toMain } = splitXmp(xmp)
  const bytes = Buffer.from(extension, 'utf8')
  const digest = createHash('md5').update(bytes).digest('hex').toUpperCase()
  const pieces: Uint8Array[] = []
  for (let at = 0; at < bytes.length; at += mostPieceBytes) {
    const place = Buffer.alloc(8)
    place.writeUInt32BE(bytes.length, 0)
    place.writeUInt32BE(at, 4)
    pieces.push(toSegment(markers.app1, extensionName, digest, place, bytes.subarray(at, at + mostPieceBytes)))
  }
  return [toSegment(markers.app1, mainName, Buffer.from(toMain(digest), 'utf8')), ...pieces]
}

/** The XMP packet, and what extends it. */
export function readXmpSegments(segments: readonly JpegSegment[]): string[] {
  const main = segments.find((segment) => isNamed(segment, markers.app1, mainName))
  if (!main) return []
  const packet = Buffer.from(main.content.subarray(mainName.length)).toString('utf8')
  const digest = /HasExtendedXMP(?:=["']|>)\s*([0-9A-F]{32})/i.exec(packet)?.[1]
  return digest === undefined ? [packet] : [packet, joinPieces(segments, digest)]
}

/** The pieces have to fill the whole, one behind the other. */
function joinPieces(segments: readonly JpegSegment[], digest: string): string {
  const pieces = segments
    .filter((segment) => isNamed(segment, markers.app1, extensionName + digest))
    .map(({ content }) => content.subarray(extensionName.length))
    .filter((content) => content.length > pieceHeaderBytes)
    .map((content) => Buffer.from(content.buffer, content.byteOffset, content.length))
    .toSorted((a, b) => a.readUInt32BE(36) - b.readUInt32BE(36))
  let bytes = 0
  for (const piece of pieces) {
    if (piece.readUInt32BE(36) !== bytes) break
    bytes += piece.length - pieceHeaderBytes
  }
  const [first] = pieces
  if (!first || bytes !== first.readUInt32BE(32))
    throw new MalformedError('The recipe in this picture is not whole: pieces of it are missing.')
  if (bytes > recipeLimits.textBytes) throw new MalformedError('The text in this picture is too long.')
  return Buffer.concat(pieces.map((piece) => piece.subarray(pieceHeaderBytes))).toString('utf8')
}
