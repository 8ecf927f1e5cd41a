/** What of Exif is written: which way up, and a comment for other programs. */
interface ExifToWrite {
  orientation: number
  userComment?: string
}

const [short, long, undefinedType] = [3, 4, 7]

/** An Exif block with nothing else in it, the larger byte first; null when there is nothing to say. */
export function toExif({ orientation, userComment }: ExifToWrite): Uint8Array | null {
  const turn = orientation === 1 ? [] : [toEntry(0x0112, short, 1, Uint8Array.of(0, orientation, 0, 0))]
  if (userComment === undefined) return turn.length === 0 ? null : Buffer.concat([header, toDirectory(turn)])
  const comment = Buffer.concat([Buffer.from('UNICODE\0', 'latin1'), Buffer.from(userComment, 'utf16le').swap16()])
  const exifAt = header.length + directoryBytes(turn.length + 1)
  const main = toDirectory([...turn, toEntry(0x8769, long, 1, toUint32(exifAt))])
  const entry = toEntry(0x9286, undefinedType, comment.length, toUint32(exifAt + directoryBytes(1)))
  return Buffer.concat([header, main, toDirectory([entry]), comment])
}

const toUint32 = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

/** Byte order, 42, and where the first directory is: behind this. */
const header = Buffer.concat([Buffer.from('MM\0*', 'latin1'), toUint32(8)])

const directoryBytes = (entries: number) => 2 + 12 * entries + 4

/** The entries in the order of their tags, and no directory after it. */
function toDirectory(entries: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat([Uint8Array.of(0, entries.length), ...entries, toUint32(0)])
}

function toEntry(tag: number, type: number, count: number, value: Uint8Array): Uint8Array {
  return Buffer.concat([Uint8Array.of(tag >> 8, tag & 0xff, 0, type), toUint32(count), value])
}
