import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { readRecipe } from '../../electron/recipe/read-recipe.ts'
import { libraryPaths } from '../../electron/service/paths.ts'
import { blackPng, noPicture, truncated } from '../support/bad-pictures.ts'
import { pillowText, pngWith } from '../electron/recipe/support/files.ts'
import { makePlace, type Place, plumage } from './command-line.ts'

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

let place: Place
const at = (name: string) => join(place.folder, name)
const base64 = (name: string) => readFile(at(name), 'base64')
const apple = ['generate', 'a red apple', '--seed', '7', '--steps', '2']

beforeAll(async () => {
  place = await makePlace()
  await writeFile(at('grey.png'), blackPng(64, 64))
  await writeFile(at('diary.png'), noPicture)
  await writeFile(at('cut.png'), truncated(blackPng(300, 300)))
  await writeFile(
    at('fox.png'),
    pngWith(pillowText('parameters', 'a fox\nNegative prompt: ugly\nSteps: 20, Seed: 5, Model: v1-5')),
  )
  expect(await plumage(place, ...apple, '--out', 'apple.png')).toMatchObject({ code: 0 })
})
afterAll(() => place.remove())

it('prints how a picture was made, for a person and as JSON', async () => {
  const { code, stdout } = await plumage(place, 'recipe', 'apple.png')
  expect(code).toBe(0)
  expect(stdout).toMatch(
    /^a red apple\ndrawn as: .+\nseed 7, 2 steps, guidance 1, euler\nnano \([0-9a-f]{12}\) on cpu, Plumage /,
  )
  const told = await plumage(place, 'recipe', 'apple.png', '--json')
  expect(JSON.parse(told.stdout)).toEqual(readRecipe(await readFile(at('apple.png'))))
  expect(await plumage(place, 'recipe', 'fox.png')).toMatchObject({
    stdout: 'a fox\nnot: ugly\nseed 5, 20 steps\nv1-5, written in the form of AUTOMATIC1111\n',
  })
})

it('makes it again: the same file, from a PNG, a JPEG or a WebP', async () => {
  const [png, webp] = [
    await plumage(place, 'recipe', 'apple.png', '--again', '--out', 'png.png'),
    await plumage(place, ...apple, '--out', 'apple.webp', '--quality', '50'),
  ]
  expect(png).toMatchObject({
    code: 0,
    stdout: 'png.png\n',
    stderr: expect.stringContaining('The same file as before, to the byte.'),
  })
  expect(webp).toMatchObject({ code: 0, stdout: 'apple.webp\n' })
  expect(await sharp(at('apple.webp')).metadata()).toMatchObject({ format: 'webp', width: 256 })
  await plumage(place, 'recipe', 'apple.webp', '--again', '--out', 'apple.jpg')
  expect(await sharp(at('apple.jpg')).metadata()).toMatchObject({ format: 'jpeg', width: 256 })
  await plumage(place, 'recipe', 'apple.jpg', '--again', '--out', 'jpg.png')
  for (const name of ['png.png', 'jpg.png']) expect(await base64(name)).toBe(await base64('apple.png'))
  expect(await readdir(libraryPaths(place.library).outgoing)).toEqual([])
})

it('needs the pictures it was made from, and finds or is given them', async () => {
  await plumage(
    place,
    'edit',
    'grey.png',
    'a hat',
    '--strength',
    '.5',
    '--steps',
    '2',
    '--seed',
    '3',
    '--out',
    'hat.png',
  )
  const elsewhere = { ...place, env: { PLUMAGE_LIBRARY: at('another-library') } }
  const again = ['recipe', 'hat.png', '--again', '--out']
  expect(await plumage(place, ...again, 'here.png')).toMatchObject({ code: 0 })
  const missing = await plumage(elsewhere, ...again, 'there.png', '--json')
  expect(missing).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/not in the library: \[picture [0-9a-f]{8}\]\. Name/),
  })
  expect(JSON.parse(missing.stdout)).toMatchObject({ failure: { code: 'not-found' } })
  expect(await plumage(elsewhere, ...again, 'there.png', '--image', 'grey.png')).toMatchObject({ code: 0 })
  for (const name of ['here.png', 'there.png']) expect(await base64(name)).toBe(await base64('hat.png'))
})

