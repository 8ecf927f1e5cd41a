import type { Carried, ToCarry } from '../carried.ts'
import { readExif } from '../exif/read-exif.ts'
import { toExif } from '../exif/write-exif.ts'
import { isXmp, readXmpSegments, toXmpSegments } from './jpeg-xmp.ts'
import { isNamed, type JpegSegment, markers, readSegments, toSegment } from './segments.ts'

const exifName = 'Exif\0\0'

export function readJpeg(bytes: Uint8Array): Carried {
  const segments = readSegments(bytes)
  return { texts: new Map(), xmp: readXmpSegments(segments), exif: exifOf(segments) }
}

function exifOf(segments: readonly JpegSegment[]): Uint8Array | null {
  const exif = segments.find((segment) => isNamed(segment, markers.app1, exifName))
  return exif ? exif.content.subarray(exifName.length) : null
}

/** Written at the beginning, behind JFIF, which has to be first; in the place of XMP and Exif that were there. */
export function writeJpeg(bytes: Uint8Array, { xmp, parameters }: ToCarry): Uint8Array {
  const segments = readSegments(bytes)
  const exif = toExif({ orientation: orientationOf(segments), userComment: parameters })
  const kept = segments.filter((segment) => !isXmp(segment) && !isNamed(segment, markers.app1, exifName))
  return withSegments(kept, [...toExifSegments(exif), ...toXmpSegments(xmp)])
}

/**
 * Keeps what the pixels and their colours need: the ICC profile, how the three colours were mixed (Adobe), and which way
 * up the picture is, as the only thing said in Exif.
 */
export function stripJpeg(bytes: Uint8Array): Uint8Array {
  const segments = readSegments(bytes)
  return withSegments(
    segments.flatMap((segment) => stripped(segment)),
    toExifSegments(toExif({ orientation: orientationOf(segments) })),
  )
}

const orientationOf = (segments: readonly JpegSegment[]) => {
  const exif = exifOf(segments)
  return exif ? readExif(exif).orientation : 1
}

const toExifSegments = (exif: Uint8Array | null) => (exif ? [toSegment(markers.app1, exifName, exif)] : [])

function withSegments(kept: readonly Pick<JpegSegment, 'marker' | 'whole'>[], own: readonly Uint8Array[]): Uint8Array {
  const behindJfif = kept[1]?.marker === markers.app0 ? 2 : 1
  const wholes = kept.map(({ whole }) => whole)
  return Buffer.concat([...wholes.slice(0, behindJfif), ...own, ...wholes.slice(behindJfif)])
}

function stripped(segment: JpegSegment): Pick<JpegSegment, 'marker' | 'whole'>[] {
  const { marker, content } = segment
  const isApplication = marker >= markers.app0 && marker <= markers.app15
  if (!isApplication) return marker === markers.comment ? [] : [segment]
  if (isNamed(segment, markers.app2, 'ICC_PROFILE\0')) return [segment]
  if (isNamed(segment, markers.app14, 'Adobe')) return [{ marker, whole: toSegment(marker, content.subarray(0, 12)) }]
  // its version and how dense the pixels are, without the small picture that may follow
  if (isNamed(segment, markers.app0, 'JFIF\0'))
    return [{ marker, whole: toSegment(marker, content.subarray(0, 12), Uint8Array.of(0, 0)) }]
  return []
}
