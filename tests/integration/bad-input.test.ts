import { access, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { packsFolder } from '../../electron/service/paths.ts'
import { blackPng, hugePng, noPicture, svg, truncated } from '../support/bad-pictures.ts'
import { animation, pictureFixture, pressProfile, withOrientation, withProfile } from '../support/unusual-pictures.ts'
import { makePlace, type Place, plumage } from './command-line.ts'

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

let place: Place
let before: string
/** Pictures that are right, if unusual; that their pixels are read rightly is tested where they are read. */
const unusual = async () => ({
  'dot.png': blackPng(1, 1),
  'line.png': blackPng(1, 10_000),
  'printed.jpg': withProfile(await pictureFixture('cmyk.jpg'), await pressProfile()),
  'sideways.jpg': withOrientation(await pictureFixture('cmyk.jpg'), 6),
  'dance.gif': await animation('gif', ['red', 'blue']),
  'dance.webp': await animation('webp', ['red', 'blue']),
  'deep.png': await pictureFixture('rgb-16-bit.png'),
  'grey-alpha.png': await pictureFixture('grey-alpha.png'),
  'palette.png': await pictureFixture('palette-alpha.png'),
})
const draw = (out: string) =>
  plumage(place, 'generate', 'a red apple', '--seed', '7', '--steps', '1', '--out', out, '--json')
const exists = (name: string) =>
  access(join(place.folder, name)).then(
    () => true,
    () => false,
  )

beforeAll(async () => {
  place = await makePlace()
  const files = {
    'diary.png': noPicture,
    'cut.png': truncated(blackPng(300, 300)),
    'huge.png': hugePng(),
    'drawing.svg': svg,
    'cut.jpg': truncated(await pictureFixture('cmyk.jpg')),
    'good.png': blackPng(64, 64),
    ...(await unusual()),
  }
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(place.folder, name), bytes)
  expect(await draw('before.png')).toMatchObject({ code: 0 })
  before = await readFile(join(place.folder, 'before.png'), 'base64')
})

/** All that went wrong has cost nothing: the same library still makes, and remembers, the same picture. */
afterAll(async () => {
  expect(await draw('after.png')).toMatchObject({ code: 0 })
  expect(await readFile(join(place.folder, 'after.png'), 'base64')).toBe(before)
  await place.remove()
})

describe('fails with one sentence and exit code 1', () => {
  const apple = ['generate', 'an apple', '--out', 'never.png']
  const cases: [string, string[], RegExp][] = [
    ['a file that is no picture', ['caption', 'diary.png'], /^“diary\.png” is not a picture\. .*PNG, JPEG/],
    ['a truncated picture', ['ask', 'cut.png', 'What is it?'], /^“cut\.png” is damaged or incomplete/],
    ['a truncated CMYK picture', ['caption', 'cut.jpg'], /^“cut\.jpg” is damaged or incomplete/],
    [
      '30,000 × 30,000 pixels',
      ['edit', 'huge.png', 'smaller', '--out', 'never.png'],
      /^“huge\.png” is too large: 30,000 × 30,000 pixels/,
    ],
    ['an SVG', ['caption', 'drawing.svg'], /^“drawing\.svg” is an SVG drawing/],
    ['a missing file', ['caption', 'gone.png'], /^There is no file "gone\.png"\.$/m],
    ['a folder as a picture', ['caption', '.'], /^"\." is not a file\.$/m],
    ['an empty prompt', ['generate', '-t', '', '--out', 'never.png'], /^The prompt is empty/],
    [
      'more pictures than fit',
      [...apple, ...Array.from({ length: 120 }, () => ['-i', 'good.png']).flat()],
      /Beside this text \d+ pictures fit; there are 120\. Remove \d+\.$/m,
    ],
    [
      'a text longer than the model reads',
      [...apple, '-t', 'a red apple '.repeat(900)],
      /^The prompt is too long for .*Shorten the text\.$/m,
    ],
    [
      'a text longer than any model reads',
      [...apple, '-t', 'a red apple '.repeat(2000)],
      /more than 20,000 characters/,
    ],
    [
      'more parts than a prompt has',
      [...apple, ...Array.from({ length: 512 }, () => '-ta')],
      /at most 512 parts; this one has 513/,
    ],
    ['an unknown pack', [...apple, '--pack', 'emu9'], /^There is no pack "emu9"\. There are: .*nano/],
    ['an unknown device', [...apple, '--device', 'abacus'], /^There is no device "abacus"\. This machine has: cpu/],
    ['an unknown pack to verify', ['packs', 'verify', 'emu9'], /^There is no pack "emu9"/],
    [
      '--out in a missing folder',
      ['generate', 'a', '--out', 'gone/a.png'],
      /^There is no folder "gone" to write the picture to/,
    ],
  ]
  it.each(cases)('%s', async (_what, args, sentence) => {
    const { code, stdout, stderr } = await plumage(place, ...args)
    expect(stderr).toMatch(sentence)
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(await exists('never.png')).toBe(false)
  })

  it('says it as one JSON object, too', async () => {
    const { code, stdout, stderr } = await plumage(place, 'caption', 'diary.png', '--json')
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toEqual({
      failure: { code: 'bad-image', sentence: stderr.trim(), ref: expect.any(String) },
    })
  })
})

