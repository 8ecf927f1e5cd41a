import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normals } from '../../../models/numerics/rng.ts'
import type { RgbImage } from '../../../models/numerics/rgb-image.ts'
import type { SourceOptions } from '../../../models/emu/draw-source.ts'
import { generateImage } from '../../../models/emu/generate-image.ts'
import { openModel } from '../../../models/emu/model.ts'
import type { Model } from '../../../models/emu/model.ts'
import { expectModelError } from '../support/expect-model-error.ts'
import { readPicture } from '../support/nano.ts'
import { writeTinyPack } from '../support/tiny-pack.ts'
import { openNano, openTiny } from '../support/open-model.ts'

/** Works on latents (VAE, Euler, guidance) and on pixels (flow matching, no guidance). */
const latent = await openTiny()
const pixels = await openNano()

const noisy = (width: number, height: number): RgbImage => ({
  width,
  height,
  rgb: Uint8Array.from(normals(3, 0, width * height * 3), (x) => Math.min(Math.max(128 + 50 * x, 0), 255)),
})
const prompt = [{ type: 'text', text: 'a red apple on a blue background' }] as const
const over = (model: Model, source: SourceOptions, seed = 1, steps = 2) =>
  generateImage(model, prompt, { seed, steps, source, complete: false })
const alphaOf = (width: number, height: number, isInside: (x: number, y: number) => boolean) =>
  Uint8Array.from({ length: width * height }, (_, i) => (isInside(i % width, Math.floor(i / width)) ? 255 : 0))
const meanBytes = (a: Uint8Array, b: Uint8Array) => a.reduce((sum, x, i) => sum + Math.abs(x - b[i]!), 0) / a.length
const meanDifference = (a: RgbImage, b: RgbImage) => meanBytes(a.rgb, b.rgb)

describe('a mask', () => {
  it.each([
    ['latents', () => latent],
    ['pixels', () => pixels],
  ])('leaves every byte outside it as it was: %s', async (_, model) => {
    for (const [width, height] of [
      [40, 30],
      [256, 256],
      [7, 61],
    ] as const) {
      const image = noisy(width, height)
      const alpha = alphaOf(width, height, (x, y) => x > width / 3 && y < height / 2)
      const drawn = await over(model(), { image, mask: { width, height, alpha } })
      expect([drawn.image.width, drawn.image.height]).toEqual([width, height])
      const outside = (rgb: Uint8Array) => rgb.filter((_byte, i) => alpha[Math.floor(i / 3)] === 0)
      expect(outside(drawn.image.rgb)).toEqual(outside(image.rgb))
      expect(drawn.image.rgb).not.toEqual(image.rgb)
    }
  })

  it('of any shape leaves what is outside it', async () => {
    const size = fc.tuple(fc.integer({ min: 1, max: 24 }), fc.integer({ min: 1, max: 24 }))
    const anyMask = size.chain(([width, height]) =>
      fc
        .array(fc.constantFrom(0, 0, 90, 255), { minLength: width * height, maxLength: width * height })
        .map((alpha) => ({ width, height, alpha: Uint8Array.from(alpha) })),
    )
    await fc.assert(
      fc.asyncProperty(anyMask, async (mask) => {
        fc.pre(mask.alpha.some((alpha) => alpha > 0))
        const image = noisy(mask.width, mask.height)
        const { rgb } = (await over(latent, { image, mask })).image
        rgb.forEach((byte, i) => mask.alpha[Math.floor(i / 3)] === 0 && expect(byte).toBe(image.rgb[i]))
      }),
      { numRuns: 40 },
    )
  })

  it('with a soft edge fades in inside it, and leaves what is outside', async () => {
    const image = noisy(64, 32)
    const alpha = alphaOf(64, 32, (x) => x >= 32)
    const mask = { width: 64, height: 32, alpha }
    const [hard, soft] = [await over(latent, { image, mask }), await over(latent, { image, mask, featherPx: 8 })]
    const column = (rgb: Uint8Array, x: number) => rgb.filter((_, i) => Math.floor(i / 3) % 64 === x)
    for (const x of [0, 31]) expect(column(soft.image.rgb, x)).toEqual(column(image.rgb, x))
    const far = (rgb: Uint8Array, x: number) => meanBytes(column(rgb, x), column(image.rgb, x))
    expect(far(soft.image.rgb, 32)).toBeLessThan(far(hard.image.rgb, 32))
    expect(column(soft.image.rgb, 63)).toEqual(column(hard.image.rgb, 63))
  })

  it('over everything is the picture that is drawn without one', async () => {
    const image = noisy(16, 8)
    const mask = { width: 16, height: 8, alpha: new Uint8Array(128).fill(255) }
    const [masked, whole] = [await over(latent, { image, mask }), await over(latent, { image })]
    expect(masked.image).toEqual(whole.image)
  })

  it('lets what is drawn inside fit to what stays outside', async () => {
    const fox = await readPicture('fox.png')
    const { width, height } = fox
    const alpha = alphaOf(width, height, (x) => x > width / 2)
    const drawn = await over(pixels, { image: fox, mask: { width, height, alpha } }, 1, 4)
    const column = (x: number) => (rgb: Uint8Array) => rgb.filter((_, i) => Math.floor(i / 3) % width === x)
    const [left, right] = [Math.floor(width / 2), Math.floor(width / 2) + 1]
    expect(column(left)(drawn.image.rgb)).toEqual(column(left)(fox.rgb))
    expect(column(right)(drawn.image.rgb)).not.toEqual(column(right)(fox.rgb))
  })
})

