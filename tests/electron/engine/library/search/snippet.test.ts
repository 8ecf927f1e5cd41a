import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { toMatch } from '../../../../../electron/engine/library/search/match-query.ts'
import { snippetsOf, type Texts } from '../../../../../electron/engine/library/search/snippet.ts'
import { tokenizer } from '../../../../../electron/engine/library/search/tokenizer.ts'
import { memoryLibrary } from '../../support/rows.ts'

const texts = (some: Partial<Texts>): Texts => ({
  title: null,
  body: null,
  script: null,
  prompt: null,
  tags: null,
  recipe: null,
  ...some,
})
const one = (some: Partial<Texts>, typed: string) => snippetsOf([texts(some)], toMatch(typed))[0]
const marked = (some: Partial<Texts>, typed: string) => {
  const snippet = one(some, typed)
  return snippet?.marks.map(({ start, end }) => snippet.text.slice(start, end))
}

it('marks what was found, as it is written', () => {
  expect(one({ body: 'Crème brûlée, crèmes too' }, 'creme')).toEqual({
    field: 'body',
    text: 'Crème brûlée, crèmes too',
    marks: [
      { start: 0, end: 5 },
      { start: 14, end: 20 },
    ],
    isCutBefore: false,
    isCutAfter: false,
  })
  expect(marked({ body: '🦊🦊 foxes <b>fox</b>' }, 'fox')).toEqual(['foxes', 'fox'])
})

it('shows where a person wrote it rather than the prompt, and one line of it', () => {
  expect(one({ prompt: 'a fox', body: 'an owl\nthe fox\nthe end' }, 'fox')).toMatchObject({
    field: 'body',
    text: 'the fox',
    isCutBefore: true,
    isCutAfter: true,
  })
  expect(one({ prompt: 'a fox', body: 'an owl' }, 'fox')?.field).toBe('prompt')
})

it('cuts long lines at words around the first match', () => {
  const body = `${'before '.repeat(50)}the fox ${'after '.repeat(50)}`
  const snippet = one({ body }, 'fox')
  expect(snippet?.text).toMatch(/^before .*the fox after .*after$/)
  expect(snippet?.text.length).toBeLessThanOrEqual(160)
  expect(snippet).toMatchObject({ isCutBefore: true, isCutAfter: true })
  expect(one({ body: 'x'.repeat(1000) }, 'nothing')?.text).toBe('x'.repeat(160))
})

it('without a match it is the beginning, without words nothing', () => {
  expect(one({ body: '\n  \nonce upon' }, 'fox')).toMatchObject({ text: 'once upon', marks: [] })
  expect(one({ body: '' }, 'fox')).toBeNull()
  expect(snippetsOf([texts({ tags: 'red' })], null)[0]).toMatchObject({ field: 'tags', text: 'red', marks: [] })
})

it('words that stand in different places of one thing are found and marked in each', () => {
  expect(marked({ body: 'a fox', tags: 'winter' }, 'fox winter')).toEqual(['fox'])
})

it('whatever a text holds, marks lie in it, in order, and never halve a sign', () => {
  const piece = fc.oneof(
    fc.constantFrom('fox', '🦊', '\u0001', '\u0002', '\n', ' ', '<b>'),
    fc.string({ unit: 'binary', maxLength: 5 }),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 120 }), (pieces) => {
      const snippet = one({ body: pieces.join(' ') }, 'fox')
      if (!snippet) return
      let last = 0
      for (const { start, end } of snippet.marks) {
        expect(start).toBeGreaterThanOrEqual(last)
        expect(end).toBeGreaterThan(start)
        expect(end).toBeLessThanOrEqual(snippet.text.length)
        expect(snippet.text.slice(start, end).toLowerCase()).toMatch(/fox/)
        last = end
      }
      expect(snippet.text.isWellFormed()).toBe(true)
      expect(snippet.text.length).toBeLessThanOrEqual(200)
    }),
    { numRuns: 500 },
  )
})

it('cuts words as the index does', () => {
  const sql = memoryLibrary().prepare(`SELECT sql FROM sqlite_schema WHERE name = 'search_words'`).pluck().get()
  expect(sql).toContain(tokenizer)
})
