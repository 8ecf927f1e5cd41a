import { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { addPartOptions, type BareWords, nameBareWords } from '../../../electron/cli/prompt-parts.ts'

function read(args: string[], meaning: BareWords) {
  const command = new Command('test')
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .option('-s, --seed <number>')
    .option('--json')
  const parts = addPartOptions(command)
  command.parse(nameBareWords(args, command, meaning), { from: 'user' })
  return {
    parts: parts.map((part) => (part.type === 'text' ? part.text : { file: part.file })),
    options: command.opts(),
  }
}

describe('parts of a prompt', () => {
  const cases: [string, string, BareWords, unknown[]][] = [
    [
      'keep the order of options',
      '-t a -i b.png --text c --image=d.png',
      'text',
      ['a', { file: 'b.png' }, 'c', { file: 'd.png' }],
    ],
    ['keep the order of bare words and options', 'a -i b.png c', 'text', ['a', { file: 'b.png' }, 'c']],
    ['do not take the value of another option', '--seed 7 a -s 8 --json b', 'text', ['a', 'b']],
    ['take short options with their value attached', '-ib.png -tc d', 'image-then-text', [{ file: 'b.png' }, 'c', 'd']],
    ['are a picture, then words', 'a.png b', 'image-then-text', [{ file: 'a.png' }, 'b']],
    ['are words when a picture came before', '-i a.png b c', 'image-then-text', [{ file: 'a.png' }, 'b', 'c']],
    ['are all pictures', 'a.png b.png', 'image', [{ file: 'a.png' }, { file: 'b.png' }]],
    ['may look like options after --', '-i a.png -- --seed', 'image-then-text', [{ file: 'a.png' }, '--seed']],
  ]
  it.each(cases)('%s: %s', (_what, line, meaning, parts) => {
    expect(read(line.split(' '), meaning).parts).toEqual(parts)
  })

  it('may begin with a dash or be empty as the value of an option', () => {
    expect(read(['-t', '-5 degrees', '--text=--json', '-t', ''], 'text').parts).toEqual(['-5 degrees', '--json', ''])
  })

  it('leave unknown options for commander to refuse', () => {
    expect(() => read(['--colour', 'red'], 'text')).toThrow(/unknown option '--colour'/)
  })
})
