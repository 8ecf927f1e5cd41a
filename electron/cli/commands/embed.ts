import type { EmbedItem } from '../../contract/inference.ts'
import type { Box } from '../../contract/prompt.ts'
import { limits } from '../../contract/values.ts'
import { CommandFailure } from '../failures.ts'
import { askModel } from '../follow-job.ts'
import { checkFile, checkText } from '../prompt/check-parts.ts'
import { type Importer, importOnce } from '../prompt/to-prompt.ts'
import { present, type RunOptions, settingsOf } from '../run-options.ts'
import { openStudio } from '../studio.ts'
import type { Terminal } from '../terminal.ts'

/** Words, a picture, or a part of one, as they were typed. */
type TypedItem = { type: 'text'; text: string } | { type: 'image'; file: string; box: Box | null }

export interface EmbedOptions extends RunOptions {
  items: TypedItem[]
}

/** `plumage embed`: vectors to search with, as JSON with --json and without. */
export async function embed({ items: typed, ...options }: EmbedOptions, terminal: Terminal): Promise<void> {
  if (typed.length === 0 || typed.length > limits.embedded)
    throw new CommandFailure('wrong-usage', `Name 1 to ${limits.embedded} texts and pictures.`)
  for (const item of typed) if (item.type === 'text') checkText(item.text)
  const pictures = typed.filter((item) => item.type === 'image')
  for (const { file } of pictures) await checkFile(file)
  await using studio = await openStudio(options, terminal)
  if (pictures.length > 0) await studio.mustBeWritable()
  const library = importOnce(studio)
  const items: EmbedItem[] = []
  for (const item of typed) items.push(await toItem(item, library))
  const query = { items, settings: settingsOf(options) }
  const { packHash, vectors } = await askModel({ studio, terminal }, (models, stop) => models.embed(query, stop))
  const embedded = typed.map((item, i) => ({ ...item, vector: vectors[i] }))
  terminal.print(`${JSON.stringify({ packHash, items: embedded })}\n`)
}

async function toItem(item: TypedItem, library: Importer): Promise<EmbedItem> {
  if (item.type === 'text') return item
  return present({ type: 'image', sha256: await library.importPicture(item.file), box: item.box ?? undefined })
}
