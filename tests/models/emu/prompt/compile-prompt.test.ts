import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Mark } from '../../../../models/numerics/paint.ts'
import type { Pack } from '../../../../models/emu/pack.ts'
import { openReader } from '../../../../models/emu/model.ts'
import { ModelError } from '../../../../models/emu/model-error.ts'
import { compilePrompt, inspectPrompt } from '../../../../models/emu/prompt/compile-prompt.ts'
import type { ContentPart, PromptPart } from '../../../../models/emu/prompt/parts.ts'
import type { PromptTask } from '../../../../models/emu/prompt/positions.ts'
import { nanoFolder } from '../../support/nano.ts'
import { writeTinyPack } from '../../support/tiny-pack.ts'

await using tinyPack = await writeTinyPack()
const tiny = await openReader(tinyPack.folder)
const nano = await openReader(nanoFolder)

const pixel = { width: 1, height: 1, rgb: new Uint8Array(3) }
const text = (words: string): ContentPart => ({ type: 'text', text: words })
const picture: ContentPart = { type: 'image', image: pixel }
const video = (frames: number, count?: number): ContentPart => ({
  type: 'video',
  frames: Array.from({ length: frames }, () => pixel),
  ...(count === undefined ? {} : { sampling: { by: 'count', count } }),
})
const byRate = (perSecond: number, frameRate: number): ContentPart => ({
  type: 'video',
  frames: [pixel, pixel],
  sampling: { by: 'rate', perSecond, frameRate },
})
const box = { left: 0.25, top: 0, right: 0.75, bottom: 0.5 }
const object = (more: { phrase?: string; image?: typeof pixel }): ContentPart => ({ type: 'object', box, ...more })
const user = (...parts: ContentPart[]): PromptPart => ({ type: 'turn', role: 'user', parts })
const assistant = (...parts: ContentPart[]): PromptPart => ({ type: 'turn', role: 'assistant', parts })

/** The sequence as the model sees it, in one line: words, [tokens], and what each picture is. */
const show = (
  parts: readonly PromptPart[],
  task: PromptTask = 'text',
  options: { template?: string; grounded?: boolean } = {},
  reader = tiny,
): string =>
  compilePrompt(reader, parts, task, options)
    .seen.map((part) => (part.type === 'text' ? part.text : part.type === 'control' ? part.token : `{${part.role}}`))
    .join('|')

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
  const slots = [boi, image, image, image, image, eoi]

  it('is <s>, words, pictures in their slots, and [IMG] where a picture is to follow', () => {
    const parts = [text('a'), picture, text('b'), picture]
    const [a, b] = ['a', 'b'].map((words) => tiny.tokenizer.encode([{ text: words }])[0]!)
    expect(compilePrompt(tiny, parts, 'text').ids).toEqual([bos, a, ...slots, b, ...slots])
    expect(compilePrompt(tiny, parts, 'image').ids).toEqual([bos, a, ...slots, b, ...slots, boi])
    expect(compilePrompt(tiny, parts, 'interleaved').ids).toEqual([bos, a, ...slots, b, ...slots])
  })

  it('knows which slot shows what', () => {
    const { slots: found } = compilePrompt(tiny, [text('a'), picture, picture], 'image')
    expect(found.map((slot) => [slot.position, slot.picture, slot.slot])).toEqual([
      [3, 0, 0],
      [4, 0, 1],
      [5, 0, 2],
      [6, 0, 3],
      [9, 1, 0],
      [10, 1, 1],
      [11, 1, 2],
      [12, 1, 3],
    ])
  })

  it('puts the parts where the template says', () => {
    const { ids } = compilePrompt(tiny, [text('why?')], 'text', { template: tiny.pack.manifest.templates.ask })
    expect(ids).toEqual([
      1,
      9,
      ...tiny.tokenizer.encode([{ text: ': why? ' }]),
      10,
      ...tiny.tokenizer.encode([{ text: ':' }]),
    ])
  })

  it('says what the model sees, whole and in order', () => {
    const { seen, positions } = compilePrompt(tiny, [text('so'), picture], 'image')
    expect(seen).toEqual([
      { type: 'control', token: '<s>', length: 1 },
      { type: 'text', text: 'so', length: 2 },
      { type: 'picture', picture: 0, role: 'image', length: 6 },
      { type: 'control', token: '[IMG]', length: 1 },
    ])
    expect(positions.used).toBe(10)
  })
})

