import { readFileSync } from 'node:fs'
import { Command, InvalidArgumentError } from 'commander'
import type { DevicesOptions } from './commands/devices.ts'
import type { DrawOptions } from './commands/draw.ts'
import type { WriteOptions } from './commands/write.ts'
import { CommandFailure } from './failures.ts'
import { readCount, readGuidance, readMaxTokens, readSeed, readSteps } from './numbers.ts'
import { addPartOptions, type BareWords, nameBareWords } from './prompt-parts.ts'
import type { CommonOptions } from './run-options.ts'
import type { Terminal } from './terminal.ts'
import * as help from './help.ts'

/** Where a command's bare words go; a command that is not here takes none of its own. */
const bareWords: Readonly<Record<string, BareWords>> = {
  generate: 'text',
  edit: 'image-then-text',
  caption: 'image',
  ask: 'image-then-text',
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
  addWriting(program, 'caption', terminal)
  addWriting(program, 'ask', terminal)
  addPacks(program, terminal)
  addDevices(program, terminal)
  return program
}

function addDrawing(program: Command, name: 'generate' | 'edit', terminal: Terminal): void {
  const command = program.command(name).description(help[name]).usage(help.usage[name])
  const parts = addPartOptions(command)
  command
    .option('-o, --out <file>', 'where to write the picture (see below)', readName)
    .option('-s, --seed <number>', 'the same seed gives the same picture; random if left out', readSeed)
    .option('-n, --count <number>', 'how many pictures, with seeds seed, seed + 1, …', readCount, 1)
    .option('--steps <number>', 'steps of the decoder; the pack says how many if left out', readSteps)
    .option('--guidance <number>', 'how strictly to follow the prompt; 1 is off', readGuidance)
  addModelOptions(addRunOptions(command))
    .addHelpText('after', help.after[name] + help.outputs)
    .action(
      helpful(async (options: Omit<DrawOptions, 'parts'>) => {
        const { draw } = await import('./commands/draw.ts')
        await draw(name, { ...options, parts }, terminal)
      }),
    )
}

function addWriting(program: Command, name: 'caption' | 'ask', terminal: Terminal): void {
  const command = program.command(name).description(help[name]).usage(help.usage[name])
  const parts = addPartOptions(command)
  command
    .option('-s, --seed <number>', 'seed of the choice of words; random if left out', readSeed)
    .option('--max-tokens <number>', 'stop after so many tokens', readMaxTokens)
  addModelOptions(addRunOptions(command))
    .addHelpText('after', help.after[name])
    .action(
      helpful(async (options: Omit<WriteOptions, 'parts'>) => {
        const { write } = await import('./commands/write.ts')
        await write(name, { ...options, parts }, terminal)
      }),
    )
}

/** Wrong usage that shows only when the command looks at its options is answered like any other: with the help. */
function helpful<Options>(action: (options: Options) => Promise<void>) {
  return async (options: Options, command: Command): Promise<void> => {
    try {
      await action(options)
    } catch (error) {
      if (error instanceof CommandFailure && error.code === 'wrong-usage') command.error(`error: ${error.message}`)
      throw error
    }
  }
}

function addPacks(program: Command, terminal: Terminal): void {
  const packs = program.command('packs').description(help.packs)
  addRunOptions(packs.command('list').description('list the model packs and say which can be used')).action(
    async (options: CommonOptions) => {
      const { listPacks } = await import('./commands/packs.ts')
      await listPacks(options, terminal)
    },
  )
  addRunOptions(
    packs.command('verify').argument('[pack]', 'id of the pack; all packs if left out').description(help.verify),
  ).action(async (pack: string | undefined, options: CommonOptions) => {
    const { verifyPacks } = await import('./commands/packs.ts')
    await verifyPacks(pack ?? null, options, terminal)
  })
}

function addDevices(program: Command, terminal: Terminal): void {
  const command = program.command('devices').description(help.devices)
  command
    .option('--probe', 'try each with the model, in a process of its own, and remember what came of it')
    .option('--pack <id>', 'the model pack to try them with', readName)
  addRunOptions(command)
    .addHelpText('after', help.after.devices)
    .action(async (options: DevicesOptions) => {
      const { showDevices } = await import('./commands/devices.ts')
      await showDevices(options, terminal)
    })
}

function addModelOptions(command: Command): Command {
  return command
    .option('--pack <id>', 'the model pack to use (plumage packs list)', readName)
    .option('--device <id>', 'the device to compute on (plumage devices), or auto', readName)
}

function addRunOptions(command: Command): Command {
  return command
    .option('--library <folder>', 'the library to keep results in; the same as the app if left out', readName)
    .option('--json', 'print one JSON object on standard output and nothing else')
}

/** An empty word is what a variable of the shell leaves that is not set: it names nothing, least of all this folder. */
function readName(typed: string): string {
  if (typed.trim() === '') throw new InvalidArgumentError('It must not be empty.')
  return typed
}

function readVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  return version
}
