import { type Command, InvalidArgumentError } from 'commander'
import type { BlendOptions } from '../commands/blend.ts'
import type { DrawOptions } from '../commands/draw.ts'
import * as help from '../help.ts'
import {
  readCount,
  readFeather,
  readGuidance,
  readQuality,
  readSeed,
  readSteps,
  readStrength,
  readWeights,
} from '../numbers.ts'
import { solvers } from '../run-options.ts'
import type { Terminal } from '../terminal.ts'
import { addModelOptions, helpful, readName } from './add-common.ts'
import { addPartOptions } from './add-parts.ts'

/** `plumage generate` and `plumage edit` */
export function addDrawing(program: Command, name: 'generate' | 'edit', terminal: Terminal): void {
  const command = program.command(name).description(help[name]).usage(help.usage[name])
  const parts = addPartOptions(command)
  addOut(command).option('-n, --count <number>', 'how many pictures, with seeds seed, seed + 1, …', readCount, 1)
  addDecoderOptions(command)
    .option('--over <file>', 'draw over this picture; the result has its size', readName)
    .option('--strength <number>', 'how much of it may change: 0 nothing, 1 all', readStrength)
    .option('--mask <file>', 'change it only where this grey picture of its size is not black', readName)
    .option('--feather <pixels>', 'let the change fade in over so many pixels inside the mask', readFeather)
  addModelOptions(command)
    .addHelpText('after', help.after[name] + help.outputs)
    .action(
      helpful(async (options: Omit<DrawOptions, 'parts'>) => {
        const { draw } = await import('../commands/draw.ts')
        await draw(name, { ...options, parts }, terminal)
      }),
    )
}

/** `plumage blend` and `plumage redraw` */
export function addBlending(program: Command, name: 'blend' | 'redraw', terminal: Terminal): void {
  const command = program.command(name).description(help[name]).usage(help.usage[name])
  const files: string[] = []
  command.option('-i, --image <file>', 'add a picture', (file: string) => void files.push(readName(file)))
  if (name === 'blend')
    command.option('--weights <numbers>', 'their shares, in order: 1,2; equal if left out', readWeights)
  addDecoderOptions(addOut(command))
  addModelOptions(command)
    .addHelpText('after', help.after[name] + help.outputs)
    .action(
      helpful(async (options: Omit<BlendOptions, 'files'>) => {
        const { blend } = await import('../commands/blend.ts')
        await blend(name, { ...options, files }, terminal)
      }),
    )
}

/** Where a picture goes, and in what form. */
export function addOutputForm(command: Command): Command {
  return command
    .option('-o, --out <file>', 'where to write the picture (see below)', readName)
    .option('--quality <number>', 'of a .jpg or .webp, from 1 to 100; 90 if left out', readQuality)
    .option('--no-recipe', 'write the picture without how it was made')
}

export function addOut(command: Command): Command {
  return addOutputForm(command).option(
    '-s, --seed <number>',
    'the same seed gives the same picture; random if left out',
    readSeed,
  )
}

export function addDecoderOptions(command: Command): Command {
  return command
    .option('--steps <number>', 'steps of the decoder; the pack says how many if left out', readSteps)
    .option('--guidance <number>', 'how strictly to follow the prompt; 1 is off', readGuidance)
    .option('--solver <name>', `how the decoder goes from noise to picture: ${solvers.join(' or ')}`, readSolver)
}

function readSolver(typed: string) {
  const solver = solvers.find((known) => known === typed)
  if (solver === undefined)
    throw new InvalidArgumentError(`There is no solver "${typed}"; there are ${solvers.join(' and ')}.`)
  return solver
}
