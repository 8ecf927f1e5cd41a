import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { libraryPaths } from '../../../../electron/service/paths.ts'
import { blackPng, hugePng, noPicture, svg, truncated } from '../../../support/bad-pictures.ts'
import { animation, pictureFixture, pressProfile, withProfile } from '../../../support/unusual-pictures.ts'
import { firstBoard, importBytes, newId, openStudio, type Studio, until } from '../support/studio.ts'

let studio: Studio
beforeEach(() => {
  studio = openStudio()
})
afterEach(async () => {
  await studio[Symbol.asyncDispose]()
})

/** Pixels that no compressor makes small, so that cutting the file cuts the picture. */
const noise = () => {
  const pixels = Uint8Array.from({ length: 120 * 80 * 3 }, (_, i) => (i * 2_654_435_761) >>> 24)
  return sharp(pixels, { raw: { width: 120, height: 80, channels: 3 } })
}

const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)

describe('importing', () => {
  it.each([
    ['png', 'image/png'],
    ['jpeg', 'image/jpeg'],
    ['webp', 'image/webp'],
    ['gif', 'image/gif'],
    ['avif', 'image/avif'],
  ] as const)('keeps the bytes of a %s as they are, under their hash', async (format, mime) => {
    const bytes = await noise().toFormat(format).toBuffer()
    const asset = await importBytes(studio, bytes, `photo.${format}`)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    expect(asset).toEqual({ sha256, mime, width: 120, height: 80, sizeBytes: bytes.length })
    const paths = libraryPaths(studio.folder)
    expect(readFileSync(paths.assetFile(sha256, format === 'jpeg' ? 'jpg' : format)).equals(bytes)).toBe(true)
    expect(filesIn(paths.incoming)).toEqual([])
    expect(filesIn(paths.assets)).toHaveLength(1)
  })

  it('gives the size of a photo as it is shown, however it was held', async () => {
    const sizes = []
    for (let orientation = 1; orientation <= 8; orientation++) {
      const bytes = await noise().withMetadata({ orientation }).jpeg().toBuffer()
      const { width, height } = await importBytes(studio, bytes, 'photo.jpg')
      sizes.push(`${width} × ${height}`)
    }
    expect(sizes).toEqual([...Array<string>(4).fill('120 × 80'), ...Array<string>(4).fill('80 × 120')])
  })

  it.each(['gif', 'webp'] as const)('takes the first frame of an animated %s as the picture', async (format) => {
    const bytes = await animation(format, ['red', 'blue', 'green'])
    expect((await sharp(bytes).metadata()).pages).toBe(3)
    const asset = await importBytes(studio, bytes, `dance.${format}`)
    expect(asset).toMatchObject({ width: 20, height: 10, mime: `image/${format}` })
  })

  it.each(['cmyk.jpg', 'rgb-16-bit.png', 'grey-16-bit.png', 'grey-alpha.png', 'palette-alpha.png'])(
    'takes a picture of an unusual kind: %s',
    async (name) => {
      const bytes = await pictureFixture(name)
      const { width, height } = await sharp(bytes).metadata()
      expect(await importBytes(studio, bytes, name)).toMatchObject({ width, height, sizeBytes: bytes.length })
    },
  )

  it('takes a CMYK picture with the profile of a press', async () => {
    const bytes = withProfile(await pictureFixture('cmyk.jpg'), await pressProfile())
    expect(await importBytes(studio, bytes, 'printed.jpg')).toMatchObject({ width: 128, height: 16 })
  })

  it.each([
    [1, 1],
    [1, 10_000],
    [10_000, 1],
  ])('takes a picture of %i × %i pixels', async (width, height) => {
    expect(await importBytes(studio, blackPng(width, height), 'line.png')).toMatchObject({ width, height })
  })

  it('answers the same to the same request, and keeps a picture that comes twice once', async () => {
    const bytes = blackPng(8, 8)
    const incoming = newId()
    const first = await importBytes(studio, bytes, 'a.png', incoming)
    expect(await studio.client.assets.import({ incoming, name: 'a.png' })).toMatchObject(first)
    expect(await importBytes(studio, bytes, 'b.png')).toEqual(first)
    expect(filesIn(libraryPaths(studio.folder).assets)).toHaveLength(1)
  })

  it('tidies up copies that a killed process left long ago', async () => {
    const { assets, incoming } = libraryPaths(studio.folder)
    mkdirSync(join(assets, 'ab'))
    const half = ['old.1.tmp', 'ab/abcd.png.1.tmp'].map((name) => join(assets, name))
    const [arrived, unfinished] = [newId(), `${newId()}.1.part`].map((name) => join(incoming, name)) as [string, string]
    const fresh = [join(assets, 'fresh.1.tmp'), join(incoming, `${newId()}.1.part`)]
    for (const file of [...half, ...fresh, arrived, unfinished]) writeFileSync(file, 'half a picture')
    for (const file of [...half, arrived, unfinished]) utimesSync(file, 0, 0)
    await studio.close()
    studio = openStudio({ folder: studio.folder })
    await until(() => filesIn(assets).length === 1 && filesIn(incoming).length === 2)
    for (const file of [...fresh, arrived]) expect(existsSync(file)).toBe(true) // a whole one may still be asked for
  })

  it('takes many at once', async () => {
    const assets = await Promise.all(
      Array.from({ length: 12 }, (_, i) => importBytes(studio, blackPng(8, 8 + i), `${i}.png`)),
    )
    expect(new Set(assets.map((asset) => asset.sha256)).size).toBe(12)
  })
})

