import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { History, HistoryTree } from '../../electron/contract/history.ts'
import { SearchHit, SearchPage } from '../../electron/contract/search.ts'
import { makePlace, type Place, plumage } from './command-line.ts'

// The real nano: it has to see that a boat is a boat.

const prompts = {
  boat: 'a sailing boat on the sea',
  fox: 'a red fox in a meadow',
  cat: 'a cat in the night sky',
  apple: 'an apple on a checked pink background',
}

let place: Place
const at = (name: string) => join(place.folder, name)

beforeAll(async () => {
  place = await makePlace()
  for (const [name, prompt] of Object.entries(prompts))
    expect(await plumage(place, 'generate', prompt, '--seed', '3', '--out', `${name}.png`)).toMatchObject({ code: 0 })
  expect(await plumage(place, 'edit', 'boat.png', 'a hat', '--seed', '5', '--out', 'hat.png')).toMatchObject({
    code: 0,
  })
})
afterAll(() => place.remove())

const withFile = z.looseObject({ file: z.string().nullable() })
const Found = SearchPage.extend({ hits: z.array(SearchHit.extend(withFile.shape)) })
const Listed = History.extend({ entries: z.array(z.looseObject({ id: z.string(), file: z.string().nullable() })) })
const Tree = HistoryTree.extend({ entries: z.array(z.looseObject({ id: z.string(), type: z.string() })) })

async function json<T>(schema: z.ZodType<T>, ...args: string[]): Promise<T> {
  const { code, stdout, stderr } = await plumage(place, ...args, '--json')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return schema.parse(JSON.parse(stdout))
}

const search = (...args: string[]) => json(Found, 'search', ...args)

it('finds by meaning what no word says, by words what no picture shows, and both in one order', async () => {
  const meant = await search('boats', 'at', 'sea', '--meaning-only')
  expect(meant.hits[0]).toMatchObject({ snippet: { text: prompts.boat }, foundBy: ['meaning'] })
  expect(meant.lookedAt).toMatchObject({ failed: 0, done: meant.lookedAt?.total })
  const said = await search('CHÉCKED', '--words-only')
  expect(said.hits.map(({ snippet }) => snippet?.text)).toEqual([prompts.apple])
  expect(said.hits[0]?.snippet?.marks).toEqual([{ start: 14, end: 21 }])
  const both = await search('fox')
  expect(both.hits[0]).toMatchObject({ snippet: { text: prompts.fox }, foundBy: ['words', 'meaning'] })
})

it('finds what is like a picture and like a part of it, from a file or by its name', async () => {
  await copyFile(at('boat.png'), at('other name.png'))
  const [first] = (await search('--like', 'other name.png', '-n', '1')).hits
  expect(first).toMatchObject({ thing: 'picture', foundBy: ['picture'] })
  const whole = await search('--like', 'hat.png', '--kind', 'generate')
  expect(whole.hits).toHaveLength(4)
  const named = await search('--like', whole.hits[0]!.id, '--region', '.1,.1,.9,.9')
  expect(named.hits.map(({ id }) => id)).not.toContain(whole.hits[0]!.id)
})

it('filters, and goes on where a page ended', async () => {
  expect((await search('--seed', '5')).hits.map(({ snippet }) => snippet?.text)).toEqual(['a hat'])
  expect((await search('--from', '2000-01-01', '--to', '2000-12-31')).hits).toEqual([])
  expect((await search('--session', 'first session', '--thing', 'storyboard')).hits).toHaveLength(1)
  const page = await search('a', '--words-only', '-n', '2')
  const rest = await search('a', '--words-only', '-n', '50', '--after', page.next ?? '')
  const all = await search('a', '--words-only', '-n', '50')
  expect([...page.hits, ...rest.hits].map(({ id }) => id)).toEqual(all.hits.map(({ id }) => id))
  expect(rest.next).toBeNull()
})

it('refuses in a sentence', async () => {
  const refused = async (...args: string[]) => {
    const { code, stderr, stdout } = await plumage(place, 'search', ...args)
    expect(stdout).toBe('')
    return [code, stderr.split('\n')[0]]
  }
  expect(await refused('--subject', 'nobody')).toEqual([1, 'There is no reference called "nobody".'])
  expect(await refused('x', '--after', 'nonsense')).toEqual([
    1,
    'This place in the results cannot be read. Search anew.',
  ])
  expect((await refused('--rating', '6'))[0]).toBe(2)
  expect((await refused('--like', 'none.png'))[0]).toBe(1)
})

it('tells what was made, and what came of what', async () => {
  const { entries } = await json(Listed, 'history')
  expect(entries.map(({ type }) => type)).toEqual(['made', 'imported', 'made', 'made', 'made', 'made'])
  const tree = await json(Tree, 'history', 'hat.png')
  expect(tree.links).toEqual([{ parent: entries[5]?.id, child: entries[0]?.id }])
  const { stdout } = await plumage(place, 'history', 'boat.png')
  expect(stdout).toMatch(/brought in {2}boat\.png[^]*generate {2}“a sailing boat on the sea”[^]*\n {2}into .*“a hat”/)
})
