import { type Command, InvalidArgumentError, Option } from 'commander'
import { SearchFilter, SearchThing } from '../../contract/search.ts'
import { Id } from '../../contract/values.ts'
import type { HistoryOptions } from '../commands/history.ts'
import type { SearchOptions } from '../commands/search.ts'
import { readFrom, readTo } from '../dates.ts'
import * as help from '../help.ts'
import { readHistoryLimit, readLook, readRating, readSearchLimit, readSeed } from '../numbers.ts'
import { readBox } from '../prompt/read-shapes.ts'
import type { Terminal } from '../terminal.ts'
import { addModelOptions, addRunOptions, helpful, readName } from './add-common.ts'

const kinds = SearchFilter.shape.kinds.unwrap().element.options
const things = SearchThing.options

/** One of several names; given again, one more of them. */
const readOneOf =
  <Name extends string>(names: readonly Name[]) =>
  (typed: string, before: readonly Name[] = []): Name[] => {
    const name = names.find((known) => known === typed)
    if (name === undefined) throw new InvalidArgumentError(`It is one of ${names.join(', ')}.`)
    return [...before, name]
  }

type TypedOptions = Omit<SearchOptions, 'words' | 'trash' | 'ways'> & {
  trash?: boolean
  withTrash?: boolean
  wordsOnly?: boolean
  meaningOnly?: boolean
}

/** `plumage search` */
export function addSearching(program: Command, terminal: Terminal): void {
  const command = program.command('search').description(help.search).usage(help.usage.search)
  const words: string[] = []
  command
    .option('-t, --text <words>', 'words, as words and for what they mean', (text: string) => void words.push(text))
    .option('--like <picture>', 'what is like this picture: a file, or the name of one in the library', readName)
    .option('--region <place>', 'only this part of it: left,top,right,bottom', readBox)
  addFilters(command)
    .option('--newest', 'newest first: all that has the words, or all there is')
    .addOption(new Option('--words-only', 'words as words, not for what they mean').conflicts('meaningOnly'))
    .addOption(new Option('--meaning-only', 'words for what they mean, not as words').conflicts('wordsOnly'))
    .option('-n, --limit <number>', 'so many at most, 1 to 200', readSearchLimit, 20)
    .option('--after <place>', 'what comes after the last one, with all else the same', readName)
    .option('--look <number>', 'first look at so many new pictures, or all', readLook, 100)
  addModelOptions(command)
    .addHelpText('after', help.after.search)
    .action(
      helpful(async ({ trash, withTrash, wordsOnly, meaningOnly, ...options }: TypedOptions) => {
        const { search } = await import('../commands/search.ts')
        const ways = wordsOnly
          ? ['words' as const]
          : meaningOnly
            ? ['meaning' as const]
            : ['words' as const, 'meaning' as const]
        await search({ ...options, words, ways, trash: trash ? 'only' : withTrash ? 'with' : 'without' }, terminal)
      }),
    )
}

function addFilters(command: Command): Command {
  return command
    .option('--from <time>', 'made or brought in on this day, or later: 2026-11-25, 2026-11-25T14:30', readFrom)
    .option('--to <time>', 'on this day, or before', readTo)
    .option('--made-with <pack>', 'made with this model pack: its id or its hash', readName)
    .option('--seed <number>', 'made with this seed', readSeed)
    .option('--kind <kind>', `${kinds.join(', ')}; may be given again`, readOneOf(kinds))
    .option('--thing <thing>', `${things.join(', ')}; may be given again`, readOneOf(things))
    .option(
      '--subject <name>',
      'of this reference: its pictures, panels that mention it, what was made from it',
      readName,
    )
    .option('--rating <number>', 'rated so much or better, 1 to 5', readRating)
    .option('--starred', 'with a star')
    .option('--tag <name>', 'with this tag', readName)
    .option('--session <title>', 'in this session', readName)
    .option('--storyboard <title>', 'on this storyboard', readName)
    .option('--board <title>', 'in this collection', readName)
    .addOption(new Option('--trash', 'only what is in the trash').conflicts('withTrash'))
    .addOption(new Option('--with-trash', 'also what is in the trash').conflicts('trash'))
}

/** `plumage history` */
export function addHistory(program: Command, terminal: Terminal): void {
  const command = program
    .command('history')
    .argument('[what]', 'a picture, by its file or its name in the library, or the id of a result')
    .description(help.history)
    .option('-n, --limit <number>', 'so many at most, 1 to 500', readHistoryLimit, 20)
    .option('--before <id>', 'what is older than this', readHistoryId)
  addRunOptions(command)
    .addHelpText('after', help.after.history)
    .action(async (what: string | undefined, options: HistoryOptions) => {
      const { history } = await import('../commands/history.ts')
      await history(what ?? null, options, terminal)
    })
}

function readHistoryId(typed: string): string {
  if (!Id.safeParse(typed).success) throw new InvalidArgumentError('It is an id that history has printed.')
  return typed
}
