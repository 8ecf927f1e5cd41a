import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import * as help from './help.ts'
import { addBlending, addDrawing } from './options/add-drawing.ts'
import { addClassifying, addEmbedding, addSeeing } from './options/add-looking.ts'
import { addRecipe, addStrip } from './options/add-recipe.ts'
import { addDevices, addPacks } from './options/add-machine.ts'
import { addHistory, addSearching } from './options/add-searching.ts'
import { addBackup, addVerify } from './options/add-upkeep.ts'
import { addComposing, addWriting } from './options/add-writing.ts'
import { type BareWordMeaning, nameBareWords } from './prompt/bare-words.ts'
import type { Terminal } from './terminal.ts'

/** Where a command's bare words go; a command that is not here takes none of its own. */
const bareWords: Readonly<Record<string, BareWordMeaning>> = {
  generate: { words: 'text', answer: 'image-then-text' },
  edit: { words: 'image-then-text', answer: 'image-then-text' },
  caption: { words: 'image', answer: 'text' },
  ask: { words: 'image-then-text', answer: 'text' },
  compose: { words: 'text', answer: 'text' },
  see: { words: 'text', answer: 'text' },
  blend: { words: 'image', answer: 'image' },
  redraw: { words: 'image', answer: 'image' },
  classify: { words: 'image-then-text', answer: 'text' },
  embed: { words: 'text', answer: 'text' },
  search: { words: 'text', answer: 'text' },
}

/**
 * Reads a command line and does what it says. Throws a CommanderError for wrong usage, help and --version too. What a
 * command needs is loaded when it is run, so that help does not wait for an engine.
 */
export async function runProgram(argv: readonly string[], terminal: Terminal): Promise<void> {
  const program = createProgram(terminal)
  const command = program.commands.find((known) => known.name() === argv[0])
  const meaning = bareWords[command?.name() ?? '']
  const args = command && meaning ? [command.name(), ...nameBareWords(argv.slice(1), command, meaning)] : [...argv]
  await program.parseAsync(args, { from: 'user' })
}

function createProgram(terminal: Terminal): Command {
  const program = new Command('plumage')
    .description(help.program)
    .version(readVersion(), '--version', 'print the version of Plumage')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .showHelpAfterError()
    .exitOverride()
    .configureOutput({ writeOut: (text) => terminal.print(text), writeErr: (text) => terminal.note(text) })
    .addHelpText('after', help.programAfter)
  addDrawing(program, 'generate', terminal)
  addDrawing(program, 'edit', terminal)
  addComposing(program, terminal)
  addBlending(program, 'blend', terminal)
  addBlending(program, 'redraw', terminal)
  addWriting(program, 'caption', terminal)
  addWriting(program, 'ask', terminal)
  addSeeing(program, terminal)
  addClassifying(program, terminal)
  addEmbedding(program, terminal)
  addRecipe(program, terminal)
  addStrip(program, terminal)
  addSearching(program, terminal)
  addHistory(program, terminal)
  addPacks(program, terminal)
  addDevices(program, terminal)
  addBackup(program, terminal)
  addVerify(program, terminal)
  return program
}

function readVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  return version
}
