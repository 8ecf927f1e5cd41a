import { type Command, InvalidArgumentError } from 'commander'
import type { ClassifyOptions } from '../commands/classify.ts'
import type { EmbedOptions } from '../commands/embed.ts'
import type { SeeOptions } from '../commands/see.ts'
import * as help from '../help.ts'
import { readBox } from '../prompt/read-shapes.ts'
import type { Terminal } from '../terminal.ts'
import { addModelOptions, helpful, readName } from './add-common.ts'
import { addPartOptions } from './add-parts.ts'

const tasks = ['draw', 'compose', 'continue', 'caption', 'ask'] as const

/** `plumage see` */
export function addSeeing(program: Command, terminal: Terminal): void {
  const command = program.command('see').description(help.see).usage(help.usage.see)
  const parts = addPartOptions(command)
  command
    .option('--task <name>', `what the prompt is for: ${tasks.join(', ')}`, readTask, 'draw')
    .option('--grounded', 'for an answer that says where things are')
  addModelOptions(command)
    .addHelpText('after', help.after.see)
    .action(
      helpful(async (options: Omit<SeeOptions, 'parts'>) => {
        const { see } = await import('../commands/see.ts')
        await see({ ...options, parts }, terminal)
      }),
    )
}

function readTask(typed: string): (typeof tasks)[number] {
  const task = tasks.find((known) => known === typed)
  if (task === undefined) throw new InvalidArgumentError(`A prompt is for one of ${tasks.join(', ')}.`)
  return task
}

/** `plumage classify` */
export function addClassifying(program: Command, terminal: Terminal): void {
  const command = program.command('classify').description(help.classify).usage(help.usage.classify)
  const files: string[] = []
  const labels: string[] = []
  command
    .option('-i, --image <file>', 'the picture', (file: string) => void files.push(readName(file)))
    .option('-t, --text <words>', 'a label', (label: string) => void labels.push(readName(label)))
    .option('--box <place>', 'look only at this part of it: left,top,right,bottom', readBox)
  addModelOptions(command)
    .addHelpText('after', help.after.classify)
    .action(
      helpful(async (options: Omit<ClassifyOptions, 'files' | 'labels'>) => {
        const { classify } = await import('../commands/classify.ts')
        await classify({ ...options, files, labels }, terminal)
      }),
    )
}

/** `plumage embed` */
export function addEmbedding(program: Command, terminal: Terminal): void {
  const command = program.command('embed').description(help.embed).usage(help.usage.embed)
  const items: EmbedOptions['items'] = []
  command
    .option('-t, --text <words>', 'words', (text: string) => void items.push({ type: 'text', text: readName(text) }))
    .option(
      '-i, --image <file>',
      'a picture',
      (file: string) => void items.push({ type: 'image', file: readName(file), box: null }),
    )
    .option('--box <place>', 'only this part of that picture: left,top,right,bottom', (typed: string) => {
      const last = items.at(-1)
      if (last?.type !== 'image') throw new InvalidArgumentError('It belongs right behind the --image it is a part of.')
      last.box = readBox(typed)
    })
  addModelOptions(command)
    .addHelpText('after', help.after.embed)
    .action(
      helpful(async (options: Omit<EmbedOptions, 'items'>) => {
        const { embed } = await import('../commands/embed.ts')
        await embed({ ...options, items }, terminal)
      }),
    )
}
