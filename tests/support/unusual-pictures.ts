import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'

/** Right pictures of unusual kinds. */

/** One of tests/fixtures/pictures, where make.py says how it was made. */
export const pictureFixture = (name: string): Promise<Buffer> =>
  readFile(join(import.meta.dirname, '../fixtures/pictures', name))

/** A profile of a printing press: the one that libvips has built in. */
export async function pressProfile(): Promise<Buffer> {
  const paper = sharp({ create: { width: 1, height: 1, channels: 3, background: 'white' } })
  const { icc } = await sharp(await paper.toColourspace('cmyk').withIccProfile('cmyk').jpeg().toBuffer()).metadata()
  if (!icc) throw new Error('libvips wrote no profile')
  return icc
}

/** Puts a profile into a JPEG and leaves its pixels as they are, which no encoder would. ICC.1 annex B.4: APP2 segments. */
export function withProfile(jpeg: Buffer, profile: Buffer): Buffer {
  const partBytes = 65_519 // what a segment has left beside its own length, the name and two counters
  const count = Math.ceil(profile.length / partBytes)
  const segments = Array.from({ length: count }, (_, i) => {
    const part = profile.subarray(i * partBytes, (i + 1) * partBytes)
    const head = Buffer.from([0xff, 0xe2, 0, 0, ...Buffer.from('ICC_PROFILE\0', 'latin1'), i + 1, count])
    head.writeUInt16BE(part.length + 16, 2)
    return Buffer.concat([head, part])
  })
  return Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)])
}

/** Says in a JPEG how it was held, and leaves its pixels as they are. EXIF 2.32: APP1 with one directory of one tag. */
export function withOrientation(jpeg: Buffer, orientation: number): Buffer {
  const directory = Buffer.from('4d4d002a00000008000101120003000000010000000000000000', 'hex')
  directory.writeUInt16BE(orientation, 18)
  const segment = Buffer.concat([Buffer.from([0xff, 0xe1, 0, 0]), Buffer.from('Exif\0\0', 'latin1'), directory])
  segment.writeUInt16BE(segment.length - 2, 2)
  return Buffer.concat([jpeg.subarray(0, 2), segment, jpeg.subarray(2)])
}

/** Frames of one colour each, 20 × 10 pixels. */
export async function animation(format: 'gif' | 'webp', colours: readonly string[]): Promise<Buffer> {
  const frames = colours.map((background) =>
    sharp({ create: { width: 20, height: 10, channels: 3, background } })
      .png()
      .toBuffer(),
  )
  const film = sharp(await Promise.all(frames), { join: { animated: true } })
  return film.toFormat(format, format === 'webp' ? { lossless: true } : {}).toBuffer()
}