describe('video', () => {
  it('is [VIDEO] and its frames, each with the slots of a frame', () => {
    const { pictures, slots, ids } = compilePrompt(tiny, [video(3), text('who?')], 'text')
    expect(show([video(3), text('who?')])).toBe('<s>|[VIDEO]|{frame}|{frame}|{frame}|who?')
    expect(pictures.map(({ role, tokens }) => [role, tokens])).toEqual(Array.from({ length: 3 }, () => ['frame', 1]))
    expect(slots).toHaveLength(3)
    expect(ids.filter((id) => id === tiny.pack.manifest.tokens.frame)).toHaveLength(3)
  })

  it('beside pictures keeps the order of both', () => {
    const { slots, pictures } = compilePrompt(tiny, [picture, video(2), picture], 'text')
    expect(pictures.map(({ role }) => role)).toEqual(['image', 'frame', 'frame', 'image'])
    expect(slots.map((slot) => slot.picture)).toEqual([0, 0, 0, 0, 1, 2, 3, 3, 3, 3])
  })

  it('shows as many frames as are asked for', () => {
    expect(show([video(100, 8)])).toBe(`<s>|[VIDEO]|${Array.from({ length: 8 }, () => '{frame}').join('|')}`)
    const byRate: ContentPart = {
      type: 'video',
      frames: Array.from({ length: 30 }, () => pixel),
      sampling: { by: 'rate', perSecond: 2, frameRate: 10 },
    }
    expect(compilePrompt(tiny, [byRate], 'text').pictures).toHaveLength(6)
  })

  it.each([
    ['no frames', video(0), /no frames/],
    ['fewer frames than asked for', video(3, 4), /has 3 frames; 4 are asked for/],
    ['a count that is none', video(3, 0), /whole number of 1 or more, not 0/],
    ['a rate that is none', byRate(1e-300, 1e300), /from 0.00001 to 100000/],
    ['a rate that is no number', byRate(NaN, 10), /not NaN/],
  ])('is refused with %s', (_, part, sentence) => {
    expect(failure(() => compilePrompt(tiny, [part], 'text'))).toMatchObject({ code: 'bad-prompt', message: sentence })
  })
})

describe('boxes', () => {
  it('are a phrase, the drawn box, and what is to be in it', () => {
    const parts = [text('a walk: '), object({ phrase: 'fox', image: pixel }), object({ phrase: 'owl' })]
    expect(show(parts, 'image')).toBe(
      '<s>|<grounding>|a walk: |<phrase>|fox|</phrase>|<object>|{box}|</object>|{image}|<phrase>|owl|</phrase>|<object>|{box}|</object>|[IMG]',
    )
  })

  it('need no phrase where there is a picture', () => {
    expect(show([object({ image: pixel })], 'image')).toBe('<s>|<grounding>|<object>|{box}|</object>|{image}|[IMG]')
  })

  it('are drawn in the pixels of the encoder', async () => {
    const { pictures } = compilePrompt(tiny, [object({ phrase: 'fox' })], 'image')
    const { source } = pictures[0]!
    if (!('read' in source)) throw new Error('not drawn when it is needed')
    const { width, height, rgb } = await source.read()
    expect([width, height]).toEqual([4, 4])
    const white = Array.from({ length: 16 }, (_, i) => (rgb[i * 3] === 255 ? '#' : '.')).join('')
    expect(white.match(/.{4}/g)).toEqual(['.###', '.#.#', '.###', '....'])
  })

  it.each([
    ['nothing in it', object({}), /says nothing/],
    ['no width', { ...object({ phrase: 'x' }), box: { ...box, right: 0.25 } }, /empty or inside out/],
    ['an edge outside', { ...object({ phrase: 'x' }), box: { ...box, left: -1 } }, /outside/],
    ['an edge that is no number', { ...object({ phrase: 'x' }), box: { ...box, top: NaN } }, /outside/],
  ] as [string, ContentPart, RegExp][])('are refused with %s', (_, part, sentence) => {
    expect(failure(() => compilePrompt(tiny, [part], 'image'))).toMatchObject({ code: 'bad-prompt', message: sentence })
  })

  it('are refused by a pack that knows none', () => {
    const { grounding: _, ...manifest } = tiny.pack.manifest
    const plain = { ...tiny, pack: { ...tiny.pack, manifest } }
    expect(failure(() => compilePrompt(plain, [object({ phrase: 'x' })], 'image'))).toMatchObject({
      code: 'bad-prompt',
      message: /not taught to place things in boxes/,
    })
  })
})