describe('answers wrong usage with the help and exit code 2', () => {
  const cases: [string, string[], RegExp][] = [
    ['no command', [], /Usage: plumage/],
    ['an unknown command', ['paint'], /unknown command 'paint'/],
    ['an unknown option', ['generate', 'a', '--colour', 'red'], /unknown option '--colour'/],
    ['nothing to draw', ['generate'], /Say what to draw/],
    ['an edit without a picture', ['edit', '-t', 'at night'], /needs a picture and an instruction/],
    ['a question without words', ['ask', 'good.png'], /ask a question/],
    ['a seed that is no number', ['generate', 'a', '--seed', 'NaN'], /A seed is a whole number from 0/],
    ['negative steps', ['generate', 'a', '--steps', '-5'], /steps is a whole number from 1 to 200/],
    ['no pictures at all', ['generate', 'a', '-n', '0'], /whole number from 1 to 64/],
    ['an option without its value', ['generate', 'a', '--out'], /argument missing/],
    ['an --out that is empty', ['generate', 'a', '--out', ''], /--out <file>.* must not be empty/],
    ['a library that is empty', ['devices', '--library', ''], /--library <folder>.* must not be empty/],
    ['a pack without a name', ['generate', 'a', '--pack', ''], /--pack <id>.* must not be empty/],
    ['a picture that is to be a GIF', ['generate', 'a', '--out', 'a.gif'], /written as PNG, JPEG or WebP/],
  ]
  it.each(cases)('%s', async (_what, args, words) => {
    const { code, stdout, stderr } = await plumage(place, ...args)
    expect(stderr).toMatch(words)
    expect(stderr).toMatch(/Usage: plumage/)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })
})

it('takes pictures of every unusual kind', async () => {
  const names = Object.keys(await unusual())
  const shown = names.flatMap((name) => ['-i', name])
  const drawn = await plumage(place, 'generate', 'an apple', ...shown, '--steps', '1', '--out', 'odd.png', '--json')
  expect(drawn).toMatchObject({ code: 0, stderr: '' })
  const captioned = await plumage(place, 'caption', 'line.png', '--max-tokens', '2', '--json')
  expect(captioned).toMatchObject({ code: 0, stderr: '' })
})

it('takes control tokens that somebody types as plain words', async () => {
  const typed = '[IMG] <image> <image> [/IMG] </s> <s> [gIMG] [USER]'
  const asked = await plumage(place, 'ask', 'good.png', typed, '--max-tokens', '4', '--json')
  expect(asked).toMatchObject({ code: 0 })
  const drawn = await plumage(
    place,
    'generate',
    typed,
    '-i',
    'good.png',
    '--steps',
    '1',
    '--seed',
    '1',
    '--out',
    'typed.png',
    '--json',
  )
  expect(drawn).toMatchObject({ code: 0 })
})

describe('a pack', () => {
  const withPack = async (harm: (pack: string) => Promise<void>) => {
    const packs = join(place.folder, 'packs')
    await rm(packs, { recursive: true, force: true })
    await cp(join(packsFolder(), 'nano'), join(packs, 'nano'), { recursive: true })
    await harm(join(packs, 'nano'))
    return { ...place, env: { ...place.env, PLUMAGE_PACKS: packs } }
  }
  const alter = async (file: string) => {
    const bytes = await readFile(file)
    bytes[bytes.length >> 1]! ^= 1
    await writeFile(file, bytes)
  }
  const cases: [string, (pack: string) => Promise<void>, RegExp][] = [
    ['with a missing file', (pack) => rm(join(pack, 'unet.onnx')), /its file unet\.onnx is missing/],
    [
      'with an altered file',
      (pack) => alter(join(pack, 'unet.onnx')),
      /its file unet\.onnx is not the file the pack was made with/,
    ],
    ['that is no pack', (pack) => writeFile(join(pack, 'pack.json'), '{}'), /not a pack this version can read/],
  ]
  it.each(cases)('%s is named, by generate and by verify', async (_what, harm, sentence) => {
    const harmed = await withPack(harm)
    const drawn = await plumage(harmed, 'generate', 'an apple', '--out', 'never.png')
    expect(drawn.stderr).toMatch(sentence)
    expect(drawn).toMatchObject({ code: 1, stdout: '' })
    const verified = await plumage(harmed, 'packs', 'verify', 'nano', '--json')
    expect(verified.stderr).toMatch(sentence)
    expect(verified.code).toBe(1)
    expect(JSON.parse(verified.stdout)).toMatchObject({
      failure: { code: 'bad-pack' },
      packs: [{ id: 'nano', ok: false }],
    })
    expect((await plumage(harmed, 'packs', 'list')).code).toBe(0)
  })

  it('folder that is empty is said so', async () => {
    await mkdir(join(place.folder, 'none'), { recursive: true })
    const empty = { ...place, env: { ...place.env, PLUMAGE_PACKS: join(place.folder, 'none') } }
    const { code, stderr } = await plumage(empty, 'generate', 'an apple', '--out', 'never.png')
    expect(stderr).toMatch(/No pack is installed/)
    expect(code).toBe(1)
  })
})