describe('strength', () => {
  it('1 keeps nothing of the picture: it is drawn as without it, at its size', async () => {
    for (const model of [latent, pixels]) {
      const { width, height } = model.pack.manifest.decoder
      const free = await generateImage(model, prompt, { seed: 1, steps: 2, complete: false })
      expect((await over(model, { image: noisy(width, height), strength: 1 })).image).toEqual(free.image)
    }
  })

  it('0 draws nothing at all, whatever the size and the decoder', async () => {
    for (const model of [pixels, latent]) {
      for (const image of [noisy(256, 256), noisy(64, 64), noisy(1, 7)])
        expect((await over(model, { image, strength: 0 })).image).toEqual(image)
    }
  })

  it('brings the result nearer to the picture the less there is of it', async () => {
    const fox = await readPicture('fox.png')
    const distances: number[] = []
    for (const strength of [0.25, 0.5, 0.75, 1])
      distances.push(meanDifference((await over(pixels, { image: fox, strength }, 1, 8)).image, fox))
    expect(distances).toEqual(distances.toSorted((a, b) => a - b))
    expect(distances[0]).toBeLessThan(distances[3]!)
  })
})

describe('what is refused', () => {
  const image = noisy(4, 4)
  const empty = { width: 4, height: 4, alpha: new Uint8Array(16) }
  it.each([
    ['a mask of another size', { image, mask: { ...empty, width: 2 } }, 'bad-image', /mask is 2×4 and the picture 4×4/],
    ['a mask whose bytes are missing', { image, mask: { ...empty, alpha: new Uint8Array(3) } }, 'bad-image', /mask/],
    ['a mask with nothing in it', { image, mask: empty }, 'bad-option', /mask is empty/],
    ['a strength beyond 1', { image, strength: 1.1 }, 'bad-option', /from 0 to 1, not 1.1/],
    ['a soft edge that is none', { image, featherPx: -1 }, 'bad-option', /not -1/],
    ['a strength that is no number', { image, strength: NaN }, 'bad-option', /not NaN/],
    ['a damaged picture', { image: { ...image, width: 5 } }, 'bad-image', /damaged/],
  ] as const)('%s', async (_, source, code, sentence) => {
    await expectModelError(over(latent, source), code, sentence)
  })

  it('any source where a latent decoder has no encoder', async () => {
    await using other = await writeTinyPack({
      manifest: (manifest) => ({ ...manifest, graphs: { ...manifest.graphs, vae_encoder: undefined } }),
    })
    await using blind = await openModel(other.folder, { device: 'cpu', threads: 1 })
    await expectModelError(over(blind, { image }), 'bad-option', /brings no graph vae_encoder/)
  })
})
