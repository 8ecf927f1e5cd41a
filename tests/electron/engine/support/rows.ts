import { createHash } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import { openDatabase } from '../../../../electron/engine/library/database.ts'
import { migrate } from '../../../../electron/engine/library/migrate.ts'
import { ensureFirstSession, currentSession } from '../../../../electron/engine/library/sessions.ts'
import { listStoryboards } from '../../../../electron/engine/library/storyboards.ts'
import { newId } from './studio.ts'

/** Rows put straight into the tables, for what reads them. Whatever is not said is as plain as the schema allows. */
export interface Rows {
  readonly db: Database
  readonly sessionId: string
  readonly storyboardId: string
  /** A picture that is not on disk, named for a word. */
  picture(word: string, more?: Row): string
  imported(sha256: string, name: string, more?: Row): string
  panel(more?: Row): string
  generation(more?: Row): string
  tag(name: string, ...pictures: string[]): string
  insert(table: string, row: Row): void
}

export type Row = Record<string, string | number | null>

export const nameOf = (word: string) => createHash('sha256').update(word).digest('hex')

/** A library of version `to`, in memory. */
export function memoryLibrary(to?: number): Database {
  const db = openDatabase(':memory:')
  migrate(db, to)
  ensureFirstSession(db, 1)
  return db
}

export function rowsIn(db: Database): Rows {
  const sessionId = currentSession(db)
  const storyboardId = listStoryboards(db)[0]!.id
  let position = 0
  const insert = (table: string, row: Row) => {
    const names = Object.keys(row)
    db.prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map((name) => `:${name}`).join(', ')})`).run(
      row,
    )
  }
  const withId = (table: string, row: Row) => {
    const id = newId()
    insert(table, { id, ...row })
    return id
  }
  return {
    db,
    sessionId,
    storyboardId,
    insert,
    picture(word, more = {}) {
      const sha256 = nameOf(word)
      insert('assets', { sha256, mime: 'image/png', width: 1, height: 1, size_bytes: 1, created_at_ms: 1, ...more })
      return sha256
    },
    imported: (sha256, name, more = {}) => withId('imports', { sha256, name, created_at_ms: 1, ...more }),
    panel: (more = {}) =>
      withId('panels', { storyboard_id: storyboardId, position: position++, caption: '', created_at_ms: 1, ...more }),
    generation: (more = {}) =>
      withId('generations', { ...plainGeneration, job_id: newId(), session_id: sessionId, ...more }),
    tag(name, ...pictures) {
      const id = withId('tags', { name, created_at_ms: 1 })
      for (const image_sha256 of pictures) insert('picture_tags', { image_sha256, tag_id: id, created_at_ms: 1 })
      return id
    },
  }
}

const plainGeneration = {
  kind: 'generate',
  prompt: '[]',
  seed: 1,
  steps: 4,
  guidance: 1,
  pack: 'nano',
  pack_hash: nameOf('nano'),
  device: 'cpu',
  versions: '{}',
  timings_ms: '{}',
  created_at_ms: 1,
}

/** A prompt of these words. */
export const promptOf = (...texts: string[]) => JSON.stringify(texts.map((text) => ({ type: 'text', text })))
