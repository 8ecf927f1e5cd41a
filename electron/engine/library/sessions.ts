import type { Database } from 'better-sqlite3'
import { v7 as uuidv7 } from 'uuid'
import { z } from 'zod'
import { Id } from '../../contract/values.ts'
import { insertStoryboard } from './storyboards.ts'

/** The session a new storyboard belongs to: the newest. Ids are UUIDv7, so the primary key is in order of time. */
export function currentSession(db: Database): Id {
  const row = db.prepare('SELECT id FROM sessions ORDER BY id DESC LIMIT 1').get()
  return z.strictObject({ id: Id }).parse(row).id
}

/** The first start: the page always has something to open. */
export function ensureFirstSession(db: Database, nowMs: number): void {
  db.transaction(() => {
    if (db.prepare('SELECT 1 FROM sessions LIMIT 1').get()) return
    const sessionId = uuidv7()
    db.prepare('INSERT INTO sessions (id, title, created_at_ms, updated_at_ms) VALUES (?, ?, ?, ?)').run(
      sessionId,
      'First session',
      nowMs,
      nowMs,
    )
    insertStoryboard(db, { id: uuidv7(), sessionId, title: 'Untitled storyboard', nowMs })
  }).immediate()
}
