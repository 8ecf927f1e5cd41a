import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { packsWith } from '../support/packs.ts'
import { picture } from '../support/pictures.ts'
import { animation } from '../support/unusual-pictures.ts'
import { makePlace, type Place, plumage } from './command-line.ts'

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

const size = { width: 200, height: 120 }
/** Where the mask is white; the rest is black. */
const hole = { left: 60, top: 30, width: 50, height: 40 }

let place: Place
const at = (name: string) => join(place.folder, name)

beforeAll(async () => {
  place = await makePlace()
  const white = { create: { ...hole, channels: 3 as const, background: 'white' } }
  const mask = sharp({ create: { ...size, channels: 3, background: 'black' } })
    .composite([{ input: await sharp(white).png().toBuffer(), left: hole.left, top: hole.top }])
    .png()
  await writeFile(at('a.png'), await picture(1, size.width, size.height))
  await writeFile(at('b.png'), await picture(2))
  await writeFile(at('mask.png'), await mask.toBuffer())
  await writeFile(at('dance.gif'), await animation('gif', ['red', 'lime', 'blue']))
  await mkdir(at('clip'))
  for (const n of [1, 2, 3, 4]) await writeFile(at(`clip/${n}.png`), await picture(n, 40, 40))
})
afterAll(() => place.remove())

/** What a command that works says as one JSON object. */
async function json<T>(schema: z.ZodType<T>, from: Place, ...args: string[]): Promise<T> {
  const { code, stdout, stderr } = await plumage(from, ...args, '--json')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return schema.parse(JSON.parse(stdout))
}

const rgbOf = (file: string) => sharp(file).removeAlpha().toColourspace('srgb').raw().toBuffer()
const Drawn = z.looseObject({ images: z.array(z.looseObject({ path: z.string() })) })

it('edits inside the mask, leaves every other pixel as it was, and does it again', async () => {
  const edit = ['edit', 'a.png', 'a red apple', '--mask', 'mask.png', '--steps', '2', '--seed', '7']
  await json(Drawn, place, ...edit, '--solver', 'dpm-solver++', '--out', 'first.png')
  await json(Drawn, place, ...edit, '--solver', 'dpm-solver++', '--out', 'again.png')
  expect(await readFile(at('again.png'), 'base64')).toBe(await readFile(at('first.png'), 'base64'))
  const [before, after] = [await rgbOf(at('a.png')), await rgbOf(at('first.png'))]
  expect(after).toHaveLength(before.length)
  const changed = { inside: 0, outside: 0 }
  before.forEach((level, i) => {
    if (level === after[i]) return
    const [x, y] = [Math.floor(i / 3) % size.width, Math.floor(i / 3 / size.width)]
    const isInside = x >= hole.left && x < hole.left + hole.width && y >= hole.top && y < hole.top + hole.height
    changed[isInside ? 'inside' : 'outside']++
  })
  expect(changed.outside).toBe(0)
  expect(changed.inside).toBeGreaterThan(hole.width * hole.height)
})

it('draws over a picture, which keeps its size and the more of itself the less the strength', async () => {
  const over = ['generate', 'a cat', '--over', 'a.png', '--steps', '4', '--seed', '7']
  await json(Drawn, place, ...over, '--strength', '.25', '--out', 'weak.png')
  await json(Drawn, place, ...over, '--strength', '1', '--out', 'strong.png')
  const [before, weak, strong] = [await rgbOf(at('a.png')), await rgbOf(at('weak.png')), await rgbOf(at('strong.png'))]
  const distance = (other: Buffer) => before.reduce((sum, level, i) => sum + Math.abs(level - other[i]!), 0)
  expect([weak.length, strong.length]).toEqual([before.length, before.length])
  expect(distance(weak)).toBeLessThan(distance(strong))
})

it('blends by weight: all of one picture and nothing of the other is the one, drawn again', async () => {
  const drawing = ['--steps', '2', '--seed', '3']
  await json(Drawn, place, 'blend', 'a.png', 'b.png', '--weights', '1,0', ...drawing, '--out', 'one.png')
  await json(Drawn, place, 'redraw', 'a.png', ...drawing, '--out', 'redrawn.png')
  await json(Drawn, place, 'blend', 'a.png', 'b.png', ...drawing, '--out', 'both.png')
  const [one, redrawn, both] = await Promise.all(['one.png', 'redrawn.png', 'both.png'].map((name) => rgbOf(at(name))))
  expect(one).toEqual(redrawn)
  expect(both).not.toEqual(redrawn)
})

