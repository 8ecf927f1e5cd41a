import { existsSync, readFileSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ExportOrder } from '../../../electron/contract/pictures.ts'
import { readRecipe } from '../../../electron/recipe/read-recipe.ts'
import { writeRecipe } from '../../../electron/recipe/write-recipe.ts'
import { libraryPaths } from '../../../electron/service/paths.ts'
import { pillowText, plainPng, pngWith, utf8Text } from '../recipe/support/files.ts'
import { plainRecipe } from '../recipe/support/recipes.ts'
import { generate } from './support/requests.ts'
import { endOf, importBytes, importWithRecipe, newId, openStudio, type Studio, until } from './support/studio.ts'

let studio: Studio
beforeEach(() => {
  studio = openStudio()
})
afterEach(() => studio[Symbol.asyncDispose]())

const size = { width: 24, height: 16 }
const [known, unknown] = ['12'.repeat(32), '34'.repeat(32)]
const ours = Buffer.from(writeRecipe(plainPng, plainRecipe, size))
const foreign = pngWith(pillowText('parameters', 'a fox\nSteps: 4, Seed: 7'))
const outgoing = (id: string) => readFileSync(libraryPaths(studio.folder).outgoingFile(id))

describe('an imported picture', () => {
  it('says how it was made, in ours or in the way of others, or that it does not say', async () => {
    expect(await importWithRecipe(studio, ours, 'ours.png')).toMatchObject({
      found: { found: 'recipe', recipe: plainRecipe },
    })
    expect(await importWithRecipe(studio, foreign, 'fox.png')).toMatchObject({
      found: { found: 'foreign', recipe: { prompt: 'a fox', seed: '7' } },
    })
    expect(await importWithRecipe(studio, plainPng, 'plain.png')).toMatchObject({ found: { found: 'nothing' } })
    const gif = await sharp(plainPng).gif().toBuffer()
    expect(await importWithRecipe(studio, gif, 'a.gif')).toMatchObject({
      found: { found: 'nothing', reason: 'Only PNG, JPEG and WebP pictures carry a recipe.' },
    })
  })

  it('is kept whatever its recipe is like', async () => {
    const xmp = '<rdf:Description xmlns:p="urn:plumage:recipe/1.0/"><p:recipe>{"version":1</p:recipe>'
    const bytes = pngWith(utf8Text('XML:com.adobe.xmp', xmp))
    const { found, ...asset } = await importWithRecipe(studio, bytes, 'broken.png')
    expect(found).toEqual({ found: 'nothing', reason: expect.stringContaining('cannot be read') })
    expect(asset).toMatchObject({ width: 24, height: 16, sizeBytes: bytes.length })
  })

  it('is kept when its recipe is too large for a message', async () => {
    const text = { type: 'text' as const, text: 'x'.repeat(20_000) }
    const large = { ...plainRecipe, prompt: Array.from({ length: 450 }, () => text) }
    const found = { found: 'nothing', reason: expect.stringContaining('too large to be shown') }
    expect(await importWithRecipe(studio, writeRecipe(plainPng, large, size), 'large.png')).toMatchObject({ found })
  })
})

describe('recipes.read', () => {
  it('reads a file that is only looked at, and leaves it where it is', async () => {
    const incoming = newId()
    const file = libraryPaths(studio.folder).incomingFile(incoming)
    writeFileSync(file, ours)
    expect(await studio.client.recipes.read({ incoming })).toEqual({
      found: { found: 'recipe', recipe: plainRecipe },
      missing: [],
    })
    expect(existsSync(file)).toBe(true)
    await expect(studio.client.recipes.read({ incoming: newId() })).rejects.toMatchObject({ code: 'not-found' })
    const link = newId()
    symlinkSync(file, libraryPaths(studio.folder).incomingFile(link))
    await expect(studio.client.recipes.read({ incoming: link })).rejects.toMatchObject({ code: 'not-found' })
  })

  it('names the pictures that are not in the library, each once', async () => {
    const { sha256 } = await importBytes(studio, plainPng, 'a.png')
    const recipe = {
      ...plainRecipe,
      prompt: [sha256, known, known].map((name) => ({ type: 'image' as const, sha256: name })),
      source: { sha256, mask: unknown },
    }
    const made = await importBytes(studio, writeRecipe(plainPng, recipe, size), 'b.png')
    expect((await studio.client.recipes.read({ sha256: made.sha256 })).missing).toEqual([known, unknown])
    await expect(studio.client.recipes.read({ sha256: known })).rejects.toMatchObject({ code: 'not-found' })
  })

  it('asks the history for a picture whose file says nothing', async () => {
    const request = generate(7, { settings: { solver: 'dpm-solver++' } })
    await studio.client.jobs.start(request)
    const { generationIds } = await endOf(studio.client, request.jobId)
    const { image, versions } = await studio.client.generations.get({ id: generationIds[0] ?? '' })
    const { found } = await studio.client.recipes.read({ sha256: image ?? '' })
    expect(found).toMatchObject({
      found: 'recipe',
      recipe: { kind: 'generate', prompt: request.prompt, seed: 7, solver: 'dpm-solver++', versions },
    })
    if (found.found !== 'recipe') throw new Error('there is a recipe')
    const again = await studio.client.recipes.request({ recipe: found.recipe, jobId: newId() })
    expect(again).toMatchObject({ request: { kind: 'generate', prompt: request.prompt, seed: 7 }, missing: [] })
    const other = { ...found.recipe, prompt: [{ type: 'image' as const, sha256: known }] }
    expect((await studio.client.recipes.request({ recipe: other, jobId: newId() })).missing).toEqual([known])
    const exported = await exportAs(image ?? '', { format: 'webp' })
    expect(readRecipe(exported)).toEqual(found)
  })
})

