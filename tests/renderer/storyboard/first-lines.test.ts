import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { Knows } from '../../../electron/contract/packs.ts'
import { packsFolder } from '../../../electron/service/paths.ts'
import { complete, completions, firstLines } from '../../../renderer/storyboard/first-lines.ts'
import { words } from '../../../renderer/ui/words.ts'

const knows = {
  subjects: ['ant', 'fox', 'snail', 'snowman', 'bunch of grapes'],
  styles: [],
  backgrounds: ['in the snow', 'on the beach', 'on a red background'],
  actions: [],
}

it('offers first lines of words the model knows, the same for the same board', () => {
  const lines = firstLines(knows, 'board')
  expect(lines).toHaveLength(3)
  expect(firstLines(knows, 'board')).toEqual(lines)
  for (const line of lines)
    expect(line).toMatch(/^an? (ant|fox|snail|snowman|bunch of grapes) (in the snow|on the beach)$/)
  expect(firstLines(null, 'board')).toEqual([])
})

it('goes on from the word that is being typed, and from nothing else', () => {
  expect(completions(knows, 'a fox in the sn')).toEqual(['in the snow', 'snail', 'snowman'])
  expect(completions(knows, 'A fox On')).toEqual(['on the beach', 'on a red background'])
  expect(completions(knows, 'a bunch of')).toEqual(['bunch of grapes'])
  expect(completions(knows, 'a fox ')).toEqual([])
  expect(completions(knows, 'a fox')).toEqual([])
  expect(completions(knows, 's')).toEqual([])
  expect(complete('a fox in the sn', 'in the snow')).toBe('a fox in the snow')
  expect(complete('a fox in the sn', 'snail')).toBe('a fox in the snail')
})

it('knows the places of the model that comes with Plumage', async () => {
  const shipped = Knows.parse(JSON.parse(await readFile(join(packsFolder(), 'nano', 'knows.json'), 'utf8')))
  for (const place of words.places) expect(shipped.backgrounds).toContain(place)
})
