import { expect, it } from 'vitest'
import { complete, completions, firstLines } from '../../../renderer/storyboard/first-lines.ts'

const knows = { subjects: ['ant', 'fox', 'snail', 'snowman'], styles: [], backgrounds: ['snow', 'beach'], actions: [] }

it('offers first lines of words the model knows, the same for the same board', () => {
  const lines = firstLines(knows, 'board')
  expect(lines).toHaveLength(3)
  expect(firstLines(knows, 'board')).toEqual(lines)
  for (const line of lines) expect(line).toMatch(/^an? (ant|fox|snail|snowman) (in the snow|on the beach)$/)
  expect(firstLines(null, 'board')).toEqual([])
})

it('goes on from the word that is being typed, and from nothing else', () => {
  expect(completions(knows, 'a fox in the sn')).toEqual(['snail', 'snowman', 'snow'])
  expect(completions(knows, 'a fox ')).toEqual([])
  expect(completions(knows, 'a fox')).toEqual([])
  expect(completions(knows, 's')).toEqual([])
  expect(complete('a fox in the sn', 'snow')).toBe('a fox in the snow')
})
