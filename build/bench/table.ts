import type { Spread } from './measure.ts'

/** One comparison. `ratio` is what the target speaks of, whichever way round. */
export interface Measured {
  readonly name: string
  readonly ours: Spread
  readonly peer: Spread
  readonly peerName: string
  readonly unit: 'ms' | 'MB'
  readonly ratio: Spread
  /** What the ratio is of what, in words. */
  readonly ratioName: string
  readonly target: Target | null
}

export interface Target {
  readonly at: 'most' | 'least'
  readonly ratio: number
}

/** A comparison that could not be made here, and why, in a sentence. */
export interface Skipped {
  readonly name: string
  readonly why: string
}

export type Row = Measured | Skipped

export interface Group {
  readonly title: string
  /** What was done, with which settings: enough to do it again. */
  readonly about: string
  readonly rows: readonly Row[]
}

export function meets(ratio: Spread, target: Target): boolean {
  return target.at === 'most' ? ratio.median <= target.ratio : ratio.median >= target.ratio
}

/** Three significant digits, and never a power of ten: 0.123, 1.23, 12.3, 1230. */
function digits(value: number): string {
  if (value === 0) return '0'
  const places = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))))
  return places > 0 ? value.toFixed(places) : String(Number(value.toPrecision(3)))
}

const spread = ({ low, median, high }: Spread): string => `${digits(median)} (${digits(low)}–${digits(high)})`

function cells(row: Row): readonly string[] {
  if ('why' in row) return [row.name, `not measured: ${row.why}`, '', '', '', '']
  const { name, ours, peer, peerName, unit, ratio, ratioName, target } = row
  return [
    name,
    `${spread(ours)} ${unit}`,
    `${peerName}: ${spread(peer)} ${unit}`,
    `${ratioName}: **${digits(ratio.median)}** (${digits(ratio.low)}–${digits(ratio.high)})`,
    target ? `at ${target.at} ${target.ratio}` : 'none set',
    target ? (meets(ratio, target) ? 'met' : '**not met**') : '–',
  ]
}

const HEAD = ['what', 'ours', 'compared with', 'ratio', 'target', '']

/** Numbers that are no comparison of two sides. */
export interface Table {
  readonly title: string
  readonly about: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** The document with this section in the place of the one with the same title, or at the end. */
export function withSection(document: string, section: string): string {
  const [head, ...sections] = document.split(/^(?=## )/m)
  const titleOf = (text: string) => text.slice(0, text.indexOf('\n'))
  const at = sections.findIndex((each) => titleOf(each) === titleOf(section))
  const place = at < 0 ? sections.length : at
  const parts = [head ?? '', ...sections.toSpliced(place, 1, section)]
  return `${parts.map((part) => part.trimEnd()).join('\n\n')}\n`
}

/** A Markdown section: title, what was done, table. */
export function toSection(group: Group | Table, note = ''): string {
  const { title, about, head, rows } = 'head' in group ? group : { ...group, head: HEAD, rows: group.rows.map(cells) }
  const line = (columns: readonly string[]) => `| ${columns.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`
  const table = [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line)]
  return [`## ${title}`, '', about, '', ...(note === '' ? [] : [note, '']), ...table, ''].join('\n')
}
