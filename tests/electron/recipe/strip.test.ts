import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { stripPicture } from '../../../electron/recipe/strip-picture.ts'
import { readRecipe } from '../../../electron/recipe/read-recipe.ts'
import { writeRecipe } from '../../../electron/recipe/write-recipe.ts'
import { noPicture, pngChunk } from '../../support/bad-pictures.ts'
import { animation } from '../../support/unusual-pictures.ts'
import { jpegSegment, packedText, pillowText, riffChunk, utf8Text } from './support/files.ts'
import { plainRecipe } from './support/recipes.ts'

/** Stands in every place where a file can say something; what is stripped says it nowhere. */
const secret = 'Zanzibar'
const size = { width: 24, height: 16 }
const recipe = { ...plainRecipe, prompt: [{ type: 'text' as const, text: secret }], completion: secret }

/** Noise of a wide colour space, taken by a camera that was held sideways, with a place and a name. */
const photo = (orientation: number) =>
  sharp({ create: { ...size, channels: 3, background: 'red', noise: { type: 'gaussian', mean: 128, sigma: 40 } } })
    .withIccProfile('p3')
    .withExif({
      IFD0: { Artist: secret, Make: secret },
      IFD3: { GPSLatitude: '6/1 9/1 0/1', GPSAreaInformation: secret },
    })
    .withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/">${secret}</x:xmpmeta>`)
    .withMetadata({ orientation })

