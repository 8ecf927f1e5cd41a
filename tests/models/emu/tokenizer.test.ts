import { describe, expect, it } from 'vitest'
import { readPack, readPackJson } from '../../../models/emu/pack.ts'
import { createTokenizer } from '../../../models/emu/tokenizer.ts'
import type { PromptTokenizer } from '../../../models/emu/tokenizer.ts'
import { nanoFolder, readReference } from '../support/nano.ts'
import { writeTinyPack } from '../support/tiny-pack.ts'

async function openTokenizer(folder: string): Promise<PromptTokenizer> {
  const pack = await readPack(folder)
  return createTokenizer(await readPackJson(pack, pack.manifest.tokenizer.file), pack.manifest)
}

const nano = await openTokenizer(nanoFolder)
await using tinyPack = await writeTinyPack()
const tiny = await openTokenizer(tinyPack.folder)
const tinyPackRead = await readPack(tinyPack.folder)
const { manifest } = tinyPackRead
const tinyJson = await readPackJson(tinyPackRead, manifest.tokenizer.file)
const { cases } = await readReference()

describe('the embedded tokenizer', () => {
  it.each(cases.tokenizer)('reads $text as the Rust tokenizer does', ({ text, ids, withControl }) => {
    expect(nano.encode([{ text }])).toEqual(ids)
    const pieces = nano.splitTemplate(text, '{no placeholder}').flatMap((piece) => piece ?? [])
    expect(nano.encode(pieces)).toEqual(withControl)
  })
})

describe('control tokens', () => {
  const controls = Array.from(nano.controls.keys(), (id) => nano.decode([id]))

  it('typed by a person stay plain text that reads back as it was typed', () => {
    for (const tokenizer of [nano, tiny]) {
      for (const control of [...controls, ...controls.map((token) => `a ${token} b`), controls.slice(0, 20).join('')]) {
        const ids = tokenizer.encode([{ text: control }])
        expect(ids.filter((id) => tokenizer.controls.has(id))).toEqual([])
        const lower = tokenizer === nano ? control.toLowerCase() : control // nano knows no capitals
        expect(tokenizer.decode(ids).trimStart()).toBe(lower)
      }
    }
  })

  it('in a template are control tokens', () => {
    const pieces = nano.splitTemplate('[USER]: {prompt} [ASSISTANT]:', '{prompt}')
    const [user, assistant] = [nano.splitTemplate('[USER]', '{x}')[0], nano.splitTemplate('[ASSISTANT]', '{x}')[0]]
    expect(pieces).toEqual([user, { text: ': ' }, null, { text: ' ' }, assistant, { text: ':' }])
  })

  it('swallow the white space their tokenizer file says they do, and no other', () => {
    const image = cases.text[0]!.ids[1]!
    expect(nano.encode([{ text: 'a ' }, { id: image }, { text: ' b' }])).toEqual(
      nano.encode([{ text: 'a' }, { id: image }, { text: 'b' }]),
    )
    expect(tiny.encode([{ text: 'a ' }, { id: 3 }, { text: ' b' }])).toHaveLength(5)
  })
})

it('reads adjacent texts as if they had been typed together', () => {
  expect(nano.encode([{ text: 'a fo' }, { text: 'x in snow' }])).toEqual(nano.encode([{ text: 'a fox in snow' }]))
})

it('refuses text whose tokens the model does not know', () => {
  const language = { ...manifest.language, vocabSize: 60 } // the letters begin at 22
  const narrow = createTokenizer(tinyJson, { ...manifest, language })
  expect(narrow.encode([{ text: '!' }])).toHaveLength(1)
  expect(() => narrow.encode([{ text: 'a fox' }])).toThrow(/gives a token \d+ that the model does not know/)
})

it('refuses a file that is no tokenizer, and one without the tokens of the pack', () => {
  const json = { added_tokens: [], model: { vocab: {} } }
  expect(() => createTokenizer(json, manifest)).toThrow(/no control token .* tokens\.bos/)
  for (const file of [
    null,
    7,
    {},
    { added_tokens: [{ id: 'one' }], model: { vocab: {} } },
    { added_tokens: [], model: { vocab: [] } },
  ]) {
    expect(() => createTokenizer(file, manifest)).toThrow(/tokenizer file/)
  }
})
