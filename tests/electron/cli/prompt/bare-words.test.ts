import { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { addPartOptions } from '../../../../electron/cli/options/add-parts.ts'
import { type BareWords, nameBareWords } from '../../../../electron/cli/prompt/bare-words.ts'
import type { TypedPart } from '../../../../electron/cli/prompt/typed-parts.ts'

function read(args: string[], words: BareWords, answer: BareWords = 'text') {
  const command = new Command('test')
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .option('-s, --seed <number>')
    .option('--json')
  const parts = addPartOptions(command)
  command.parse(nameBareWords(args, command, { words, answer }), { from: 'user' })
  return parts
}

/** Words as they are, a picture as its file, rows and turns as what is in them. */
function brief(parts: readonly TypedPart[]): unknown[] {
  return parts.map((part) => {
    if (part.type === 'text') return part.text
    if (part.type === 'example') return { asked: brief(part.prompt), answer: brief(part.answer ?? []) }
    if (part.type === 'turn') return { [part.role]: brief(part.parts) }
    return part.type === 'image' ? { file: part.file } : part
  })
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
    expect(brief(read(line.split(' '), meaning))).toEqual(parts)
  })

  it('may begin with a dash or be empty as the value of an option', () => {
    expect(brief(read(['-t', '-5 degrees', '--text=--json', '-t', ''], 'text'))).toEqual(['-5 degrees', '--json', ''])
  })

  it('leave unknown options for commander to refuse', () => {
    expect(() => read(['--colour', 'red'], 'text')).toThrow(/unknown option '--colour'/)
  })
})

describe('rows and turns', () => {
  const cases: [string, string, BareWords, BareWords, unknown[]][] = [
    [
      'pictures with captions',
      '--example a.png --answer cat --example b.png --answer dog --query c.png',
      'image',
      'text',
      [
        { asked: [{ file: 'a.png' }], answer: ['cat'] },
        { asked: [{ file: 'b.png' }], answer: ['dog'] },
        { file: 'c.png' },
      ],
    ],
    [
      'edits',
      '--example a.png night --answer b.png --query c.png night',
      'image-then-text',
      'image-then-text',
      [{ asked: [{ file: 'a.png' }, 'night'], answer: [{ file: 'b.png' }] }, { file: 'c.png' }, 'night'],
    ],
    [
      'a conversation about one picture',
      '--user a.png who --assistant cat --user why',
      'image-then-text',
      'text',
      [{ user: [{ file: 'a.png' }, 'who'] }, { assistant: ['cat'] }, { user: ['why'] }],
    ],
    [
      'a row before a conversation',
      '--example -t a --answer b --user c -i d.png',
      'text',
      'text',
      [{ asked: ['a'], answer: ['b'] }, { user: ['c', { file: 'd.png' }] }],
    ],
  ]
  it.each(cases)('%s: %s', (_what, line, words, answer, parts) => {
    expect(brief(read(line.split(' '), words, answer))).toEqual(parts)
  })

  it.each([
    ['--answer a', /behind an --example/],
    ['--example a --answer b --answer c', /behind an --example/],
    ['--query a', /behind the rows/],
  ])('%s is refused', (line, sentence) => {
    expect(() => read(line.split(' '), 'text')).toThrow(sentence)
  })
})

describe('what belongs to another part', () => {
  it('goes onto the last picture, into the last box and to the last video', () => {
    const line =
      '-i a.png --circle .5,.5,.25,.1 hello --arrow 0,0,1,.5 --rect 0,.25,1,1 --shade m.png ' +
      '--box .1,.2,.3,.4=fox --box-image fox.png --video clip --frames 4 --video b.gif --fps 2/25 --video c.gif --fps .5'
    const box = { left: 0.1, top: 0.2, right: 0.3, bottom: 0.4 }
    expect(read(line.split(' '), 'text')).toEqual([
      {
        type: 'image',
        file: 'a.png',
        marks: [
          { kind: 'ellipse', left: 0.25, top: 0.4, right: 0.75, bottom: 0.6 },
          { kind: 'arrow', fromX: 0, fromY: 0, toX: 1, toY: 0.5 },
          { kind: 'rectangle', left: 0, top: 0.25, right: 1, bottom: 1 },
          { kind: 'mask', file: 'm.png' },
        ],
      },
      { type: 'text', text: 'hello' },
      { type: 'object', box, phrase: 'fox', file: 'fox.png' },
      { type: 'video', path: 'clip', sampling: { by: 'count', count: 4 } },
      { type: 'video', path: 'b.gif', sampling: { by: 'rate', perSecond: 2, frameRate: 25 } },
      { type: 'video', path: 'c.gif', sampling: { by: 'rate', perSecond: 0.5, frameRate: null } },
    ])
  })

  it.each([
    ['--circle .5,.5,.1,.1', /name that with --image before it/],
    ['-i a.png --example --rect 0,0,1,1', /name that with --image before it/],
    ['--box-image a.png', /right behind the --box/],
    ['--box 0,0,1,1=a --box-image a.png --box-image b.png', /has its picture already/],
    ['--frames 3', /right behind the --video/],
    ['--video a -t b --fps 3', /right behind the --video/],
    ['--video a --frames 3 --fps 2', /by --frames or by --fps, once/],
    ['--video a --frames 0', /whole number from 1 to 512/],
    ['--video a --fps 2/0', /number above 0/],
    ['--video a --fps 2/3/4', /number above 0/],
  ])('%s is refused', (line, sentence) => {
    expect(() => read(line.split(' '), 'text')).toThrow(sentence)
  })
})
