import * as fc from 'fast-check'
import type { ContentPart, Mark, Prompt, PromptPart } from '../../../../electron/contract/prompt.ts'
import type { Recipe } from '../../../../electron/contract/recipe.ts'
import { limits } from '../../../../electron/contract/values.ts'

/** Any characters at all: emoji, right to left, control characters, halves of pairs, what XML does not know. */
const words = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.constantFrom(
    'Steps: 4, Seed: 7',
    'Negative prompt: no',
    '<plumage:recipe>&amp;]]></plumage:recipe>',
    '\uD800 \uFFFE\uFFFF\0',
    'Füchse, лисы, 狐, 🦊'.repeat(40),
  ),
)
const sha256 = fc.stringMatching(/^[0-9a-f]{64}$/)
const fraction = fc.double({ min: 0, max: 1, noNaN: true })
/** Minus zero is no number of JSON. */
const plain = (number: number) => (number === 0 ? 0 : number)
const number = (min: number, max: number) => fc.double({ min, max, noNaN: true }).map(plain)

const box = fc.record({ left: fraction, top: fraction, right: fraction, bottom: fraction }).map((edges) => ({
  left: plain(edges.left),
  top: plain(edges.top),
  right: plain(edges.right),
  bottom: plain(edges.bottom),
}))
const byte = fc.integer({ min: 0, max: 255 })
const colour = fc.tuple(byte, byte, byte)
const ink = fc.record({ colour, lineWidth: number(0.001, 0.5) }, { requiredKeys: [] })
const mark: fc.Arbitrary<Mark> = fc.oneof(
  fc
    .tuple(fc.constantFrom('rectangle' as const, 'ellipse' as const), box, ink)
    .map(([kind, b, i]) => ({ kind, ...b, ...i })),
  fc.record({ kind: fc.constant('mask' as const), sha256, colour }, { requiredKeys: ['kind', 'sha256'] }),
)
const content: fc.Arbitrary<ContentPart> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ type: fc.constant('text' as const), text: words }) },
  fc.record(
    { type: fc.constant('image' as const), sha256, marks: fc.array(mark, { maxLength: 4 }) },
    { requiredKeys: ['type', 'sha256'] },
  ),
  fc.record(
    {
      type: fc.constant('video' as const),
      frames: fc.array(sha256, { maxLength: 8 }),
      sampling: fc.record({ by: fc.constant('count' as const), count: fc.integer({ min: 1, max: 512 }) }),
    },
    { requiredKeys: ['type', 'frames'] },
  ),
  fc.record({ type: fc.constant('object' as const), box, phrase: words, sha256 }, { requiredKeys: ['type', 'box'] }),
)
const part: fc.Arbitrary<PromptPart> = fc.oneof(
  { weight: 4, arbitrary: content },
  fc.record({
    type: fc.constant('example' as const),
    prompt: fc.array(content, { maxLength: 3 }),
    answer: fc.array(content, { maxLength: 3 }),
  }),
  fc.record({
    type: fc.constant('turn' as const),
    role: fc.constantFrom('user' as const, 'assistant' as const),
    parts: fc.array(content, { maxLength: 3 }),
  }),
)
/** Now and then as large as a prompt may be in this app: 64 pictures, and a text of 20,000 characters. */
const largest = fc
  .tuple(fc.array(sha256, { minLength: 64, maxLength: 64 }), fc.string({ unit: 'grapheme' }))
  .map(([pictures, seasoning]): Prompt => [
    ...pictures.map((picture) => ({ type: 'image' as const, sha256: picture })),
    { type: 'text', text: `${seasoning}狐🦊ü`.repeat(20_000).slice(0, limits.textCharacters) },
  ])
const prompt: fc.Arbitrary<Prompt> = fc.oneof(
  { weight: 9, arbitrary: fc.array(part, { maxLength: 12 }) },
  { weight: 1, arbitrary: largest },
)

const seed = fc.maxSafeNat()
const common = {
  version: fc.constant(1 as const),
  seed,
  steps: fc.integer({ min: 1, max: 200 }),
  guidance: number(0, 30),
  solver: fc.constantFrom('euler' as const, 'dpm-solver++' as const),
  pack: fc.string({ minLength: 1, maxLength: 100 }),
  packHash: sha256,
  device: fc.string({ minLength: 1, maxLength: 100 }),
  versions: fc.dictionary(fc.stringMatching(/^[a-z]{1,20}$/), words, { maxKeys: 5 }),
}
const source = fc.record(
  { sha256, strength: fraction.map(plain), mask: sha256, featherPx: number(0, 500) },
  { requiredKeys: ['sha256'] },
)
const writing = fc.record(
  {
    temperature: number(0, 10),
    topK: fc.integer({ min: 0, max: 100_000 }),
    topP: number(0.01, 1),
    minP: number(0, 0.9),
    repetitionPenalty: number(0.01, 10),
    minTokens: fc.integer({ min: 1, max: 10 }),
    maxTokens: fc.integer({ min: 10, max: 4096 }),
    stop: fc.array(fc.string({ minLength: 1, maxLength: 200 }), { maxLength: 4 }),
  },
  { requiredKeys: [] },
)
const storyPanels = fc.array(fc.record({ caption: words.filter((text) => text.trim() !== ''), image: sha256 }), {
  minLength: 1,
  maxLength: 6,
})

/** Every recipe that the app can write. */
export const anyRecipe: fc.Arbitrary<Recipe> = fc.oneof(
  fc.record(
    { ...common, kind: fc.constant('generate' as const), prompt, source, completion: fc.option(words) },
    { requiredKeys: [...keysOf(common), 'kind', 'prompt', 'completion'] },
  ),
  fc
    .record({ ...common, pictures: fc.array(fc.tuple(sha256, number(0, 9)), { minLength: 1, maxLength: 16 }) })
    .map(({ pictures, ...rest }) => ({
      ...rest,
      kind: 'blend' as const,
      prompt: pictures.map(([picture]) => ({ type: 'image' as const, sha256: picture })),
      weights: pictures.map(([, weight]) => weight),
    })),
  fc
    .record({ ...common, prompt, writing, text: words, maxPictures: fc.integer({ min: 1, max: 64 }), nth: seed })
    .map(({ nth, ...rest }) => ({ ...rest, kind: 'compose' as const, index: nth % rest.maxPictures })),
  fc
    .record({
      ...common,
      panels: storyPanels,
      text: words,
      textBy: fc.constantFrom('person' as const, 'model' as const),
    })
    .map(({ panels, ...rest }) => ({
      ...rest,
      kind: 'story' as const,
      prompt: [
        ...panels.flatMap(({ caption, image }): Prompt => [
          { type: 'text', text: caption },
          { type: 'image', sha256: image },
        ]),
        ...(rest.textBy === 'person' ? [{ type: 'text' as const, text: rest.text }] : []),
      ],
    })),
)

function keysOf<T extends object>(record: T): (keyof T)[] {
  return Object.keys(record) as (keyof T)[] // the record is written above: it has no others
}