type Make = (orientation: number) => Promise<Buffer>
const loaded: Record<string, Make> = {
  async PNG(orientation) {
    const made = Buffer.from(writeRecipe(await photo(orientation).png().toBuffer(), recipe, size))
    const texts = [
      pillowText('Comment', secret),
      packedText('Description', Buffer.from(secret)),
      utf8Text('Title', secret),
    ]
    const others = [pngChunk('tIME', Buffer.of(7, 208, 1, 1, 0, 0, 0)), pngChunk('plRc', Buffer.from(secret))]
    return Buffer.concat([made.subarray(0, 33), ...texts, ...others, made.subarray(33), Buffer.from(secret)])
  },
  async JPEG(orientation) {
    const made = Buffer.from(writeRecipe(await photo(orientation).jpeg().toBuffer(), recipe, size))
    const thumbnail = Buffer.concat([Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\x03\x01'), Buffer.from(`${secret} `)])
    const segments = [
      jpegSegment(0xe0, thumbnail),
      jpegSegment(0xe0, Buffer.from(`JFXX\0\x10${secret}`)),
      jpegSegment(0xe2, Buffer.from(`MPF\0${secret}`)),
      jpegSegment(0xed, Buffer.from(`Photoshop 3.0\0${secret}`)),
      jpegSegment(0xeb, Buffer.from(secret)),
      jpegSegment(0xfe, Buffer.from(secret)),
    ]
    return Buffer.concat([made.subarray(0, 2), ...segments, made.subarray(2), Buffer.from(secret)])
  },
  async 'progressive JPEG'(orientation) {
    const made = await photo(orientation).jpeg({ progressive: true }).toBuffer()
    const lastScan = made.lastIndexOf(Buffer.of(0xff, 0xda))
    const between = jpegSegment(0xfe, Buffer.from(secret))
    return Buffer.concat([made.subarray(0, lastScan), between, made.subarray(lastScan)])
  },
  async WebP(orientation) {
    const made = Buffer.from(writeRecipe(await photo(orientation).webp().toBuffer(), recipe, size))
    return withRiffChunk(made, riffChunk('junk', Buffer.from(secret)))
  },
  async 'animated WebP'() {
    const made = await animation('webp', ['red', 'lime', 'blue'])
    return withRiffChunk(made, riffChunk('XMP ', Buffer.from(secret)))
  },
  async GIF() {
    const made = await animation('gif', ['red', 'lime', 'blue'])
    const block = (label: number, ...pieces: string[]) =>
      Buffer.concat([
        Buffer.of(0x21, label),
        ...pieces.map((piece) => Buffer.concat([Buffer.of(piece.length), Buffer.from(piece)])),
        Buffer.of(0),
      ])
    const xmp = Buffer.concat([
      Buffer.of(0x21, 0xff, 11),
      Buffer.from(`XMP DataXMP`),
      Buffer.of(8),
      Buffer.from(secret),
      Buffer.of(0),
    ])
    const first = made.indexOf(Buffer.of(0x21))
    const others = [block(0xfe, secret), xmp, block(0x01, 'x'.repeat(12), secret), block(0xff, 'SOMEBODYxyz', secret)]
    return Buffer.concat([made.subarray(0, first), ...others, made.subarray(first), Buffer.from(secret)])
  },
}

/** Behind the last chunk, and something behind the end of all. */
function withRiffChunk(webp: Buffer, chunk: Buffer): Buffer {
  const longer = Buffer.concat([webp, chunk])
  longer.writeUInt32LE(longer.length - 8, 4)
  return Buffer.concat([longer, Buffer.from(secret)])
}

/** What is shown: every frame, upright, in the colours that the profile makes of the numbers. */
async function shown(bytes: Uint8Array) {
  const { data, info } = await sharp(bytes, { animated: true })
    .autoOrient()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  const { loop = null, delay = null } = await sharp(bytes, { animated: true }).metadata()
  return { pixels: data.toString('base64'), width: info.width, height: info.height, loop, delay }
}

const says = (bytes: Uint8Array, text: string) =>
  (['utf8', 'utf16le'] as const).some((encoding) => Buffer.from(bytes).includes(Buffer.from(text, encoding))) ||
  Buffer.from(bytes).includes(Buffer.from(text, 'utf16le').swap16())

/** They are not turned. */
const hasNoExif: ReadonlySet<string> = new Set(['GIF', 'animated WebP'])

describe.each(Object.entries(loaded))('%s', (name, make) => {
  it.each([1, 6])('keeps what is shown and nothing else (orientation %i)', async (orientation) => {
    const before = await make(orientation)
    expect(says(before, secret)).toBe(true)
    if (orientation !== 1 && !hasNoExif.has(name))
      expect((await sharp(before).metadata()).orientation).toBe(orientation)
    const after = stripPicture(before)
    expect(await shown(after)).toEqual(await shown(before))
    expect(says(after, secret)).toBe(false)
    expect(readRecipe(after)).toMatchObject({ found: 'nothing' })
    const [{ icc }, left] = [await sharp(before).metadata(), await sharp(after).metadata()]
    expect(left.icc).toEqual(icc)
    expect({ xmp: left.xmp, iptc: left.iptc, comments: left.comments }).toEqual({})
    if (left.exif) expect(orientation).not.toBe(1)
    if (left.exif) expect(left.exif.length).toBeLessThan(40) // one directory of one entry
    expect(stripPicture(after)).toEqual(after)
  })
})

/** The names of all that a file has, read here once more and differently. */
const chunksOf = (bytes: Uint8Array, at: number, isBig: boolean) => {
  const buffer = Buffer.from(bytes)
  const names: string[] = []
  for (let i = at; i < buffer.length;) {
    const size = isBig ? buffer.readUInt32BE(i) : buffer.readUInt32LE(i + 4)
    names.push(buffer.toString('latin1', isBig ? i + 4 : i, isBig ? i + 8 : i + 4))
    i += isBig ? size + 12 : size + 8 + (size % 2)
  }
  return names
}

it('leaves of a file only the parts that pictures and colours are made of', async () => {
  const strip = async (name: string) => stripPicture((await loaded[name]?.(6)) ?? noPicture)
  expect(chunksOf(await strip('PNG'), 8, true)).toEqual(['IHDR', 'eXIf', 'iCCP', 'pHYs', 'IDAT', 'IEND'])
  expect(chunksOf(await strip('WebP'), 12, false)).toEqual(['VP8X', 'ICCP', 'VP8 ', 'EXIF'])
  const animated = chunksOf(await strip('animated WebP'), 12, false)
  expect(animated).toEqual(['VP8X', 'ANIM', 'ANMF', 'ANMF', 'ANMF'])
  const jpeg = Buffer.from(await strip('JPEG'))
  const markers = [
    ...jpeg
      .subarray(0, jpeg.indexOf(Buffer.of(0xff, 0xda)))
      .toString('latin1')
      .matchAll(/\xff([\xe0-\xef\xfe])/g),
  ]
  expect(markers.map(([, marker]) => marker?.charCodeAt(0).toString(16))).toEqual(['e0', 'e1', 'e2'])
  expect(jpeg.subarray(-2)).toEqual(Buffer.of(0xff, 0xd9))
})

it('leaves a picture alone that says nothing', async () => {
  for (const kind of ['png', 'jpeg', 'webp', 'gif'] as const) {
    const plain = await sharp({ create: { ...size, channels: 3, background: 'red' } })
      .toFormat(kind)
      .toBuffer()
    expect(Buffer.from(stripPicture(plain))).toEqual(plain)
  }
})

it.each([
  [
    'an AVIF',
    async () =>
      sharp({ create: { ...size, channels: 3, background: 'red' } })
        .avif()
        .toBuffer(),
    'Only PNG, JPEG, WebP and GIF',
  ],
  ['no picture', async () => noPicture, 'Only PNG, JPEG, WebP and GIF'],
  ['half a PNG', async () => (await photo(1).png().toBuffer()).subarray(0, 900), 'This PNG is not whole'],
  ['half a GIF', async () => (await animation('gif', ['red', 'lime'])).subarray(0, 60), 'This GIF is not whole'],
])('refuses %s with a sentence', async (_, make, sentence) => {
  const bytes = await make()
  expect(() => stripPicture(bytes)).toThrow(
    expect.objectContaining({ code: 'bad-image', message: expect.stringContaining(sentence) }),
  )
})