async function exportAs(sha256: string, more: Partial<ExportOrder>): Promise<Buffer> {
  const id = newId()
  const order: ExportOrder = { sha256, outgoing: id, format: 'png', recipe: true, ...more }
  const told = await studio.client.assets.export(order)
  const bytes = outgoing(id)
  const { format, width, height } = await sharp(bytes).metadata()
  expect(told).toEqual({
    outgoing: id,
    mime: `image/${format}`,
    width,
    height,
    sizeBytes: bytes.length,
    says: readRecipe(bytes).found,
  })
  return bytes
}

describe('assets.export', () => {
  it.each(['png', 'jpeg', 'webp'] as const)('writes a %s with the recipe in it, or with nothing', async (format) => {
    const { sha256 } = await importBytes(studio, ours, 'ours.png')
    expect(readRecipe(await exportAs(sha256, { format }))).toEqual({ found: 'recipe', recipe: plainRecipe })
    const bare = await exportAs(sha256, { format, recipe: false })
    expect(readRecipe(bare).found).toBe('nothing')
    const { exif, xmp, comments } = await sharp(bare).metadata()
    expect({ exif, xmp, comments }).toEqual({})
  })

  it('does not encode what is of its kind already', async () => {
    const photo = await sharp(plainPng)
      .jpeg()
      .withExif({ IFD0: { Artist: 'me' } })
      .toBuffer()
    const { sha256 } = await importBytes(studio, photo, 'photo.jpg')
    expect(await exportAs(sha256, { format: 'jpeg' })).toEqual(photo)
    const bare = await exportAs(sha256, { format: 'jpeg', recipe: false })
    expect(bare.includes('me\0')).toBe(false)
    expect(await sharp(bare).raw().toBuffer()).toEqual(await sharp(photo).raw().toBuffer())
    expect(await exportAs(sha256, { format: 'jpeg', quality: 20 })).not.toEqual(photo)
  })

  it('keeps the recipe of another program in its own kind', async () => {
    const { sha256 } = await importBytes(studio, foreign, 'fox.png')
    expect(await exportAs(sha256, {})).toEqual(foreign)
    expect(readRecipe(await exportAs(sha256, { recipe: false })).found).toBe('nothing')
  })

  it('makes a picture smaller the lower its quality, and puts white behind what is transparent', async () => {
    const noise = { type: 'gaussian' as const, mean: 128, sigma: 50 }
    const clear = sharp({ create: { width: 64, height: 64, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } })
    const rough = sharp({ create: { width: 64, height: 64, channels: 3, background: 'red', noise } })
    const [a, b] = [
      await importBytes(studio, await rough.png().toBuffer(), 'a.png'),
      await importBytes(studio, await clear.png().toBuffer(), 'b.png'),
    ]
    for (const format of ['jpeg', 'webp'] as const) {
      const [low, high] = [
        await exportAs(a.sha256, { format, quality: 10 }),
        await exportAs(a.sha256, { format, quality: 95 }),
      ]
      expect(low.length).toBeLessThan(high.length)
    }
    const { data } = await sharp(await exportAs(b.sha256, { format: 'jpeg' }))
      .raw()
      .toBuffer({ resolveWithObject: true })
    expect(Math.min(...data)).toBeGreaterThan(250)
  })

  it('takes a picture upright and in its colours into a kind that has no profile', async () => {
    const wide = await sharp({ create: { width: 20, height: 10, channels: 3, background: '#ff0000' } })
      .withIccProfile('p3')
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer()
    const { sha256 } = await importBytes(studio, wide, 'photo.jpg')
    const png = await exportAs(sha256, { format: 'png' })
    expect(await sharp(png).metadata()).toMatchObject({ width: 10, height: 20 })
    const shown = (bytes: Buffer) => sharp(bytes).autoOrient().toColourspace('srgb').raw().toBuffer()
    expect(await shown(png)).toEqual(await shown(wide))
  })

  it('refuses with a sentence', async () => {
    const { sha256 } = await importBytes(studio, ours, 'ours.png')
    await expect(exportAs(known, {})).rejects.toMatchObject({ code: 'not-found' })
    await expect(exportAs(sha256, { quality: 90 })).rejects.toMatchObject({
      message: expect.stringContaining('no quality'),
    })
  })

  it('leaves nothing for good in the outgoing folder', async () => {
    const { sha256 } = await importBytes(studio, ours, 'ours.png')
    const [old, young] = [newId(), newId()]
    for (const id of [old, young])
      await studio.client.assets.export({ sha256, outgoing: id, format: 'png', recipe: true })
    const { outgoingFile } = libraryPaths(studio.folder)
    const yesterday = new Date(Date.now() - 90_000_000)
    utimesSync(outgoingFile(old), yesterday, yesterday)
    await studio.close()
    const next = openStudio({ folder: studio.folder })
    await until(() => !existsSync(outgoingFile(old)))
    expect(statSync(outgoingFile(young)).isFile()).toBe(true)
    await next.close()
  })
})