describe('what is not taken', () => {
  const bad: [string, () => Buffer | Promise<Buffer>, string][] = [
    [
      'an SVG',
      () => svg,
      '“x” is an SVG drawing. Plumage reads PNG, JPEG, WebP, GIF and AVIF pictures. Save or export it as PNG and add that.',
    ],
    [
      'an SVG with a declaration',
      () => Buffer.from(`\uFEFF<?xml version="1.0"?>\n<!-- made -->\n${svg.toString()}`),
      'SVG drawing',
    ],
    ['a text', () => noPicture, '“x” is not a picture. Plumage reads PNG, JPEG, WebP, GIF and AVIF pictures.'],
    ['an empty file', () => Buffer.alloc(0), '“x” is empty.'],
    ['a PDF', () => Buffer.from('%PDF-1.7\n'), 'is a PDF document'],
    ['a TIFF', () => noise().tiff().toBuffer(), 'is a TIFF picture'],
    [
      'a video',
      () => Buffer.from('\0\0\0\x18ftypisom\0\0\0\0isommp42mdat', 'latin1'),
      'is a video. Plumage reads PNG, JPEG, WebP, GIF and AVIF pictures. Save a frame of it as PNG',
    ],
    ['a HEIC', () => Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), 'is a HEIC photo'],
    ['a web page', () => Buffer.from('<!doctype html><html><svg></svg></html>'), 'is not a picture'],
    [
      '30,000 × 30,000 pixels',
      hugePng,
      '“x” is too large: 30,000 × 30,000 pixels. Plumage takes up to 100 million pixels.',
    ],
    [
      'a truncated PNG',
      async () => truncated(await noise().png().toBuffer()),
      '“x” is damaged or incomplete and cannot be read.',
    ],
    ['a truncated JPEG', async () => truncated(await noise().jpeg().toBuffer()), 'is damaged or incomplete'],
    ['a truncated WebP', async () => truncated(await noise().webp().toBuffer()), 'is damaged or incomplete'],
    ['a truncated GIF', async () => truncated(await noise().gif().toBuffer()), 'is damaged or incomplete'],
    ['a truncated AVIF', async () => truncated(await noise().avif().toBuffer()), 'is damaged or incomplete'],
    ['only the first bytes of a PNG', () => blackPng(8, 8).subarray(0, 8), 'is damaged or incomplete'],
    ['a PNG with flipped bytes', async () => flipped(await noise().png().toBuffer()), 'is damaged or incomplete'],
  ]
  it.each(bad)('%s, with a sentence', async (_, bytes, sentence) => {
    const board = await firstBoard(studio.client)
    await expect(importBytes(studio, await bytes(), 'x')).rejects.toMatchObject({
      code: 'bad-image',
      message: expect.stringContaining(sentence),
    })
    const paths = libraryPaths(studio.folder)
    expect([...filesIn(paths.assets), ...filesIn(paths.incoming)]).toEqual([])
    expect(await firstBoard(studio.client)).toEqual(board)
  })

  it('a file that never arrived, a link and a folder', async () => {
    const missing = newId()
    await expect(studio.client.assets.import({ incoming: missing, name: '/tmp/cat.png' })).rejects.toMatchObject({
      code: 'not-found',
      message: '“cat.png” did not arrive. Add it again.',
    })
    const link = newId()
    symlinkSync('/etc/hostname', libraryPaths(studio.folder).incomingFile(link))
    await expect(studio.client.assets.import({ incoming: link, name: 'x' })).rejects.toMatchObject({
      code: 'not-found',
    })
  })
})

function flipped(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes)
  for (let i = Math.floor(copy.length / 2); i < Math.floor(copy.length / 2) + 16; i++) copy[i] = (copy[i] ?? 0) ^ 0xff
  return copy
}
