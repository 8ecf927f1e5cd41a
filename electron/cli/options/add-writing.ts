import { type Command, InvalidArgumentError } from 'commander'
import { limits } from '../../contract/values.ts'
import type { ComposeOptions } from '../commands/compose.ts'
import type { WriteOptions } from '../commands/write.ts'
import * as help from '../help.ts'
import {
  readBeams,
  readLengthPenalty,
  readMaxPictures,
  readMaxTokens,
  readMinP,
  readMinTokens,
  readRepetitionPenalty,
  readSeed,
  readTemperature,
  readTopK,
  readTopP,
} from '../numbers.ts'
import type { Terminal } from '../terminal.ts'
import { addModelOptions, helpful } from './add-common.ts'
import { addDecoderOptions, addOut } from './add-drawing.ts'
import { addPartOptions } from './add-parts.ts'

/** `plumage caption` and `plumage ask` */
export function addWriting(program: Command, name: 'caption' | 'ask', terminal: Terminal): void {
  const command = program.command(name).description(help[name]).usage(help.usage[name])
  const parts = addPartOptions(command)
  command.option('-s, --seed <number>', 'seed of the choice of words; random if left out', readSeed)
  addWordOptions(command)
    .option('--beams <number>', 'follow so many texts at once and take the best', readBeams)
    .option(
      '--length-penalty <number>',
      'with beams: below 0 favours short texts, above 0 long ones',
      readLengthPenalty,
    )
    .option('--grounded', 'say where in the picture the things are that are named')
  addModelOptions(command)
    .addHelpText('after', help.after[name])
    .action(
      helpful(async (options: Omit<WriteOptions, 'parts'>) => {
        const { write } = await import('../commands/write.ts')
        await write(name, { ...options, parts }, terminal)
      }),
    )
}

/** `plumage compose` */
export function addComposing(program: Command, terminal: Terminal): void {
  const command = program.command('compose').description(help.compose).usage(help.usage.compose)
  const parts = addPartOptions(command)
  addOut(command).option('--max-pictures <number>', 'stop before one more picture than this', readMaxPictures, 8)
  addModelOptions(addWordOptions(addDecoderOptions(command)))
    .addHelpText('after', help.after.compose + help.outputs)
    .action(
      helpful(async (options: Omit<ComposeOptions, 'parts'>) => {
        const { compose } = await import('../commands/compose.ts')
        await compose({ ...options, parts }, terminal)
      }),
    )
}

/** How words are chosen, one after the other. */
function addWordOptions(command: Command): Command {
  return command
    .option('--temperature <number>', 'how freely to choose words; 0 always takes the likeliest', readTemperature)
    .option('--top-k <number>', 'choose among so many of the likeliest words; 0 is off', readTopK)
    .option('--top-p <number>', 'choose among the likeliest that together have this share', readTopP)
    .option('--min-p <number>', 'leave out words less likely than this share of the likeliest', readMinP)
    .option('--repetition-penalty <number>', 'above 1 repeats less', readRepetitionPenalty)
    .option('--min-tokens <number>', 'write so many tokens at least', readMinTokens)
    .option('--max-tokens <number>', 'stop after so many tokens', readMaxTokens)
    .option('--stop <words>', 'stop before these words; may be given again', readStop)
}

function readStop(typed: string, before: readonly string[] = []): string[] {
  const { stopCharacters, stopTexts } = limits
  if (typed.length < 1 || typed.length > stopCharacters)
    throw new InvalidArgumentError(`A stop text has 1 to ${stopCharacters} characters.`)
  if (before.length === stopTexts) throw new InvalidArgumentError(`There are at most ${stopTexts} stop texts.`)
  return [...before, typed]
}
