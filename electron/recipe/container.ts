import type { Carried, ToCarry } from './carried.ts'
import { stripGif } from './gif/gif.ts'
import { readJpeg, stripJpeg, writeJpeg } from './jpeg/jpeg.ts'
import { readPng, stripPng, writePng } from './png/png.ts'
import { readWebp, stripWebp, writeWebp } from './webp/webp.ts'

/** A kind of picture file. None of this decodes a pixel. */
interface Container {
  /** Null for a kind that carries no recipe of ours. */
  recipe: {
    read(bytes: Uint8Array): Carried
    /** The same pixels with something beside them. */
    write(bytes: Uint8Array, carried: ToCarry): Uint8Array
  } | null
  /** The same pixels with nothing beside them. */
  strip(bytes: Uint8Array): Uint8Array
}

/** The first bytes in hexadecimal; `.` is any digit. */
const containers: readonly (readonly [RegExp, Container])[] = [
  [/^89504e470d0a1a0a/, { recipe: { read: readPng, write: writePng }, strip: stripPng }],
  [/^ffd8ff/, { recipe: { read: readJpeg, write: writeJpeg }, strip: stripJpeg }],
  [/^52494646.{8}57454250/, { recipe: { read: readWebp, write: writeWebp }, strip: stripWebp }],
  [/^47494638(37|39)61/, { recipe: null, strip: stripGif }],
]

/** Null for AVIF and whatever is no picture. */
export function containerOf(bytes: Uint8Array): Container | null {
  const head = Buffer.from(bytes.subarray(0, 16)).toString('hex')
  return containers.find(([signature]) => signature.test(head))?.[1] ?? null
}