it('makes a composition again, words and pictures', async () => {
  const begin = ['compose', 'a fox in a meadow, in noto style', '--seed', '5', '--steps', '1', '--max-pictures', '2']
  const first = await plumage(place, ...begin, '--max-tokens', '60', '--out', 'story.png')
  const again = await plumage(place, 'recipe', 'story-2.png', '--again', '--out', 'anew.png')
  expect(again.stdout).toBe(first.stdout.replaceAll('story', 'anew'))
  for (const n of [1, 2]) expect(await base64(`anew-${n}.png`)).toBe(await base64(`story-${n}.png`))
})

it('writes pictures that do not say how they were made, when told so', async () => {
  for (const name of ['bare.png', 'bare.jpg', 'bare.webp']) {
    expect(await plumage(place, ...apple, '--no-recipe', '--out', name)).toMatchObject({ code: 0 })
    expect(await plumage(place, 'recipe', name)).toMatchObject({
      code: 1,
      stdout: '',
      stderr: `"${name}": There is no recipe in this picture.\n`,
    })
  }
  const pixels = (name: string) => sharp(at(name)).raw().toBuffer()
  expect(await pixels('bare.png')).toEqual(await pixels('apple.png'))
})

it('strips pictures, each into its place, without a library', async () => {
  const photo = sharp(at('grey.png'))
    .jpeg()
    .withExif({ IFD0: { Artist: 'Zanzibar' } })
  await photo.toFile(at('photo.jpg'))
  const { code, stdout } = await plumage(place, 'strip', 'apple.png', 'photo.jpg', '--out', 'bare/', '--json')
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toEqual({
    files: ['apple.png', 'photo.jpg'].map((name) => ({
      path: join('bare', name),
      sizeBytes: expect.any(Number),
      removedBytes: expect.any(Number),
    })),
  })
  expect((await readFile(at('bare/photo.jpg'))).includes('Zanzibar')).toBe(false)
  await copyFile(at('apple.png'), at('own.png'))
  expect(await plumage(place, 'strip', 'own.png', '--out', 'own.png')).toMatchObject({ code: 0, stdout: 'own.png\n' })
  expect(await base64('own.png')).toBe(await base64('bare/apple.png'))
})

it.each([
  ['a file without one', ['recipe', 'grey.png'], 1, /^"grey\.png": There is no recipe in this picture\.$/m],
  ['no picture', ['recipe', 'diary.png'], 1, /^"diary\.png": Only PNG, JPEG and WebP pictures carry a recipe\.$/m],
  ['half a picture', ['recipe', 'cut.png'], 1, /^"cut\.png": This PNG is not whole/],
  ['a file that is not there', ['recipe', 'gone.png'], 1, /^There is no file "gone\.png"\.$/m],
  ['the recipe of another program', ['recipe', 'fox.png', '--again'], 2, /made by another program.*plumage generate/],
  ['options without --again', ['recipe', 'apple.png', '--no-recipe'], 2, /--no-recipe says how .*: add --again/],
  ['a quality that a PNG has not', [...apple, '--quality', '5', '--out', 'x.png'], 2, /--quality is for JPEG and WebP/],
  ['a kind that carries none', [...apple, '--out', 'x.gif'], 2, /PNG, JPEG or WebP.*not \.gif/],
  ['no place to strip to', ['strip', 'apple.png'], 2, /required option '-o, --out <file>'/],
  ['one file for several', ['strip', 'apple.png', 'grey.png', '--out', 'x.png'], 2, /give --out a folder/],
  ['one name for several', ['strip', 'apple.png', './apple.png', '--out', 'x/'], 2, /are called "apple\.png"/],
  ['no picture to strip', ['strip', 'diary.png', '--out', 'x.png'], 1, /^"diary\.png": Only PNG, JPEG, WebP and GIF/],
])('refuses %s with a sentence', async (_, args, code, sentence) => {
  const told = await plumage(place, ...args)
  expect(told).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(sentence) })
  expect(await readdir(place.folder)).not.toContain('x.png')
})
