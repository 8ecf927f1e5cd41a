import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import { AppError } from '../../../contract/failure.ts'
import type { Sha256 } from '../../../contract/values.ts'
import { readGeneration } from '../generations.ts'
import { readJob } from '../jobs.ts'
import { listNamingColumns, picturesNamedIn, type NamingColumn } from '../named-pictures.ts'
import { readStoryboard } from '../storyboards.ts'
import type { Findings } from './findings.ts'

/** Whether every row says something this version understands, and names only what is there. */
export function checkRows(db: Database, findings: Findings): void {
  for (const { table, read } of readers) {
    for (const id of idsOf(db, table)) {
      findings.checked.rows++
      tryToRead(() => read(db, id), `${table} ${id}`, findings)
    }
  }
  for (const column of listNamingColumns(db)) checkNames(db, column, findings)
}

const idsAtOnce = 1000

/** A few at a time: there may be a million, and a statement that is not finished keeps others from beginning. */
function* idsOf(db: Database, table: string): Generator<string> {
  const next = db.prepare(`SELECT id FROM ${table} WHERE id > ? ORDER BY id LIMIT ${idsAtOnce}`).pluck()
  for (let last = ''; ;) {
    const ids = z.array(z.string()).parse(next.all(last))
    yield* ids
    if (ids.length < idsAtOnce) return
    last = ids.at(-1) ?? last
  }
}

const readers: readonly { table: string; read: (db: Database, id: string) => unknown }[] = [
  { table: 'storyboards', read: readStoryboard },
  { table: 'generations', read: readGeneration },
  { table: 'jobs', read: readJob },
]

function tryToRead(read: () => unknown, subject: string, findings: Findings): void {
  try {
    read()
  } catch (error) {
    const isOurs = error instanceof z.ZodError || error instanceof SyntaxError || error instanceof AppError
    if (!isOurs) throw error
    const sentence = `${subject} cannot be read: something in it is not what Plumage writes. Restore a backup in which it is whole, or report this.`
    findings.add('unreadable-row', subject, sentence)
  }
}

function namedIn(json: string): Sha256[] {
  try {
    return picturesNamedIn(JSON.parse(json))
  } catch {
    return [] // no JSON: the check of the pages has said so, since the column may hold nothing else
  }
}

const Named = z.object({ subject: z.string(), json: z.string().nullable() })

/** Everything a prompt, a job or a step of undo needs must be there, or it cannot be done again. */
function checkNames(db: Database, { table, column, key }: NamingColumn, findings: Findings): void {
  const isKnown = db.prepare('SELECT 1 FROM assets WHERE sha256 = ?').pluck()
  const query = `SELECT ${key.join(" || ' ' || ")} AS subject, ${column} AS json FROM ${table}`
  for (const row of db.prepare(query).iterate()) {
    const { subject, json } = Named.parse(row)
    for (const sha256 of json === null ? [] : namedIn(json)) {
      findings.checked.references++
      if (isKnown.get(sha256) !== undefined) continue
      const sentence = `${table} ${subject} names the picture ${sha256}, which is not in the library. Add the picture again, or restore a backup.`
      findings.add('unknown-picture', `${table} ${subject}`, sentence)
    }
  }
}
