import type { History, HistoryEntry, HistoryTree } from '../../contract/history.ts'
import { Id } from '../../contract/values.ts'
import { sayTime } from '../dates.ts'
import { nameOfPicture } from '../library-pictures.ts'
import type { CommonOptions } from '../run-options.ts'
import { openStudio, type Studio } from '../studio.ts'
import type { Terminal } from '../terminal.ts'
import { oneLine } from './search.ts'

export interface HistoryOptions extends CommonOptions {
  limit: number
  before?: string
}

const shownWords = 60

/** `plumage history`: all that was made and brought in, or what one of it was made from and what was made from it. */
export async function history(what: string | null, options: HistoryOptions, terminal: Terminal): Promise<void> {
  const asked = what === null ? null : await toQuery(what)
  await using studio = await openStudio(options, terminal)
  const { engine } = studio
  const withFile = (entry: HistoryEntry) => ({ ...entry, file: fileOf(entry, studio) })
  if (asked === null) {
    const page = await engine.history.list({ limit: options.limit, before: options.before ?? null })
    if (options.json) return terminal.print(`${JSON.stringify({ ...page, entries: page.entries.map(withFile) })}\n`)
    return printList(page, studio, terminal)
  }
  const tree = await engine.history.tree(asked)
  if (options.json) return terminal.print(`${JSON.stringify({ ...tree, entries: tree.entries.map(withFile) })}\n`)
  for (const line of describeTree(tree, studio)) terminal.print(`${line}\n`)
  if (tree.isCut) terminal.note('There is more than is shown.\n')
}

const toQuery = async (what: string) =>
  Id.safeParse(what).success ? { generationId: what } : { sha256: (await nameOfPicture(what)).sha256 }

const fileOf = ({ image }: HistoryEntry, { pictureFile }: Studio) => (image ? pictureFile(image) : null)

function printList({ entries, next }: History, studio: Studio, terminal: Terminal): void {
  for (const entry of entries) terminal.print(`${sayTime(entry.createdAtMs)}  ${describeEntry(entry, studio)}\n`)
  if (entries.length === 0) terminal.note('Nothing was made or brought in yet.\n')
  if (next !== null) terminal.note(`There is more: --before ${next}\n`)
}

function describeEntry(entry: HistoryEntry, studio: Studio): string {
  const file = fileOf(entry, studio)
  const said =
    entry.type === 'imported'
      ? `brought in  ${oneLine(entry.name)}`
      : `${entry.kind}  ${shorten(entry.text ?? entry.words)}  seed ${entry.seed}, ${entry.pack}`
  return [entry.id, said, file].filter((word) => word !== null).join('  ')
}

function shorten(text: string): string {
  const line = oneLine(text)
  return `“${line.length <= shownWords ? line : `${line.slice(0, shownWords).trimEnd()} …`}”`
}

/** What it was made from above it, what was made from it below; each thing is described where it first stands. */
function describeTree({ roots, entries, links }: HistoryTree, studio: Studio): string[] {
  const known = new Map(entries.map((entry) => [entry.id, entry]))
  const told = new Set<string>()
  const lines: string[] = []
  const tell = (id: string, depth: number, sign: string, next: (id: string) => string[]) => {
    const entry = known.get(id)
    if (!entry) return
    const isTold = told.has(id)
    lines.push(`${'  '.repeat(depth)}${sign} ${isTold ? `${id}  as above` : describeEntry(entry, studio)}`)
    if (isTold) return
    told.add(id)
    for (const each of next(id)) tell(each, depth + 1, sign, next)
  }
  const parents = (id: string) => links.filter(({ child }) => child === id).map(({ parent }) => parent)
  const children = (id: string) => links.filter(({ parent }) => parent === id).map(({ child }) => child)
  for (const root of roots) {
    const entry = known.get(root)
    if (entry) lines.push(describeEntry(entry, studio))
    told.add(root)
    for (const id of parents(root)) tell(id, 1, 'from', parents)
    for (const id of children(root)) tell(id, 1, 'into', children)
  }
  return lines
}
