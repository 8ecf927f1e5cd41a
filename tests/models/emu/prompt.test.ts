import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ModelError } from '../../../models/emu/model-error.ts'
import { readPack, readPackJson } from '../../../models/emu/pack.ts'
import type { Pack } from '../../../models/emu/pack.ts'
import { compilePrompt } from '../../../models/emu/prompt.ts'
import type { PromptPart, PromptTask } from '../../../models/emu/prompt.ts'
import { createTokenizer } from '../../../models/emu/tokenizer.ts'
import { nanoFolder } from '../support/nano.ts'
import { writeTinyPack } from '../support/tiny-pack.ts'

async function openReader(folder: string) {
  const pack = await readPack(folder)
  return { pack, tokenizer: createTokenizer(await readPackJson(pack, pack.manifest.tokenizer.file), pack.manifest) }
}

await using tinyPack = await writeTinyPack()
const tiny = await openReader(tinyPack.folder)
const nano = await openReader(nanoFolder)

const text = (words: string): PromptPart => ({ type: 'text', text: words })
const picture: PromptPart = { type: 'image', image: { width: 1, height: 1, rgb: new Uint8Array(3) } }

function failure(act: () => unknown): ModelError {
  try {
    act()
  } catch (error) {
    if (error instanceof ModelError) return error
  }
  throw new Error('should have been refused')
}

describe('layout', () => {
  const { bos, boi, eoi, image } = tiny.pack.manifest.tokens
  const slots = [boi, image, image, image, eoi]

  it('is <s>, words, pictures in their slots, and [IMG] where a picture is to follow', () => {
    const parts = [text('a'), picture, text('b'), picture]
    const [a, b] = ['a', 'b'].map((words) => tiny.tokenizer.encode([{ text: words }])[0]!)
    expect(compilePrompt(tiny, parts, 'text').ids).toEqual([bos, a, ...slots, b, ...slots])
    expect(compilePrompt(tiny, parts, 'image').ids).toEqual([bos, a, ...slots, b, ...slots, boi])
    expect(compilePrompt(tiny, parts, 'interleaved').ids).toEqual([bos, a, ...slots, b, ...slots])
  })

  it('knows which slot shows what', () => {
    const { slots: found } = compilePrompt(tiny, [text('a'), picture, picture], 'image')
    expect(found.map(({ position, image: n, slot }) => [position, n, slot])).toEqual([
      [3, 0, 0],
      [4, 0, 1],
      [5, 0, 2],
      [8, 1, 0],
      [9, 1, 1],
      [10, 1, 2],
    ])
  })

  it('puts the parts where the template says', () => {
    const { ids } = compilePrompt(tiny, [text('why?')], 'text', tiny.pack.manifest.templates.ask)
    expect(ids).toEqual([
      1,
      9,
      ...tiny.tokenizer.encode([{ text: ': why? ' }]),
      10,
      ...tiny.tokenizer.encode([{ text: ':' }]),
    ])
  })
})

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom('[IMG]', '<image>', '<s>', '[/IMG] <image><image>', '{prompt}'),
)
const anyPart = fc.oneof(anyText.map(text), fc.constant(picture))
const anyTask = fc.constantFrom<PromptTask>('image', 'text', 'interleaved')

it.each([
  ['tiny', tiny],
  ['nano', nano],
] as const)('%s: any parts compile to as many slots as embeddings, or are refused', (_, reader) => {
  const { tokens, vision, language, templates } = reader.pack.manifest
  fc.assert(
    fc.property(
      fc.array(anyPart, { maxLength: 12 }),
      anyTask,
      fc.constantFrom(undefined, ...Object.values(templates)),
      (parts, task, template) => {
        const pictures = parts.filter((part) => part.type === 'image').length
        try {
          const { ids, slots, images, positions } = compilePrompt(reader, parts, task, template)
          expect(images).toHaveLength(pictures)
          expect(slots).toHaveLength(pictures * vision.tokensPerImage)
          expect(ids.filter((id) => id === tokens.image)).toHaveLength(slots.length)
          expect(ids.filter((id) => id === tokens.eoi)).toHaveLength(pictures)
          expect(ids.filter((id) => id === tokens.boi)).toHaveLength(pictures + (task === 'image' ? 1 : 0))
          expect(positions.used + positions.reserved + positions.room).toBe(language.maxPositions)
          expect(positions.used).toBe(ids.length)
          expect(positions.room).toBeGreaterThanOrEqual(0)
        } catch (error) {
          if (!(error instanceof ModelError)) throw error
          const isEmpty = pictures === 0 && parts.every((part) => part.type === 'text' && part.text.trim() === '')
          expect(error.code).toBe(isEmpty ? 'empty-prompt' : 'prompt-too-long')
        }
      },
    ),
    { numRuns: 300 },
  )
})

describe('what is refused', () => {
  it('nothing to go by', () => {
    for (const parts of [[], [text('')], [text(' '), text('\n')]]) {
      expect(failure(() => compilePrompt(tiny, parts, 'image'))).toMatchObject({
        code: 'empty-prompt',
        message: /empty/,
      })
    }
  })

  it('more pictures than fit, with the number that does', () => {
    const error = failure(() =>
      compilePrompt(tiny, [text('story'), ...Array.from({ length: 14 }, () => picture)], 'image'),
    )
    // 64 positions: <s>, 5 letters, [IMG], 3 slots and [/IMG] of the answer leave 53, 5 for each picture.
    expect(error).toMatchObject({ code: 'prompt-too-long', message: /10 pictures fit; there are 14. Remove 4\./ })
    expect(
      compilePrompt(tiny, [text('story'), ...Array.from({ length: 10 }, () => picture)], 'image').positions.room,
    ).toBe(3)
  })

  it('words that are too many by themselves', () => {
    expect(failure(() => compilePrompt(tiny, [text('x'.repeat(99)), picture], 'image'))).toMatchObject({
      code: 'prompt-too-long',
      message: /Shorten the text/,
    })
  })

  it('a whole book', () => {
    for (const reader of [tiny, nano]) {
      const book = text('call me ishmael. '.repeat(30_000))
      expect(failure(() => compilePrompt(reader, [book], 'image'))).toMatchObject({ code: 'prompt-too-long' })
    }
  })

  it('pixels that do not fit their size', () => {
    const broken: PromptPart = { type: 'image', image: { width: 2, height: 2, rgb: new Uint8Array(3) } }
    expect(failure(() => compilePrompt(tiny, [broken], 'image'))).toMatchObject({ code: 'bad-image' })
  })
})

it('takes its numbers from the pack', () => {
  const { manifest } = tiny.pack
  const wide: Pack = { ...tiny.pack, manifest: { ...manifest, vision: { ...manifest.vision, tokensPerImage: 7 } } }
  expect(compilePrompt({ ...tiny, pack: wide }, [picture], 'text').slots).toHaveLength(7)
})
