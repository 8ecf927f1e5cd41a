import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { readPack } from '../../../models/emu/pack.ts'
import { compilePrompt } from '../../../models/emu/prompt/compile-prompt.ts'
import { createTokenizer } from '../../../models/emu/tokenizer.ts'
import { writeTinyPack } from '../support/tiny-pack.ts'

/** Ids of the published tokenizers, from emu.md 5.1; tests/fixtures/llama/make.ts says where the vocabulary is from. */
const json: unknown = JSON.parse(
  await readFile(new URL('../../fixtures/llama/tokenizer.json', import.meta.url), 'utf8'),
)
await using tiny = await writeTinyPack()
const pack = await readPack(tiny.folder)
const { bos, eos, boi, eoi, image } = { bos: 1, eos: 2, boi: 32001, eoi: 32002, image: 32003 }
const [user, assistant] = [32272, 32273]

/** emu.md 1.4. */
const boxes = {
  grounding: 32008,
  phrase: 32009,
  phraseEnd: 32010,
  object: 32011,
  objectEnd: 32012,
  objectDelimiter: 32013,
  firstPatch: 32015,
  patches: 257,
  coordinateScale: 224,
  boxLinePx: 3,
}
/** Emu2-Chat's own, emu.md 2.2. */
const chat = {
  start: 'You are a helpful assistant, dedicated to delivering comprehensive and meticulous responses.',
  user: ' [USER]: {turn}',
  assistant: ' [ASSISTANT]: {turn}</s>',
  open: ' [ASSISTANT]:',
}

function open(behaviour: 'fast' | 'llama-legacy') {
  const tokens = { bos, eos, pad: 32000, boi, eoi, image, frame: 32004, user, assistant }
  const language = { ...pack.manifest.language, vocabSize: 32274, maxPositions: 2048 }
  const templates = { ...pack.manifest.templates, chat }
  const manifest = {
    ...pack.manifest,
    tokens,
    grounding: boxes,
    language,
    templates,
    tokenizer: { file: 'tokenizer.json', behaviour },
  }
  const tokenizer = createTokenizer(json, manifest)
  const template = (text: string) =>
    tokenizer.encode(tokenizer.splitTemplate(text, '{prompt}').flatMap((piece) => piece ?? []))
  return { tokenizer, template, reader: { pack: { ...pack, manifest }, tokenizer } }
}

const slow = open('llama-legacy')
const fast = open('fast')
const normal = 'You are a helpful assistant, dedicated to delivering comprehensive and meticulous responses.'
const grounding = 'You are a helpful assistant, dedicated to provide concise and efficient answers.'

it('strips what touches a control token where Emu2 does, and keeps it where the file says so', () => {
  expect(slow.template(`${normal} [USER]: [IMG]`).slice(-4)).toEqual([29889, user, 584, boi])
  expect(fast.template(`${normal} [USER]: [IMG]`).slice(-6)).toEqual([29889, 29871, user, 584, 29871, boi])
})

it.each([
  [
    'impressionist painting of an astronaut in a jungle',
    [17188, 391, 20413, 310, 385, 29132, 20546, 297, 263, 432, 686, 280],
  ],
  ['wearing a red hat on the beach.', [591, 4362, 263, 2654, 3056, 373, 278, 25695, 29889]],
  ['[red, white, 3, bottom left].', [518, 1127, 29892, 4796, 29892, 29871, 29941, 29892, 5970, 2175, 1822]],
  [':', [584]],
])('reads %s', (text, ids) => {
  expect(slow.tokenizer.encode([{ text }])).toEqual(ids)
  expect(compilePrompt(slow.reader, [{ type: 'text', text }], 'image').ids).toEqual([bos, ...ids, boi])
})

it('reads the system messages', () => {
  expect(slow.template(normal)).toHaveLength(18)
  expect(slow.template(normal).slice(0, 5)).toEqual([887, 526, 263, 8444, 20255])
  expect(slow.template(grounding)).toHaveLength(15)
})

it('begins an edit behind its picture with a word, not with a space', () => {
  const picture = { type: 'image', image: { width: 1, height: 1, rgb: new Uint8Array(3) } } as const
  const { ids } = compilePrompt(
    slow.reader,
    [picture, { type: 'text', text: 'wearing a red hat on the beach.' }],
    'image',
  )
  expect(ids.slice(0, 9)).toEqual([bos, boi, image, image, image, image, eoi, 591, 4362])
})

it('keeps control tokens that a person typed as text', () => {
  const text = 'what is [IMG] <image> </s>?'
  const ids = slow.tokenizer.encode([{ text }])
  expect(ids.filter((id) => slow.tokenizer.controls.has(id))).toEqual([])
  expect(slow.tokenizer.decode(ids)).toBe(text)
})
