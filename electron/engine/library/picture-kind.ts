import type { Asset } from '../../contract/storyboard.ts'
import type { AssetEnding } from '../../service/paths.ts'

export type PictureMime = Asset['mime']

/** A kind we keep, or the name of another kind of file, so that a refusal can say what it is. */
export type FileKind = { mime: PictureMime } | { other: string }

const endings: Record<PictureMime, AssetEnding> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'image/avif': 'avif',
}
export const endingOf = (mime: PictureMime): AssetEnding => endings[mime]

/** How many bytes of a file `fileKind` wants to see. */
export const headBytes = 4096

/** The first bytes in hexadecimal; `..` stands for any byte. */
const signatures: readonly (readonly [string, FileKind])[] = [
  ['89504e470d0a1a0a', { mime: 'image/png' }],
  ['ffd8ff', { mime: 'image/jpeg' }],
  ['52494646........57454250', { mime: 'image/webp' }],
  ['474946383761', { mime: 'image/gif' }],
  ['474946383961', { mime: 'image/gif' }],
  ['1f8b', { other: 'a compressed file' }],
  ['49492a00', { other: 'a TIFF picture' }],
  ['4d4d002a', { other: 'a TIFF picture' }],
  ['49492b00', { other: 'a TIFF picture' }],
  ['4d4d002b', { other: 'a TIFF picture' }],
  ['424d', { other: 'a BMP picture' }],
  ['38425053', { other: 'a Photoshop file' }],
  ['25504446', { other: 'a PDF document' }],
  ['ff0a', { other: 'a JPEG XL picture' }],
  ['0000000c4a584c20', { other: 'a JPEG XL picture' }],
  ['0000000c6a502020', { other: 'a JPEG 2000 picture' }],
  ['ff4fff51', { other: 'a JPEG 2000 picture' }],
  ['00000100', { other: 'an icon file' }],
  ['762f3101', { other: 'an OpenEXR picture' }],
  ['504b0304', { other: 'a zip archive' }],
  ['1a45dfa3', { other: 'a video' }],
]

/** A drawing may begin with a declaration and remarks; a web page with a drawing in it is no drawing. */
const isSvg = (text: string) =>
  text.trimStart().startsWith('<') && /<svg[\s>]/i.test(text) && !/<html|<!doctype html/i.test(text)

/** Tells by the first bytes what a file is: its name may say anything. */
export function fileKind(head: Uint8Array): FileKind | null {
  const bytes = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, headBytes))
  const hex = bytes.toString('hex', 0, 12)
  const known = signatures.find(([signature]) => new RegExp(`^${signature}`).test(hex))
  if (known) return known[1]
  const latin = bytes.toString('latin1')
  if (latin.slice(4, 8) === 'ftyp') return boxKind(bytes, latin)
  return isSvg(bytes.toString('utf8').replace('\uFEFF', '')) ? { other: 'an SVG drawing' } : null
}

/** AVIF, HEIC and video are the same kind of container; the brands at its start tell them apart. */
function boxKind(bytes: Buffer, latin: string): FileKind {
  const brands = latin.slice(8, Math.min(bytes.readUInt32BE(0), 256))
  if (/avi[fs]/.test(brands)) return { mime: 'image/avif' }
  if (/hei[cxs]|hev[cx]|mif1/.test(brands)) return { other: 'a HEIC photo' }
  return { other: 'a video' }
}
