import { MalformedError, recipeLimits } from '../limits.ts'

const blocks = { extension: 0x21, image: 0x2c, end: 0x3b } as const
const labels = { control: 0xf9, application: 0xff } as const

/** Keeps pixels, animation and ICC profile; comments, XMP and everything else that programs have added goes. */
export function stripGif(bytes: Uint8Array): Uint8Array {
  const kept: Uint8Array[] = []
  const headEnd = 13 + colourBytes(bytes[10])
  kept.push(bytes.subarray(0, headEnd))
  for (let at = headEnd; at < bytes.length && kept.length < recipeLimits.pieces;) {
    const block = bytes[at]
    if (block === blocks.end) return Buffer.concat([...kept, Uint8Array.of(blocks.end)])
    if (block !== blocks.extension && block !== blocks.image) break
    const start = block === blocks.image ? at + 11 + colourBytes(bytes[at + 9]) : at + 2
    const end = endOfBlocks(bytes, start)
    if (block === blocks.image || bytes[at + 1] === labels.control) kept.push(bytes.subarray(at, end))
    else if (bytes[at + 1] === labels.application) kept.push(strippedApplication(bytes.subarray(at, end)))
    at = end
  }
  throw new MalformedError('This GIF is not whole: its end is missing.')
}

/** The table of colours that the flags announce. */
const colourBytes = (flags = 0) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0)

/** Behind the pieces that begin at `start`, each with its length before it, the last one empty. */
function endOfBlocks(bytes: Uint8Array, start: number): number {
  for (let at = start; at < bytes.length;) {
    const length = bytes[at] ?? 0
    at += 1 + length
    if (length === 0) return at
  }
  throw new MalformedError('This GIF is not whole: its end is missing.')
}

/** How often an animation repeats, without anything behind it, and colours. */
function strippedApplication(extension: Uint8Array): Uint8Array {
  const name = Buffer.from(extension.subarray(3, 14)).toString('latin1')
  if (name === 'ICCRGBG1012') return extension
  const isLoop = (name === 'NETSCAPE2.0' || name === 'ANIMEXTS1.0') && extension[14] === 3
  return isLoop ? Buffer.concat([extension.subarray(0, 18), Uint8Array.of(0)]) : extension.subarray(0, 0)
}
