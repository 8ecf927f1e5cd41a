import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decodePicture, encodePng, openPictures, removeLeftPreviews } from '../../../electron/inference/pictures.ts'
import { readRecipe } from '../../../electron/recipe/read-recipe.ts'
import { libraryPaths } from '../../../electron/service/paths.ts'
import { plainRecipe } from '../recipe/support/recipes.ts'
import { blackPng, hugePng, noPicture, svg, truncated } from '../../support/bad-pictures.ts'

/** Two pixels wide, one high: red, then blue. */
const redBlue = { width: 2, height: 1, rgb: Uint8Array.of(255, 0, 0, 0, 0, 255) }
const pixelsOf = (image: { rgb: Uint8Array }) => [...image.rgb]

let library: string
beforeAll(async () => {
  library = await mkdtemp(join(tmpdir(), 'plumage-pictures-'))
})
afterAll(() => rm(library, { recursive: true, force: true }))

describe('decodePicture', () => {
  const red = sharp({ create: { width: 4, height: 4, channels: 3, background: '#ff0000' } })

  it('puts what is transparent on white', async () => {
    const half = sharp({ create: { width: 1, height: 1, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } })
    expect(pixelsOf(await decodePicture(await half.png().toBuffer()))).toEqual([255, 255, 255])
  })

  const kinds = {
    'grey PNG': async () => blackPng(4, 4),
    'palette PNG': () => red.clone().png({ palette: true }).toBuffer(),
    WebP: () => red.clone().webp().toBuffer(),
    GIF: () => red.clone().gif().toBuffer(),
    AVIF: () => red.clone().avif().toBuffer(),
  }
  it.each(Object.entries(kinds))('reads a %s as three bytes a pixel', async (_kind, make) => {
    expect((await decodePicture(await make())).rgb.length).toBe(4 * 4 * 3) // the pixels: picture-kinds.test.ts
  })

  const refused = [
    { what: 'a file that is no picture', bytes: noPicture, sentence: /no picture Plumage can read/ },
    { what: 'an SVG', bytes: svg, sentence: /no picture Plumage can read/ },
    { what: 'a truncated PNG', bytes: truncated(blackPng(300, 300)), sentence: /damaged or incomplete/ },
    { what: '900 million pixels in a few bytes', bytes: hugePng(), sentence: /too large/ },
  ]
  it.each(refused)('refuses $what', async ({ bytes, sentence }) => {
    await expect(decodePicture(bytes)).rejects.toMatchObject({
      code: 'bad-image',
      message: expect.stringMatching(sentence),
    })
  })
})

describe('encodePng', () => {
  it('gives equal bytes for equal pixels, and loses none', async () => {
    const bytes = await encodePng(redBlue)
    expect(await encodePng(redBlue)).toEqual(bytes)
    expect(pixelsOf(await decodePicture(bytes))).toEqual([...redBlue.rgb])
  })

  it('makes previews small', async () => {
    const large = { width: 640, height: 320, rgb: new Uint8Array(640 * 320 * 3) }
    expect(await decodePicture(await encodePng(large, 160))).toMatchObject({ width: 160, height: 80 })
  })
})

describe('openPictures', () => {
  it('names a picture by its bytes, its recipe among them, and reads it back', async () => {
    const pictures = openPictures(library)
    const asset = await pictures.save(redBlue, plainRecipe)
    expect(asset).toMatchObject({ mime: 'image/png', width: 2, height: 1 })
    expect(await readdir(join(library, 'assets', asset.sha256.slice(0, 2)))).toEqual([`${asset.sha256}.png`])
    expect(pixelsOf(await pictures.read(asset.sha256))).toEqual([...redBlue.rgb])
    const file = libraryPaths(library).assetFile(asset.sha256, 'png')
    expect(readRecipe(await readFile(file))).toEqual({ found: 'recipe', recipe: plainRecipe })
    expect(await pictures.save(redBlue, plainRecipe)).toEqual(asset)
  })

  it('does not draw from a file that another program has changed', async () => {
    const bytes = blackPng(3, 3)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const file = libraryPaths(library).assetFile(sha256, 'png')
    await mkdir(join(file, '..'), { recursive: true })
    await writeFile(file, blackPng(5, 5))
    await expect(openPictures(library).read(sha256)).rejects.toMatchObject({
      code: 'bad-image',
      message: expect.stringMatching(/changed by another/),
    })
  })

  it('removes the previews a killed process has left', async () => {
    const { previewFile, previews } = libraryPaths(library)
    const yesterday = new Date(Date.now() - 86_400_000)
    const left = await openPictures(library).savePreview(redBlue)
    await utimes(previewFile(left), yesterday, yesterday)
    const young = await openPictures(library).savePreview({ ...redBlue, width: 1, height: 2 })
    await removeLeftPreviews(library)
    expect(await readdir(previews)).toEqual([`${young}.png`])
  })
})
