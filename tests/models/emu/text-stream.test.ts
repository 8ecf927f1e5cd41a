import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { readPack, readPackJson } from '../../../models/emu/pack.ts'
import { createTextStream } from '../../../models/emu/text-stream.ts'
import { createTokenizer } from '../../../models/emu/tokenizer.ts'
import { nanoFolder } from '../support/nano.ts'

const pack = await readPack(nanoFolder)
const tokenizer = createTokenizer(await readPackJson(pack, pack.manifest.tokenizer.file), pack.manifest)

/** Writes a text token by token until it stops; what was sent must be what the text is. */
function write(text: string, stops: readonly string[] = []): { text: string; stopped: boolean } {
  const sent: string[] = []
  const stream = createTextStream(tokenizer, (delta) => sent.push(delta), { stops })
  const stopped = tokenizer.encode([{ text }]).some((id) => stream.push(id))
  const { text: whole } = stream.end()
  expect(sent.join('')).toBe(whole)
  expect(sent.every((delta) => delta !== '')).toBe(true)
  return { text: whole, stopped }
}

it('sends characters whole', () => {
  expect(write('日本 🦊 é').text).toContain('日本 🦊 é')
})

it('ends before a stop text, also when tokens cut it', () => {
  expect(write('a fox in a meadow. It sleeps.', ['.'])).toEqual({ text: ' a fox in a meadow', stopped: true })
  expect(write('a fox in a meadow', ['n a mea'])).toEqual({ text: ' a fox i', stopped: true })
  expect(write('one user: two', [' two', ' user:', 'user:'])).toEqual({ text: ' one', stopped: true })
})

it('counts the tokens before a stop text, and says what each has added', () => {
  const ids = tokenizer.encode([{ text: 'a fox in a meadow' }])
  const stream = createTextStream(tokenizer, () => undefined, { stops: [' a meadow'] })
  ids.some((id) => stream.push(id))
  const { text, kept } = stream.end()
  expect(text).toBe(' a fox in')
  expect(stream.pieces().slice(0, kept).join('')).toBe(text)
})

it('gives every token the text it added, a character in parts to the last of them', () => {
  for (const words of ['naïve 日本 🦊!', 'a fox', '🍎🍎']) {
    const ids = tokenizer.encode([{ text: words }])
    const stream = createTextStream(tokenizer, () => undefined)
    for (const id of ids) stream.push(id)
    expect(stream.pieces()).toHaveLength(ids.length)
    expect(stream.pieces().join('')).toBe(stream.end().text)
  }
})

it('goes on behind what was read before, with the space that belongs between', () => {
  const [a, b] = [tokenizer.encode([{ text: 'a fox' }]), tokenizer.encode([{ text: 'in snow' }])]
  const stream = createTextStream(tokenizer, () => undefined, { before: a })
  for (const id of b) stream.push(id)
  expect(tokenizer.decode(a) + stream.end().text).toBe(tokenizer.decode([...a, ...b]))
})

it('sends after all what only began like a stop text', () => {
  expect(write('a fox in a meadow', ['meadows', ' a meadow!'])).toEqual({ text: ' a fox in a meadow', stopped: false })
})

it('never sends any of a stop text', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[abc ]{0,30}$/), fc.array(fc.stringMatching(/^[abc ]{1,4}$/)), (text, stops) => {
      const found = write(text, stops)
      const whole = tokenizer.decode(tokenizer.encode([{ text }]))
      // Of two stop texts that overlap, the one that is complete first ends the text.
      expect(whole.startsWith(found.text)).toBe(true)
      expect(stops.some((stop) => found.text.includes(stop))).toBe(false)
      expect(found.stopped).toBe(stops.some((stop) => whole.includes(stop)))
      const rest = whole.slice(found.text.length)
      expect(found.stopped ? stops.some((stop) => rest.startsWith(stop)) : rest === '').toBe(true)
    }),
    { numRuns: 1000 },
  )
})
