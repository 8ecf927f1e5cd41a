import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import { SearchHit, type SearchThing } from '../../../contract/search.ts'

const Place = SearchHit.pick({
  title: true,
  sessionId: true,
  storyboardId: true,
  panelId: true,
  chatId: true,
  generationId: true,
})
/** What a thing is called, and where to go to see it. */
export type Place = z.infer<typeof Place>

const nowhere: Place = {
  title: null,
  sessionId: null,
  storyboardId: null,
  panelId: null,
  chatId: null,
  generationId: null,
}

/** A picture is seen on the newest panel that shows it, and came of its newest result. */
const ofPicture = `SELECT
    (SELECT name FROM imports WHERE sha256 = a.sha256 ORDER BY id DESC LIMIT 1) AS title,
    coalesce(s.session_id, g.session_id,
      (SELECT session_id FROM imports WHERE sha256 = a.sha256 ORDER BY id DESC LIMIT 1)) AS sessionId,
    s.id AS storyboardId, p.id AS panelId, g.id AS generationId
  FROM assets a
  LEFT JOIN panels p ON p.id = (SELECT max(id) FROM panels WHERE image_sha256 = a.sha256 AND trashed_at_ms IS NULL)
  LEFT JOIN storyboards s ON s.id = p.storyboard_id
  LEFT JOIN generations g ON g.id = (SELECT max(id) FROM generations WHERE image_sha256 = a.sha256)
  WHERE a.sha256 = ?`

/** Each with one row for the id of its thing. */
const queries: Readonly<Record<SearchThing, string>> = {
  picture: ofPicture,
  panel: `SELECT s.title, s.session_id AS sessionId, s.id AS storyboardId, p.id AS panelId, p.generation_id AS generationId
    FROM panels p JOIN storyboards s ON s.id = p.storyboard_id WHERE p.id = ?`,
  text: 'SELECT session_id AS sessionId, id AS generationId FROM generations WHERE id = ?',
  message: `SELECT c.title, c.session_id AS sessionId, c.id AS chatId
    FROM messages m JOIN chats c ON c.id = m.chat_id WHERE m.id = ?`,
  chat: 'SELECT title, session_id AS sessionId, id AS chatId FROM chats WHERE id = ?',
  storyboard: 'SELECT title, session_id AS sessionId, id AS storyboardId FROM storyboards WHERE id = ?',
  session: 'SELECT title, id AS sessionId FROM sessions WHERE id = ?',
  board: 'SELECT title FROM boards WHERE id = ?',
  subject: 'SELECT name AS title FROM subjects WHERE id = ?',
  edit: 'SELECT title, session_id AS sessionId FROM edits WHERE id = ?',
  'visual-prompt': 'SELECT title FROM visual_prompts WHERE id = ?',
}

export function readPlace(db: Database, thing: SearchThing, id: string): Place {
  return Place.parse({ ...nowhere, ...z.looseObject({}).parse(db.prepare(queries[thing]).get(id) ?? {}) })
}