it('composes words and pictures into files, the same for the same seed', async () => {
  const Composed = z.looseObject({
    parts: z.array(z.looseObject({ type: z.string(), path: z.string().optional(), seed: z.int().optional() })),
    stoppedBy: z.string(),
  })
  const begin = ['compose', 'a fox finds a hat', '-i', 'b.png', '--max-pictures', '2', '--max-tokens', '40']
  const run = (out: string) => json(Composed, place, ...begin, '--steps', '1', '--seed', '3', '--out', out)
  const { parts, stoppedBy } = await run('story-{seed}.png')
  const paths = parts.flatMap((part) => part.path ?? [])
  expect(['eos', 'length', 'pictures']).toContain(stoppedBy)
  expect(paths.length).toBeGreaterThan(0)
  expect(paths).toEqual(paths.map((_, i) => `story-${3 + i}.png`))
  for (const path of paths) expect(await sharp(at(path)).metadata()).toMatchObject({ format: 'png', width: 256 })
  const again = await run('again-{seed}.png')
  expect(again.parts.map(({ type, text }) => ({ type, text }))).toEqual(parts.map(({ type, text }) => ({ type, text })))
  expect(await readFile(at('again-3.png'), 'base64')).toBe(await readFile(at('story-3.png'), 'base64'))
})

it('classifies: likeliest first, and together one', async () => {
  const Classified = z.strictObject({
    labels: z.array(z.strictObject({ label: z.string(), probability: z.number(), likeness: z.number() })),
  })
  const names = ['a red apple', 'a cat', 'a dog']
  const { labels } = await json(Classified, place, 'classify', 'b.png', ...names, '--box', '.1,.1,.9,.9')
  expect(labels.map(({ label }) => label).toSorted()).toEqual(names.toSorted())
  const shares = labels.map(({ probability }) => probability)
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6)
  expect(shares).toEqual(shares.toSorted((a, b) => b - a))
})

it('embeds words, pictures and parts of pictures as vectors of length 1', async () => {
  const Embedded = z.strictObject({
    packHash: z.string(),
    items: z.array(z.looseObject({ type: z.string(), vector: z.array(z.number()) })),
  })
  const typed = ['a red apple', '-i', 'a.png', '-i', 'a.png', '--box', '0,0,1,1', '-i', 'b.png']
  const { items } = await json(Embedded, place, 'embed', ...typed)
  expect(items.map(({ type }) => type)).toEqual(['text', 'image', 'image', 'image'])
  const [, whole, all, other] = items.map(({ vector }) => vector)
  for (const { vector } of items) expect(Math.hypot(...vector)).toBeCloseTo(1, 5)
  const likeness = (a: number[], b: number[]) => a.reduce((sum, x, i) => sum + x * b[i]!, 0)
  expect(likeness(whole!, all!)).toBeCloseTo(1, 5)
  expect(likeness(whole!, other!)).toBeLessThan(0.999)
})

it('answers about a video, after examples, with settings of its own', async () => {
  const Answer = z.looseObject({ text: z.string(), stoppedBy: z.string() })
  const settings = ['--max-tokens', '3', '--temperature', '.8', '--top-k', '5', '--top-p', '.9', '--seed', '1']
  const rows = ['--example', 'a.png', 'What is it?', '--answer', 'a disc']
  const asked = [...rows, '--query', '--video', 'dance.gif', '--frames', '2', '-t', 'What is it?']
  const first = await json(Answer, place, 'ask', ...asked, ...settings, '--stop', 'zebra')
  expect(await json(Answer, place, 'ask', ...asked, ...settings, '--stop', 'zebra')).toMatchObject({ text: first.text })
  const beams = ['--beams', '3', '--length-penalty', '-1', '--max-tokens', '4']
  expect((await json(Answer, place, 'caption', 'b.png', ...beams)).text).not.toBe('')
})

