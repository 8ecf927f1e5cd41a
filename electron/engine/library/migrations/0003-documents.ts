import { changes } from './0003-documents/changes.ts'
import { chats, saved } from './0003-documents/chats.ts'
import { edits } from './0003-documents/edits.ts'
import { generations, pictures } from './0003-documents/pictures.ts'
import { storyboards, subjects } from './0003-documents/storyboards.ts'
import type { Migration } from './migration.ts'

const sessions = `
  ALTER TABLE sessions ADD COLUMN updated_at_ms INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE sessions ADD COLUMN trashed_at_ms INTEGER;
  UPDATE sessions SET updated_at_ms = max(created_at_ms,
    coalesce((SELECT max(updated_at_ms) FROM storyboards WHERE session_id = sessions.id), 0));
  CREATE INDEX sessions_trashed ON sessions (trashed_at_ms) WHERE trashed_at_ms IS NOT NULL;
`

/** All that the five places of Plumage keep: see the table of tables in electron/engine/library/README.md. */
export default {
  version: 3,
  up: (db) => {
    db.exec(sessions + pictures + generations + subjects + storyboards + edits + chats + saved + changes)
  },
} satisfies Migration
