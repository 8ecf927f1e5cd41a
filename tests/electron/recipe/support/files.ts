import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { pngChunk } from '../../../support/bad-pictures.ts'

// Files as other programs write them, put together here byte by byte: the readers under test have no part in it.

const red = sharp({ create: { width: 24, height: 16, channels: 3, background: 'red' } })
export const plainPng = await red.clone().png().toBuffer()
export const plainJpeg = await red.clone().jpeg().toBuffer()
export const plainWebp = await red.clone().webp().toBuffer()

/** Behind IHDR, where Pillow puts its texts. */
export function pngWith(...chunks: readonly Buffer[]): Buffer {
  const behindHeader = 8 + 25
  return Buffer.concat([plainPng.subarray(0, behindHeader), ...chunks, plainPng.subarray(behindHeader)])
}

const utf8 = (text: string) => Buffer.from(text, 'utf8')

/** PngInfo.add_text: Latin-1 if it can be, else UTF-8. */
export function pillowText(keyword: string, text: string): Buffer {
  const isLatin = /^[\0-\u00ff]*$/.test(text)
  return isLatin ? pngChunk('tEXt', Buffer.from(`${keyword}\0${text}`, 'latin1')) : utf8Text(keyword, text)
}
export const utf8Text = (keyword: string, text: string): Buffer =>
  pngChunk('iTXt', Buffer.concat([utf8(keyword), Buffer.alloc(5), utf8(text)]))
export const packedText = (keyword: string, text: Buffer): Buffer =>
  pngChunk('zTXt', Buffer.concat([utf8(keyword), Buffer.alloc(2), deflateSync(text)]))
export const packedUtf8Text = (keyword: string, text: Buffer): Buffer =>
  pngChunk('iTXt', Buffer.concat([utf8(keyword), Buffer.of(0, 1, 0, 0, 0), deflateSync(text)]))

export function jpegSegment(marker: number, content: Buffer): Buffer {
  const head = Buffer.of(0xff, marker, 0, 0)
  head.writeUInt16BE(content.length + 2, 2)
  return Buffer.concat([head, content])
}

/** Behind the start. */
export const jpegWith = (...segments: readonly Buffer[]): Buffer =>
  Buffer.concat([plainJpeg.subarray(0, 2), ...segments, plainJpeg.subarray(2)])
export const jpegExif = (exif: Buffer): Buffer =>
  jpegSegment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), exif]))

export function riffChunk(type: string, content: Buffer): Buffer {
  const head = Buffer.from(`${type}\0\0\0\0`, 'latin1')
  head.writeUInt32LE(content.length, 4)
  return Buffer.concat([head, content, Buffer.alloc(content.length % 2)])
}

/** The extended form, whose first chunk says which others there are. */
export function webpWith(flags: number, ...chunks: readonly Buffer[]): Buffer {
  const extended = Buffer.of(flags, 0, 0, 0, 23, 0, 0, 15, 0, 0)
  return riff(riffChunk('VP8X', extended), plainWebp.subarray(12), ...chunks)
}
function riff(...chunks: readonly Buffer[]): Buffer {
  const body = Buffer.concat([Buffer.from('WEBP'), ...chunks])
  return riffChunk('RIFF', body)
}

interface ExifEntry {
  tag: number
  type: number
  value: Buffer
}

/** An Exif block: the entries of the first directory, and a comment in the second. */
export function exifBlock(order: 'II' | 'MM', entries: readonly ExifEntry[], userComment?: Buffer): Buffer {
  const isLittle = order === 'II'
  const u16 = (n: number) => {
    const bytes = Buffer.alloc(2)
    return isLittle ? (bytes.writeUInt16LE(n), bytes) : (bytes.writeUInt16BE(n), bytes)
  }
  const u32 = (n: number) => {
    const bytes = Buffer.alloc(4)
    return isLittle ? (bytes.writeUInt32LE(n), bytes) : (bytes.writeUInt32BE(n), bytes)
  }
  const directory = (all: readonly ExifEntry[], at: number) => {
    const values: Buffer[] = []
    let end = at + 2 + 12 * all.length + 4
    const rows = all.map(({ tag, type, value }) => {
      const count = u32(value.length / (type === 3 ? 2 : type === 4 ? 4 : 1))
      if (value.length <= 4) return Buffer.concat([u16(tag), u16(type), count, value, Buffer.alloc(4 - value.length)])
      values.push(value)
      end += value.length
      return Buffer.concat([u16(tag), u16(type), count, u32(end - value.length)])
    })
    return Buffer.concat([u16(all.length), ...rows, u32(0), ...values])
  }
  const header = Buffer.concat([Buffer.from(order), u16(42), u32(8)])
  if (!userComment) return Buffer.concat([header, directory(entries, 8)])
  const pointed = (at: number) => directory([...entries, { tag: 0x8769, type: 4, value: u32(at) }], 8)
  const exifAt = 8 + pointed(0).length
  return Buffer.concat([header, pointed(exifAt), directory([{ tag: 0x9286, type: 7, value: userComment }], exifAt)])
}

/** piexif.helper.UserComment.dump(text, 'unicode') */
export const unicodeComment = (text: string): Buffer =>
  Buffer.concat([Buffer.from('UNICODE\0', 'latin1'), Buffer.from(text, 'utf16le').swap16()])
