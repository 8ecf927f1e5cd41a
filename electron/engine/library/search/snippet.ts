import Sqlite from 'better-sqlite3'
import { z } from 'zod'
import type { Snippet, SnippetField } from '../../../contract/search.ts'
import { tokenizer } from './tokenizer.ts'

/** The words of a thing, by where they stand. */
export type Texts = Record<SnippetField, string | null>

/** Where a match is told of first: what a person wrote of it before what stood in a long prompt. */
const fields: readonly SnippetField[] = ['body', 'title', 'tags', 'script', 'prompt', 'recipe']

/** Without a match: what it is about, before what it is called, which is told beside. */
const unmarked: readonly SnippetField[] = ['body', 'prompt', 'script', 'title', 'tags', 'recipe']

const longest = 160
/** So much of the words before the first match is shown with it. */
const leadIn = 40
/** Of a longer text only the beginning is looked at: a snippet is not worth more. */
const looksAt = 100_000

/**
 * For each thing a piece of its words with the matches marked, or without any where the words do not all stand in it.
 * FTS5 itself finds the matches, by the same tokenizer, in a table in memory: what was found is what is marked.
 */
export function snippetsOf(texts: readonly Texts[], match: string | null): (Snippet | null)[] {
  const cleaned = texts.map(clean)
  const marked = match === null ? new Map<number, Texts>() : highlight(cleaned, match)
  return cleaned.map((each, i) => {
    const found = marked.get(i)
    const field = found && fields.find((name) => found[name]?.includes(opens))
    if (found && field) return cut(field, found[field] ?? '')
    const first = unmarked.find((name) => each[name]?.trim())
    return first ? cut(first, each[first] ?? '') : null
  })
}

const opens = '\u0001'
const closes = '\u0002'

/** The signs that will stand for the ends of a match are no words: a blank in their place changes nothing. */
function clean(texts: Texts): Texts {
  const entries = fields.map((field) => [
    field,
    texts[field]?.slice(0, looksAt).replaceAll('\u0000', ' ').replaceAll(opens, ' ').replaceAll(closes, ' ') ?? null,
  ])
  return Object.fromEntries(entries) as Texts // one entry for each field
}

const MarkedRow = z.object({ rowid: z.int() }).catchall(z.string().nullable())

function highlight(texts: readonly Texts[], match: string): Map<number, Texts> {
  const db = new Sqlite(':memory:')
  try {
    db.exec(`CREATE VIRTUAL TABLE page USING fts5 (${fields.join(', ')}, ${tokenizer})`)
    const insert = db.prepare(
      `INSERT INTO page (rowid, ${fields.join(', ')}) VALUES (:rowid, ${fields.map((field) => `:${field}`).join(', ')})`,
    )
    db.transaction(() => texts.forEach((each, i) => insert.run({ rowid: i + 1, ...each })))()
    const columns = fields.map((field, i) => `highlight(page, ${i}, char(1), char(2)) AS ${field}`)
    const rows = db.prepare(`SELECT rowid, ${columns.join(', ')} FROM page WHERE page MATCH ?`).all(match)
    return new Map(
      z
        .array(MarkedRow)
        .parse(rows)
        .map(({ rowid, ...each }) => [rowid - 1, each as Texts]), // the columns are the fields
    )
  } finally {
    db.close()
  }
}

/** A piece of one line, from a little before the first match on. */
function cut(field: SnippetField, marked: string): Snippet {
  const { text, marks } = takeMarks(marked)
  const first = marks[0]?.start ?? firstWord(text)
  const lineStart = text.lastIndexOf('\n', first - 1) + 1
  const lineEnd = text.indexOf('\n', first) < 0 ? text.length : text.indexOf('\n', first)
  const start = first - lineStart <= leadIn ? lineStart : wordAfter(text, first - leadIn, first)
  const end = lineEnd - start <= longest ? lineEnd : wordBefore(text, start + longest, first)
  return {
    field,
    text: text.slice(start, end),
    marks: marks
      .filter((mark) => mark.start < end && mark.end > start)
      .map((mark) => ({ start: Math.max(mark.start, start) - start, end: Math.min(mark.end, end) - start })),
    isCutBefore: text.slice(0, start).trim() !== '',
    isCutAfter: text.slice(end).trim() !== '',
  }
}

const firstWord = (text: string) => Math.max(0, text.search(/\S/))

function takeMarks(marked: string): { text: string; marks: { start: number; end: number }[] } {
  const marks: { start: number; end: number }[] = []
  let text = ''
  for (const [i, piece] of marked.replaceAll(closes, opens).split(opens).entries()) {
    if (i % 2 === 1) marks.push({ start: text.length, end: text.length + piece.length })
    text += piece
  }
  return { text, marks }
}

/** The beginning of a word at or after `from`; `last` where there is none before it. */
function wordAfter(text: string, from: number, last: number): number {
  const blank = text.slice(from, last).search(/\s/)
  return blank < 0 ? whole(text, from) : from + blank + 1
}

/** The end of a word at or before `to`, but behind `first`. */
function wordBefore(text: string, to: number, first: number): number {
  const blank = text.slice(first, to).search(/\s\S*$/)
  return blank <= 0 ? whole(text, to) : first + blank
}

/** A place that is not in the middle of a sign of two units. */
const whole = (text: string, at: number) => (/[\uDC00-\uDFFF]/.test(text[at] ?? '') ? at - 1 : at)
