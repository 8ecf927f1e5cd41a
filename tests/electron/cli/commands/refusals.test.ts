import { expect, it } from 'vitest'
import { classify } from '../../../../electron/cli/commands/classify.ts'
import { draw } from '../../../../electron/cli/commands/draw.ts'
import { embed } from '../../../../electron/cli/commands/embed.ts'
import { search, type SearchOptions } from '../../../../electron/cli/commands/search.ts'
import { readId } from '../../../../electron/cli/options/add-common.ts'
import { openTerminal } from '../../../../electron/cli/terminal.ts'

// Said before anything is opened: there is no library here.
const terminal = openTerminal(process, new AbortController().signal)
const tooLong = 'x'.repeat(20_001)
const plainSearch: SearchOptions = { words: [], trash: 'without', ways: ['words'], limit: 20, look: 0 }
const parts = [{ type: 'text' as const, text: 'a fox' }]

it.each<[string, () => Promise<void>, string, RegExp]>([
  [
    'a feather without a mask',
    () => draw('generate', { parts, count: 1, feather: 3 }, terminal),
    'wrong-usage',
    /--mask/,
  ],
  [
    'seeds beyond the last',
    () => draw('generate', { parts, count: 3, seed: Number.MAX_SAFE_INTEGER - 1 }, terminal),
    'wrong-usage',
    /seed is too large/,
  ],
  [
    'a text to embed that is too long',
    () => embed({ items: [{ type: 'text', text: tooLong }] }, terminal),
    'prompt-too-long',
    /more than 20,000 characters/,
  ],
  [
    'a label that is too long',
    () => classify({ files: ['a.png'], labels: ['a cat', tooLong] }, terminal),
    'prompt-too-long',
    /more than 20,000 characters/,
  ],
  [
    'words to search for that are too long',
    () => search({ ...plainSearch, words: [tooLong] }, terminal),
    'prompt-too-long',
    /more than 20,000 characters/,
  ],
  [
    'a region of no picture',
    () => search({ ...plainSearch, region: { left: 0, top: 0, right: 1, bottom: 1 } }, terminal),
    'wrong-usage',
    /--like/,
  ],
  [
    'the newest that are like a picture',
    () => search({ ...plainSearch, like: 'a.png', newest: true }, terminal),
    'wrong-usage',
    /--newest/,
  ],
  ['a picture that is not there', () => search({ ...plainSearch, like: 'no.png' }, terminal), 'not-found', /no\.png/],
])('refuses %s', async (_what, command, code, sentence) => {
  await expect(command()).rejects.toMatchObject({ code, message: expect.stringMatching(sentence) as string })
})

it('refuses the name of a pack or device that is too long', () => {
  expect(readId('nano')).toBe('nano')
  expect(() => readId('x'.repeat(101))).toThrow(/at most 100 characters/)
})
