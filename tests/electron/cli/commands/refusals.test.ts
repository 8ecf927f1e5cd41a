import { expect, it } from 'vitest'
import { classify } from '../../../../electron/cli/commands/classify.ts'
import { draw } from '../../../../electron/cli/commands/draw.ts'
import { embed } from '../../../../electron/cli/commands/embed.ts'
import { readId } from '../../../../electron/cli/options/add-common.ts'
import { openTerminal } from '../../../../electron/cli/terminal.ts'

// Said before anything is opened: there is no library here.
const terminal = openTerminal(process, new AbortController().signal)
const tooLong = 'x'.repeat(20_001)
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
])('refuses %s', async (_what, command, code, sentence) => {
  await expect(command()).rejects.toMatchObject({ code, message: expect.stringMatching(sentence) as string })
})

it('refuses the name of a pack or device that is too long', () => {
  expect(readId('nano')).toBe('nano')
  expect(() => readId('x'.repeat(101))).toThrow(/at most 100 characters/)
})