describe('marks', () => {
  const marked = (...marks: Mark[]): ContentPart => ({ type: 'image', image: pixel, marks })
  it.each([
    ['inside out', { kind: 'ellipse', left: 0.8, top: 0, right: 0.2, bottom: 1 }, /inside out/],
    ['outside', { kind: 'rectangle', left: 0, top: 0, right: 1.2, bottom: 1 }, /outside the picture/],
    ['of no length', { kind: 'arrow', fromX: 0.5, fromY: 0.5, toX: 0.5, toY: 0.5 }, /Draw it longer/],
    ['to nowhere', { kind: 'arrow', fromX: 0.5, fromY: 0.5, toX: NaN, toY: 0.5 }, /outside the picture/],
    ['too thick', { kind: 'ellipse', left: 0, top: 0, right: 1, bottom: 1, lineWidth: 2 }, /not 2/],
  ] as [string, Mark, RegExp][])('%s are refused', (_, mark, sentence) => {
    expect(failure(() => compilePrompt(tiny, [marked(mark)], 'text'))).toMatchObject({
      code: 'bad-prompt',
      message: sentence,
    })
  })

  it('leave the sequence as it is', () => {
    expect(show([marked({ kind: 'arrow', fromX: 0, fromY: 0, toX: 1, toY: 1 })])).toBe('<s>|{image}')
  })
})

describe('conversations', () => {
  it('are the turns in their templates and the opening of the answer', () => {
    const parts = [user(text('hi')), assistant(text('yes?')), user(picture, text('what?'))]
    expect(show(parts)).toBe('<s>|Be kind.|[USER]|: hi|[ASSISTANT]|: yes?|</s>|[USER]|: |{image}|what?|[ASSISTANT]|:')
  })

  it('take examples as turns that have been answered', () => {
    const rows: PromptPart[] = [{ type: 'example', prompt: [picture], answer: [text('one')] }, user(picture)]
    expect(show(rows)).toBe('<s>|Be kind.|[USER]|: |{image}|[ASSISTANT]|: one|</s>|[USER]|: |{image}|[ASSISTANT]|:')
  })

  it('ask for boxes where the answer is to point', () => {
    const sequence = '<s>|Point.|[USER]|: |{image}|where?|[ASSISTANT]|:|<grounding>'
    expect(show([picture, text('where?')], 'text', { grounded: true })).toBe(sequence)
    expect(show([user(picture, text('where?'))], 'text', { grounded: true })).toBe(sequence)
  })

  it.each([
    ['begins with an answer', [assistant(text('x')), user(text('y'))]],
    ['ends with an answer', [user(text('x')), assistant(text('y'))]],
    ['has two questions in a row', [user(text('x')), user(text('y')), user(text('z'))]],
  ])('are refused when one %s', (_, parts) => {
    expect(failure(() => compilePrompt(tiny, parts, 'text'))).toMatchObject({
      code: 'bad-prompt',
      message: /take turns/,
    })
  })

  it('are refused by a pack that holds none, and with boxes by one that gives none', () => {
    const { manifest } = tiny.pack
    const { chat, ...templates } = manifest.templates
    const pack = (changed: typeof manifest.templates) => ({
      ...tiny,
      pack: { ...tiny.pack, manifest: { ...manifest, templates: changed } },
    })
    expect(failure(() => compilePrompt(pack(templates), [user(text('x'))], 'text'))).toMatchObject({
      code: 'bad-prompt',
      message: /holds no conversations/,
    })
    const { grounded: _, ...plain } = chat!
    const ask = () => compilePrompt(pack({ ...templates, chat: plain }), [text('x')], 'text', { grounded: true })
    expect(failure(ask)).toMatchObject({ code: 'bad-prompt', message: /answer with boxes/ })
  })

  it('are refused with parts that nobody says', () => {
    expect(failure(() => compilePrompt(tiny, [text('x'), user(text('y'))], 'text'))).toMatchObject({
      code: 'bad-prompt',
      message: /belongs to a turn/,
    })
  })
})

