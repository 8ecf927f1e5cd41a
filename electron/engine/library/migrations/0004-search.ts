import { tables, vectors, views } from './0004-search/tables.ts'
import { triggers } from './0004-search/triggers.ts'
import type { Migration } from './migration.ts'

/** What can be found, by which words and by which vectors. Triggers keep it true, whoever writes into the other tables. */
export default {
  version: 4,
  up: (db) => void db.exec(tables + views + vectors + existing + triggers),
} satisfies Migration

/** What was there before, in the order in which it came: ids of docs grow with time. */
const existing = `
  INSERT INTO search_docs (thing, source_id, image_sha256, created_at_ms, rating, is_starred)
    SELECT * FROM search_sources ORDER BY created_at_ms, source_id;
  INSERT INTO search_runs SELECT * FROM search_origins;
  INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe)
    SELECT doc_id, title, body, script, prompt, tags, recipe FROM search_texts;
`