describe('see', () => {
  const Seen = z.looseObject({
    used: z.int(),
    reserved: z.int(),
    room: z.int(),
    total: z.int(),
    parts: z.array(
      z.looseObject({
        type: z.string(),
        length: z.int(),
        token: z.string().optional(),
        text: z.string().optional(),
        role: z.string().optional(),
        file: z.string().optional(),
      }),
    ),
  })
  let packs: string
  let taught: Place

  beforeAll(async () => {
    packs = await packsWith(teachBoxes)
    taught = { ...place, env: { ...place.env, PLUMAGE_PACKS: packs } }
  })
  afterAll(() => rm(packs, { recursive: true, force: true }))

  it('prints the sequence, what is drawn and painted for the model, and the room that is left', async () => {
    const shown = ['-i', 'a.png', '--circle', '.5,.5,.2,.2', '-i', 'b.png', '--video', 'clip', '--frames', '2']
    const box = ['--box', '.25,.25,.75,.75=a fox', '--box-image', 'b.png']
    const seen = await json(Seen, taught, 'see', 'look:', ...shown, ...box)
    const pictures = seen.parts.filter((part) => part.type === 'picture')
    expect(pictures.map(({ role }) => role)).toEqual(['image', 'image', 'frame', 'frame', 'box', 'image'])
    expect(pictures.map(({ file }) => file)).toEqual([
      expect.stringMatching(/previews.*\.png$/),
      'b.png',
      join('clip', '1.png'),
      join('clip', '3.png'),
      expect.stringMatching(/previews.*\.png$/),
      'b.png',
    ])
    expect(seen.used).toBe(seen.parts.reduce((sum, { length }) => sum + length, 0))
    expect(seen.used + seen.reserved + seen.room).toBe(seen.total)
    expect(seen.parts.flatMap(({ token }) => token ?? [])).toEqual(
      expect.arrayContaining(['<grounding>', '<phrase>', '</phrase>', '<object>', '</object>', '[IMG]']),
    )
    const red = await countPixels(pictures[0]!.file!, ([r, g, b]) => r > 200 && g < 60 && b < 60)
    expect(red).toBeGreaterThan(50)
    const [white, black] = [
      await countPixels(pictures[4]!.file!, ([r, g, b]) => Math.min(r, g, b) > 150),
      await countPixels(pictures[4]!.file!, ([r, g, b]) => Math.max(r, g, b) < 20),
    ]
    expect(white).toBeGreaterThan(100)
    expect(black).toBeGreaterThan(20 * white)
  })

  it('prints a conversation turn by turn, as text a person reads', async () => {
    const turns = ['--user', '-i', 'a.png', 'What is it?', '--assistant', 'A disc.', '--user', 'What colour?']
    const { code, stdout } = await plumage(taught, 'see', '--task', 'ask', ...turns)
    expect(code).toBe(0)
    const lines = stdout.trimEnd().split('\n')
    expect(lines.at(-1)).toMatch(/^\d+ of 1024 positions, 1 kept for what is made, room for \d+ more$/)
    expect(
      lines.filter((line) => /\[(USER|ASSISTANT)\]$/.test(line)).map((line) => line.trim().split(/\s+/)[1]),
    ).toEqual(['[USER]', '[ASSISTANT]', '[USER]', '[ASSISTANT]'])
    expect(stdout).toContain('<image> a.png')
  })

  it('fails for what does not fit, and says how much is too much', async () => {
    const many = Array.from({ length: 120 }, () => ['-i', 'b.png']).flat()
    const { code, stdout, stderr } = await plumage(place, 'see', 'look:', ...many, '--json')
    expect(code).toBe(1)
    expect(stderr).toMatch(/pictures fit; there are 120/)
    expect(JSON.parse(stdout)).toMatchObject({ failure: { code: 'prompt-too-long' }, total: 1024 })
    expect(Seen.parse(JSON.parse(stdout)).room).toBeLessThan(0)
  })
})

async function countPixels(file: string, matches: (rgb: [number, number, number]) => boolean): Promise<number> {
  const rgb = await rgbOf(file)
  let count = 0
  for (let i = 0; i < rgb.length; i += 3) if (matches([rgb[i]!, rgb[i + 1]!, rgb[i + 2]!])) count++
  return count
}

/** nano's tokenizer has the tokens of boxes and turns; a pack that was taught them says so in pack.json. */
async function teachBoxes(nano: string): Promise<void> {
  const file = join(nano, 'pack.json')
  const manifest = z.looseObject({ templates: z.looseObject({}) }).parse(JSON.parse(await readFile(file, 'utf8')))
  const grounding = {
    grounding: 10,
    phrase: 11,
    phraseEnd: 12,
    object: 13,
    objectEnd: 14,
    objectDelimiter: 15,
    firstPatch: 17,
    patches: 257,
    coordinateScale: 256,
    boxLinePx: 3,
  }
  const chat = { start: '', user: '[USER]: {turn}', assistant: '[ASSISTANT]: {turn}', open: '[ASSISTANT]:' }
  await writeFile(file, JSON.stringify({ ...manifest, grounding, templates: { ...manifest.templates, chat } }))
}
