import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { decodePicture } from '../../../electron/inference/pictures.ts'
import type { RgbImage } from '../../../models/numerics/rgb-image.ts'
import expected from '../../fixtures/pictures/expected.json' with { type: 'json' }
import { blackPng, noPicture, truncated } from '../../support/bad-pictures.ts'
import {
  animation,
  pictureFixture,
  pressProfile,
  withOrientation,
  withProfile,
} from '../../support/unusual-pictures.ts'

// What is read is checked on the pixels, against what Pillow, OpenCV and Little CMS read (tests/fixtures/pictures).

const sidePx = 16

const pixel = ({ width, rgb }: RgbImage, x: number, y: number) => [...rgb.subarray((y * width + x) * 3).subarray(0, 3)]
const row = (image: RgbImage) => Array.from({ length: image.width }, (_, x) => pixel(image, x, 0))
/** The colours in the middle of a row of blocks. */
const middles = (image: RgbImage) =>
  Array.from({ length: image.width / sidePx }, (_, i) => pixel(image, i * sidePx + sidePx / 2, sidePx / 2))

function expectClose(actual: number[][], wanted: number[][], levels: number): void {
  const apart = actual.flatMap((colour, i) => colour.map((value, c) => Math.abs(value - (wanted[i]?.[c] ?? NaN))))
  expect(actual.length).toBe(wanted.length)
  expect(Math.max(...apart), `${JSON.stringify(actual)} against ${JSON.stringify(wanted)}`).toBeLessThanOrEqual(levels)
}

describe('a CMYK JPEG', () => {
  it('without a profile has the colours that Pillow reads', async () => {
    expectClose(middles(await decodePicture(await pictureFixture('cmyk.jpg'))), expected.cmyk, 1)
  })

  it('with a profile has the colours that the profile says', async () => {
    const bytes = withProfile(await pictureFixture('cmyk.jpg'), await pressProfile())
    expect(await sharp(bytes).metadata()).toMatchObject({ space: 'cmyk', hasProfile: true })
    expectClose(middles(await decodePicture(bytes)), expected.cmykThroughProfile, 2)
  })

  it('taken sideways is upright', async () => {
    const bytes = withOrientation(await pictureFixture('cmyk.jpg'), 6)
    expect(await sharp(bytes).metadata()).toMatchObject({ space: 'cmyk', hasProfile: false, orientation: 6 })
    const image = await decodePicture(bytes)
    expect([image.width, image.height]).toEqual([sidePx, sidePx * expected.cmyk.length])
    const colours = expected.cmyk.map((_, i) => pixel(image, sidePx / 2, i * sidePx + sidePx / 2))
    expectClose(colours, expected.cmyk, 1)
  })
})

describe('a PNG', () => {
  it.each([
    ['16 bits a colour', 'rgb-16-bit.png', expected.rgb16Bit, 0],
    ['16 bits of grey', 'grey-16-bit.png', expected.grey16Bit, 0],
    ['grey and alpha', 'grey-alpha.png', expected.greyAlpha, 1], // a half may be rounded either way
    ['a palette with alpha', 'palette-alpha.png', expected.paletteAlpha, 1],
  ] as const)('with %s shows the same pixels', async (_kind, name, pixels, levels) => {
    expectClose(row(await decodePicture(await pictureFixture(name))), pixels, levels)
  })

  it.each([
    [1, 1],
    [1, 10_000],
    [10_000, 1],
  ])('of %i × %i pixels is read whole', async (width, height) => {
    expect(await decodePicture(blackPng(width, height))).toEqual({
      width,
      height,
      rgb: new Uint8Array(width * height * 3),
    })
  })
})

it.each(['gif', 'webp'] as const)('an animated %s is its first frame', async (format) => {
  const bytes = await animation(format, ['#ff0000', '#0000ff', '#00ff00'])
  expect((await sharp(bytes).metadata()).pages).toBe(3)
  const image = await decodePicture(bytes)
  expect([image.width, image.height]).toEqual([20, 10])
  expect(new Set(row(image).map(String))).toEqual(new Set(['255,0,0']))
})

/** Where the upright pixel (x, y) is in a stored picture of w × h. EXIF 2.32, tag 0x0112: what the first row and column stand for. */
const stored: Record<number, (x: number, y: number, w: number, h: number) => [number, number]> = {
  1: (x, y) => [x, y],
  2: (x, y, w) => [w - 1 - x, y],
  3: (x, y, w, h) => [w - 1 - x, h - 1 - y],
  4: (x, y, _w, h) => [x, h - 1 - y],
  5: (x, y) => [y, x],
  6: (x, y, _w, h) => [y, h - 1 - x],
  7: (x, y, w, h) => [w - 1 - y, h - 1 - x],
  8: (x, y, w) => [w - 1 - y, x],
}

it.each(['jpeg', 'png', 'webp'] as const)(
  'a %s is upright from each of the eight EXIF orientations',
  async (format) => {
    const [w, h] = [3, 2]
    const colours = [
      [255, 0, 0],
      [0, 255, 0],
      [0, 0, 255],
      [255, 255, 255],
      [0, 0, 0],
      [200, 120, 40],
    ]
    const blocks = Buffer.from(
      Array.from({ length: w * h * sidePx ** 2 }, (_, i) => {
        const [x, y] = [i % (w * sidePx), Math.floor(i / (w * sidePx))]
        return colours[Math.floor(y / sidePx) * w + Math.floor(x / sidePx)]!
      }).flat(),
    )
    for (const [orientation, from] of Object.entries(stored)) {
      const bytes = await sharp(blocks, { raw: { width: w * sidePx, height: h * sidePx, channels: 3 } })
        .withMetadata({ orientation: Number(orientation) })
        .toFormat(format, { quality: 100, chromaSubsampling: '4:4:4', lossless: true })
        .toBuffer()
      const image = await decodePicture(bytes)
      const [width, height] = Number(orientation) < 5 ? [w, h] : [h, w]
      expect([image.width, image.height]).toEqual([width * sidePx, height * sidePx])
      const places = Array.from({ length: w * h }, (_, i) => [i % width, Math.floor(i / width)] as const)
      const shown = places.map(([x, y]) => pixel(image, x * sidePx + sidePx / 2, y * sidePx + sidePx / 2))
      const wanted = places.map(([x, y]) => {
        const [sx, sy] = from(x, y, w, h)
        return colours[sy * w + sx]!
      })
      expectClose(shown, wanted, 2)
    }
  },
)

it.each([
  ['a text that is called a picture', async () => noPicture, /no picture Plumage can read/],
  ['a truncated CMYK JPEG', async () => truncated(await pictureFixture('cmyk.jpg')), /damaged or incomplete/],
  ['a truncated 16-bit PNG', async () => truncated(await pictureFixture('rgb-16-bit.png')), /damaged or incomplete/],
])('refuses %s', async (_what, bytes, sentence) => {
  const refused = decodePicture(await bytes())
  await expect(refused).rejects.toMatchObject({ code: 'bad-image', message: expect.stringMatching(sentence) })
})
