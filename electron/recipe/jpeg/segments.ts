import { MalformedError, recipeLimits } from '../limits.ts'

export interface JpegSegment {
  marker: number
  content: Uint8Array
  /** As it stands in the file; for a scan with the pixels behind it. */
  whole: Uint8Array
}

export const markers = {
  start: 0xd8,
  end: 0xd9,
  scan: 0xda,
  app0: 0xe0,
  app1: 0xe1,
  app2: 0xe2,
  app14: 0xee,
  app15: 0xef,
  comment: 0xfe,
} as const

/** The most that a segment holds. */
export const mostSegmentBytes = 65_533

/** The segments of a JPEG up to its end; what stands behind it, previews or videos of phones, is not part of the picture. */
export function readSegments(bytes: Uint8Array): JpegSegment[] {
  const segments: JpegSegment[] = [
    { marker: markers.start, content: bytes.subarray(2, 2), whole: bytes.subarray(0, 2) },
  ]
  let hasPixels = false
  for (let at = 2; at + 2 <= bytes.length && segments.length < recipeLimits.pieces;) {
    const segment = readSegment(bytes, at)
    if (!segment) break
    segments.push(segment)
    if (segment.marker === markers.end) return segments
    hasPixels ||= segment.marker === markers.scan
    at = segment.whole.byteOffset - bytes.byteOffset + segment.whole.length
  }
  if (hasPixels) return segments // some cameras leave the end out, and every program shows such a picture
  throw new MalformedError('This JPEG is not whole: it has no pixels.')
}

/** Null where no segment begins, or it is longer than the file. */
function readSegment(bytes: Uint8Array, start: number): JpegSegment | null {
  let at = start
  while (bytes[at] === 0xff && bytes[at + 1] === 0xff) at++ // filling
  const marker = bytes[at + 1]
  if (bytes[at] !== 0xff || marker === undefined) return null
  if (hasNoLength(marker)) return { marker, content: bytes.subarray(0, 0), whole: bytes.subarray(at, at + 2) }
  const length = ((bytes[at + 2] ?? 0) << 8) + (bytes[at + 3] ?? 0)
  const end = at + 2 + length
  if (length < 2 || end > bytes.length) return null
  const behind = marker === markers.scan ? endOfPixels(bytes, end) : end
  return { marker, content: bytes.subarray(at + 4, end), whole: bytes.subarray(at, behind) }
}

const hasNoLength = (marker: number) => marker === markers.end || marker === 0x01 || isRestart(marker)
const isRestart = (marker: number) => marker >= 0xd0 && marker <= 0xd7

/** Where the next segment begins. Among pixels 0xff is followed by 0, or by a restart. */
function endOfPixels(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1]
    if (next !== undefined && next !== 0 && next !== 0xff && !isRestart(next)) return at
  }
  return bytes.length
}

export function toSegment(marker: number, ...parts: readonly (string | Uint8Array)[]): Uint8Array {
  const content = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)))
  if (content.length > mostSegmentBytes) throw new Error(`a segment of ${content.length} bytes`)
  const length = content.length + 2
  return Buffer.concat([Uint8Array.of(0xff, marker, length >> 8, length & 0xff), content])
}

/** Whether the segment is of this use: several share a marker, and begin with a name. */
export function isNamed({ marker, content }: JpegSegment, expected: number, name: string): boolean {
  return marker === expected && Buffer.from(content.subarray(0, name.length)).toString('latin1') === name
}
