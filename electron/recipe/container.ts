import type { Carried, ToCarry } from './carried.ts'
import { readPng, writePng } from './png/png.ts'

/** A kind of picture file that can carry a recipe. */
interface Container {
  read(bytes: Uint8Array): Carried
  /** The same pixels with something beside them: they are not decoded. */
  write(bytes: Uint8Array, carried: ToCarry): Uint8Array
}

/** The first bytes in hexadecimal; `.` is any digit. */
const containers: readonly (readonly [RegExp, Container])[] = [
  [/^89504e470d0a1a0a/, { read: readPng, write: writePng }],
]

/** Null for GIF, AVIF and whatever is no picture: they carry no recipe of ours. */
export function containerOf(bytes: Uint8Array): Container | null {
  const head = Buffer.from(bytes.subarray(0, 16)).toString('hex')
  return containers.find(([signature]) => signature.test(head))?.[1] ?? null
}
