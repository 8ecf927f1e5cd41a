/** The entries of an Exif block that a recipe, or the way up of a picture, may be in. */
export interface ExifFacts {
  /** 1 to 8: how the picture is to be turned; 1 where nothing is said. */
  orientation: number
  userComment: string | null
  /** ComfyUI writes into these, whose cameras they are. */
  make: string | null
  model: string | null
}

const tags = { make: 0x010f, model: 0x0110, orientation: 0x0112, exif: 0x8769, userComment: 0x9286 } as const
/** Bytes of one value of each type; the others are in no entry we read. */
const typeBytes: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 4, 7: 1 }
const mostEntries = 1000

/** Exif of a stranger. What is not as it should be says nothing, as in every program that reads Exif. */
export function readExif(bytes: Uint8Array): ExifFacts {
  const nothing: ExifFacts = { orientation: 1, userComment: null, make: null, model: null }
  const tiff = openTiff(bytes)
  if (!tiff) return nothing
  const main = readEntries(tiff, tiff.view.getUint32(4, tiff.isLittle))
  const orientation = numberOf(tiff, main.get(tags.orientation))
  const exifAt = numberOf(tiff, main.get(tags.exif))
  const comment = exifAt === null ? undefined : readEntries(tiff, exifAt).get(tags.userComment)
  return {
    orientation: orientation !== null && orientation >= 1 && orientation <= 8 ? orientation : 1,
    userComment: comment ? decodeComment(comment.value, tiff.isLittle) : null,
    make: asciiOf(main.get(tags.make)),
    model: asciiOf(main.get(tags.model)),
  }
}

interface Tiff {
  bytes: Uint8Array
  view: DataView
  isLittle: boolean
}

interface Entry {
  type: number
  value: Uint8Array
}

/** Some writers put "Exif" before the byte order where it has no place. */
function openTiff(given: Uint8Array): Tiff | null {
  const bytes = latin(given.subarray(0, 6)) === 'Exif\0\0' ? given.subarray(6) : given
  const order = latin(bytes.subarray(0, 4))
  if (bytes.length < 8 || (order !== 'II*\0' && order !== 'MM\0*')) return null
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), isLittle: order === 'II*\0' }
}

function readEntries({ bytes, view, isLittle }: Tiff, at: number): Map<number, Entry> {
  const entries = new Map<number, Entry>()
  if (at + 2 > bytes.length) return entries
  const count = Math.min(view.getUint16(at, isLittle), mostEntries)
  for (let entry = at + 2; entry + 12 <= bytes.length && entry < at + 2 + count * 12; entry += 12) {
    const type = view.getUint16(entry + 2, isLittle)
    const size = (typeBytes[type] ?? 0) * view.getUint32(entry + 4, isLittle)
    const start = size <= 4 ? entry + 8 : view.getUint32(entry + 8, isLittle)
    if (size > 0 && start + size <= bytes.length)
      entries.set(view.getUint16(entry, isLittle), { type, value: bytes.subarray(start, start + size) })
  }
  return entries
}

function numberOf({ isLittle }: Tiff, entry: Entry | undefined): number | null {
  if (!entry || (entry.type !== 3 && entry.type !== 4)) return null
  const view = new DataView(entry.value.buffer, entry.value.byteOffset, entry.value.byteLength)
  return entry.type === 3 ? view.getUint16(0, isLittle) : view.getUint32(0, isLittle)
}

const latin = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')
const utf8 = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8')

/** Many programs write UTF-8 where ASCII belongs. */
const asciiOf = (entry: Entry | undefined) => (entry?.type === 2 ? utf8(entry.value).replace(/\0+$/, '') : null)

/** Eight bytes name the characters. What calls itself Unicode is UTF-16 in either order, whatever the block's own is. */
function decodeComment(comment: Uint8Array, isLittle: boolean): string {
  const [name, text] = [latin(comment.subarray(0, 8)), comment.subarray(8)]
  if (name === 'UNICODE\0') return decodeUtf16(text, isLittle)
  if (name === 'ASCII\0\0\0' || name === '\0'.repeat(8)) return utf8(text).replace(/\0+$/, '')
  return utf8(comment).replace(/\0+$/, '')
}

function decodeUtf16(bytes: Uint8Array, isLittle: boolean): string {
  let [bigZeros, littleZeros] = [0, 0]
  for (let i = 0; i + 1 < bytes.length; i += 2) {
    if (bytes[i] === 0) bigZeros++
    if (bytes[i + 1] === 0) littleZeros++
  }
  const reallyLittle = bigZeros === littleZeros ? isLittle : littleZeros > bigZeros
  const units = Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2)))
  return (reallyLittle ? units : units.swap16()).toString('utf16le').replace(/\0+$/, '')
}
