import { type Command, InvalidArgumentError } from 'commander'
import { limits } from '../../contract/values.ts'
import { CommandFailure } from '../failures.ts'

/** What every command takes. */
export function addRunOptions(command: Command): Command {
  return command
    .option('--library <folder>', 'the library to keep results in; the same as the app if left out', readName)
    .option('--json', 'print one JSON object on standard output and nothing else')
}

/** What every command that runs a model takes. */
export function addModelOptions(command: Command): Command {
  return addRunOptions(
    command
      .option('--pack <id>', 'the model pack to use (plumage packs list)', readId)
      .option('--device <id>', 'the device to compute on (plumage devices), or auto', readId),
  )
}

/** Wrong usage that shows only when the command looks at its options is answered like any other: with the help. */
export function helpful<Options>(action: (options: Options) => Promise<void>) {
  return async (options: Options, command: Command): Promise<void> => {
    try {
      await action(options)
    } catch (error) {
      if (error instanceof CommandFailure && error.code === 'wrong-usage') command.error(`error: ${error.message}`)
      throw error
    }
  }
}

/** An empty word is what a variable of the shell leaves that is not set: it names nothing, least of all this folder. */
export function readName(typed: string): string {
  if (typed.trim() === '') throw new InvalidArgumentError('It must not be empty.')
  return typed
}

/** The id of a pack or a device. */
export function readId(typed: string): string {
  if (typed.length > limits.nameCharacters)
    throw new InvalidArgumentError(`A pack or a device has a name of at most ${limits.nameCharacters} characters.`)
  return readName(typed)
}