describe('examples', () => {
  it('are rows one behind the other, the question last', () => {
    const row = (answer: string): PromptPart => ({ type: 'example', prompt: [picture], answer: [text(answer)] })
    expect(show([row('one'), row('two'), picture])).toBe('<s>|{image}|one|{image}|two|{image}')
  })

  it('need something to show and an answer', () => {
    const none: PromptPart = { type: 'example', prompt: [picture], answer: [text(' ')] }
    const nothing: PromptPart = { type: 'example', prompt: [], answer: [text('one')] }
    expect(failure(() => compilePrompt(tiny, [none, picture], 'text'))).toMatchObject({ message: /no answer/ })
    expect(failure(() => compilePrompt(tiny, [nothing, picture], 'text'))).toMatchObject({ message: /shows nothing/ })
  })
})

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom('[IMG]', '<image>', '<s>', '[/IMG] <image><image>', '{prompt}', '{turn}', '[gIMG]', '</object>'),
)
const anyContent: fc.Arbitrary<ContentPart> = fc.oneof(
  anyText.map(text),
  fc.constant(picture),
  fc.tuple(fc.nat(5), fc.option(fc.nat(5), { nil: undefined })).map(([frames, count]) => video(frames, count)),
  fc
    .record({ phrase: anyText, image: fc.constantFrom(pixel, undefined) })
    .map(({ phrase, image }): ContentPart => ({ type: 'object', box, phrase, image })),
)
const someContent = fc.array(anyContent, { maxLength: 4 })
const anyPart: fc.Arbitrary<PromptPart> = fc.oneof(
  { weight: 6, arbitrary: anyContent },
  fc.record({ type: fc.constant('example' as const), prompt: someContent, answer: someContent }),
  fc.record({ type: fc.constant('turn' as const), role: fc.constantFrom('user', 'assistant'), parts: someContent }),
)
const anyTask = fc.constantFrom<PromptTask>('image', 'text', 'interleaved')

it.each([
  ['tiny', tiny],
  ['nano', nano],
] as const)('%s: any parts compile to as many slots as embeddings, or are refused', (_, reader) => {
  const { tokens, language, templates } = reader.pack.manifest
  const anyTemplate = fc.constantFrom(undefined, templates.ask, templates.caption)
  fc.assert(
    fc.property(
      fc.oneof(fc.array(anyPart, { maxLength: 8 }), fc.array(anyContent, { maxLength: 12 })),
      anyTask,
      fc.record({ template: anyTemplate, grounded: fc.boolean() }),
      (parts, task, options) => {
        try {
          const { ids, slots, pictures, positions, seen } = compilePrompt(reader, parts, task, options)
          const wanted = pictures.flatMap(({ tokens: n }, i) => Array.from({ length: n }, (_slot, slot) => [i, slot]))
          expect(slots.map(({ picture: i, slot }) => [i, slot])).toEqual(wanted)
          for (const { position, picture: i } of slots)
            expect(ids[position]).toBe(pictures[i]!.role === 'frame' ? tokens.frame : tokens.image)
          expect(ids.filter((id) => id === tokens.image || id === tokens.frame)).toHaveLength(slots.length)
          expect(ids.filter((id) => id === tokens.eoi)).toHaveLength(pictures.length)
          expect(ids.filter((id) => id === tokens.boi)).toHaveLength(pictures.length + (task === 'image' ? 1 : 0))
          expect(seen.reduce((sum, { length }) => sum + length, 0)).toBe(ids.length)
          expect(positions.used + positions.reserved + positions.room).toBe(language.maxPositions)
          expect(positions.used).toBe(ids.length)
          expect(positions.room).toBeGreaterThanOrEqual(0)
        } catch (error) {
          if (!(error instanceof ModelError)) throw error
          expect(['empty-prompt', 'bad-prompt', 'prompt-too-long']).toContain(error.code)
        }
      },
    ),
    { numRuns: 400 },
  )
})

describe('what is refused', () => {
  it('nothing to go by', () => {
    for (const parts of [[], [text('')], [text(' '), text('\n')], [user(text(' '))]]) {
      expect(failure(() => compilePrompt(tiny, parts, 'image'))).toMatchObject({
        code: 'empty-prompt',
        message: /empty/,
      })
    }
  })

  it('more pictures than fit, with the number that does', () => {
    const many = (n: number) => [text('story'), ...Array.from({ length: n }, () => picture)]
    // 64 positions: <s>, 5 letters, [IMG], 4 slots and [/IMG] of the answer leave 52, 6 for each picture.
    expect(failure(() => compilePrompt(tiny, many(14), 'image'))).toMatchObject({
      code: 'prompt-too-long',
      message: /8 pictures fit; there are 14. Remove 6\./,
    })
    expect(compilePrompt(tiny, many(8), 'image').positions.room).toBe(4)
    expect(inspectPrompt(tiny, many(14), 'image').positions.room).toBe(4 - 36)
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
