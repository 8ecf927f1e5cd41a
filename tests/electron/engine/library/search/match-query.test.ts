import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { findByWords } from '../../../../../electron/engine/library/search/find-words.ts'
import { toMatch } from '../../../../../electron/engine/library/search/match-query.ts'
import { memoryLibrary, rowsIn } from '../../support/rows.ts'

it('makes every word a phrase that may go on, and drops what is no word', () => {
  expect(toMatch('red fox')).toBe('"red"* "fox"*')
  expect(toMatch('a fox')).toBe('"a" "fox"*')
  expect(toMatch('fox a')).toBe('"fox"* "a"*')
  expect(toMatch('say "hi"')).toBe('"say"* """hi"""*')
  expect(toMatch('fox fox')).toBe('"fox"*')
  expect(toMatch(' \t- * "" (), ')).toBeNull()
  expect(toMatch('')).toBeNull()
  expect(toMatch('fo\u0000x')).toBe('"fo"* "x"*')
})

const db = memoryLibrary()
const { panel } = rowsIn(db)
const captions = {
  plain: 'the fox and the owl',
  near: 'NEAR is a word here',
  and: 'AND OR NOT',
  quoted: 'she said "stop it" twice',
  column: 'caption: none',
  accents: 'Crème brûlée für Ängström',
  emoji: 'a 🦊 by the sea 👩‍🚀 🇫🇷',
  arabic: 'مرحبا بالعالم',
  hebrew: 'שלום עולם',
  minus: 'well-known snow-owl',
  star: 'five * stars',
}
const ids = Object.fromEntries(Object.entries(captions).map(([name, caption]) => [panel({ caption }), name]))
const names = Object.fromEntries(
  db
    .prepare(`SELECT id, source_id FROM search_docs WHERE thing = 'panel'`)
    .raw()
    .all()
    .map((row) => {
      const [doc, source] = row as [number, string]
      return [doc, ids[source]]
    }),
)
const find = (typed: string) => {
  const match = toMatch(typed)
  return match === null ? null : findByWords(db, match, { trash: 'without' }, 50).map((id) => names[id])
}

it.each([
  ['fox AND owl', ['plain']],
  ['fox OR wolf', []],
  ['fox NOT owl', []],
  ['NEAR(fox owl)', []],
  ['near', ['near']],
  ['and or not', ['and']],
  ['-fox', ['plain']],
  ['fox*', ['plain']],
  ['^fox', ['plain']],
  ['body:fox', []],
  ['caption:', ['column']],
  ['{body title} : fox', []],
  ['"stop it"', ['quoted']],
  ['"stop twice"', ['quoted']],
  ["'; DROP TABLE panels; --", []],
  ['creme BRULEE angstrom', ['accents']],
  ['🦊', ['emoji']],
  ['🦊 sea', ['emoji']],
  ['👩‍🚀', ['emoji']],
  ['🇫🇷', ['emoji']],
  ['مرحبا', ['arabic']],
  ['العالم\u202e مرحبا', []],
  ['עולם שלום', ['hebrew']],
  ['snow-owl', ['minus']],
  ['well known', ['minus']],
  ['* stars', ['star']],
  ['fo\u0000x', []],
  ['\ud83e', null],
])('%j is only words', (typed, found) => {
  expect(find(typed)).toEqual(found)
})

it('takes ten thousand characters of anything for words', () => {
  for (const piece of ['fox ', 'a', '"', '*', '( ', 'a ', '🦊 ', 'AND ', '\u202e', `${'x'.repeat(19)} `])
    expect(() => find(piece.repeat(10_000 / piece.length)), piece).not.toThrow()
  const many = Array.from({ length: 2000 }, (_, i) => `w${i}`).join(' ')
  expect(find(many)).toEqual([])
  expect(find('fox '.repeat(2500))).toEqual(['plain'])
})

it('of very many, the last that came are weighed; a filter looks at all', () => {
  const many = rowsIn(memoryLibrary())
  const best = many.panel({ caption: 'crow', position: -1, created_at_ms: 5 })
  many.db
    .prepare(
      `INSERT INTO panels (id, storyboard_id, position, caption, created_at_ms)
       WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
       SELECT printf('01a00000-0000-7000-8000-%012x', i), ?, i, 'a crow among other birds', 9 FROM n`,
    )
    .run(many.storyboardId)
  const first = (filter: { toMs?: number }) => {
    const [id] = findByWords(many.db, '"crow"*', { trash: 'without', ...filter }, 10)
    return many.db.prepare('SELECT source_id FROM search_docs WHERE id = ?').pluck().get(id)
  }
  expect(first({})).not.toBe(best)
  expect(first({ toMs: 10 })).toBe(best)
  many.db.prepare('DELETE FROM panels WHERE position = 20000').run()
  expect(first({})).toBe(best)
})

it('nothing that can be typed is an error, and every word of a caption finds it', () => {
  const typed = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({
      unit: fc.constantFrom(
        '"',
        "'",
        '*',
        '-',
        '(',
        ')',
        ':',
        '^',
        '{',
        '}',
        '+',
        ' ',
        'AND ',
        'NEAR',
        'a',
        '\u0000',
        '🦊',
      ),
      maxLength: 30,
    }),
  )
  fc.assert(
    fc.property(typed, (words) => void find(words)),
    { numRuns: 2000 },
  )
  for (const [name, caption] of Object.entries(captions))
    for (const word of caption.split(' ')) expect(find(word) ?? [name], word).toContain(name)
})
