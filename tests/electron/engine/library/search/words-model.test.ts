import type { Database } from 'better-sqlite3'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { Prompt, textsOf } from '../../../../../electron/contract/prompt.ts'
import { toMatch } from '../../../../../electron/engine/library/search/match-query.ts'
import { memoryLibrary, rowsIn } from '../../support/rows.ts'
import { steps, take, vocabulary } from '../../support/search-acts.ts'

// What the triggers keep is compared with the plainest search there is: every row is read, its words are cut up here, and
// each thing is looked at by itself.

/** The same as FTS5 does with this vocabulary, written down without it. */
const wordsOf = (said: string) =>
  said
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}\p{So}]+/u)
    .filter((each) => each !== '')

const Said = z.array(z.strictObject({ thing: z.string(), id: z.string(), said: z.string().nullable() }))

/** Everything that is said of each thing, read row by row. */
function everythingSaid(db: Database): Map<string, string> {
  const all = new Map<string, string>()
  const rowsOf = (sql: string) => Said.parse(db.prepare(sql).all())
  const say = ({ thing, id, said }: z.infer<typeof Said>[number]) => {
    const key = `${thing} ${id}`
    all.set(key, `${all.get(key) ?? ''} ${said ?? ''}`)
  }
  const ofPanel = `caption || ' ' || dialogue || ' ' || action || ' ' || notes || ' ' || scene || ' ' || shot || ' ' || coalesce(shot_type, '')`
  for (const row of rowsOf(
    `SELECT 'picture' AS thing, sha256 AS id, NULL AS said FROM assets WHERE purpose = 'picture' AND purged_at_ms IS NULL`,
  ))
    say(row)
  const isShown = ({ id }: { id: string }) => all.has(`picture ${id}`)
  for (const sql of [
    `SELECT 'picture' AS thing, sha256 AS id, name AS said FROM imports`,
    `SELECT 'picture' AS thing, image_sha256 AS id, ${ofPanel} AS said FROM panels WHERE image_sha256 IS NOT NULL AND trashed_at_ms IS NULL`,
    `SELECT 'picture' AS thing, source_id AS id, prompt || ' ' || recipe AS said FROM search_recipes JOIN search_docs ON id = doc_id`,
    `SELECT 'picture' AS thing, image_sha256 AS id, name AS said FROM picture_tags JOIN tags ON tags.id = tag_id`,
  ])
    rowsOf(sql).filter(isShown).forEach(say)
  for (const sql of [
    `SELECT 'panel' AS thing, id, ${ofPanel} AS said FROM panels`,
    ...['chat', 'storyboard', 'session', 'board', 'edit'].map(
      (thing) => `SELECT '${thing}' AS thing, id, title AS said FROM ${thing}s`,
    ),
    `SELECT 'visual-prompt' AS thing, id, title || ' ' || notes AS said FROM visual_prompts`,
    `SELECT 'subject' AS thing, id, name || ' ' || notes AS said FROM subjects`,
    `SELECT 'edit' AS thing, edit_id AS id, phrase AS said FROM marks`,
  ])
    rowsOf(sql).forEach(say)
  const prompts = `SELECT iif(image_sha256 IS NULL, 'text', 'picture') AS thing, coalesce(image_sha256, id) AS id,
      json_array(json(prompt), coalesce(completion, '') || ' ' || coalesce(text, '') || ' ' || kind || ' nano seed ' || seed || ' cpu') AS said FROM generations
    UNION ALL SELECT 'message', id, json_array(json(parts), '') FROM messages
    UNION ALL SELECT 'edit', id, json_array(json(prompt), '') FROM edits
    UNION ALL SELECT 'visual-prompt', visual_prompt_id, json_array(json(prompt), '') FROM visual_prompt_rows
    UNION ALL SELECT 'visual-prompt', visual_prompt_id, json_array(json(answer), '') FROM visual_prompt_rows`
  for (const row of rowsOf(prompts)) {
    if (row.thing === 'picture' && !isShown(row)) continue
    const [prompt, more] = z.tuple([Prompt, z.string()]).parse(JSON.parse(row.said ?? ''))
    say({ ...row, said: `${textsOf(prompt).join(' ')} ${more}` })
  }
  return all
}

/** What has a doc, and words in the index: each has both. */
function docsOf(db: Database): string[] {
  const query = `SELECT d.thing || ' ' || d.source_id FROM (SELECT rowid FROM search_words) w FULL JOIN search_docs d ON d.id = w.rowid`
  return z.array(z.string()).parse(db.prepare(query).pluck().all())
}

const rowsOf = (db: Database, table: string, columns = 'doc_id, run_id, kind, pack, pack_hash, seed, session_id') =>
  db.prepare(`SELECT ${columns} FROM ${table} ORDER BY 1, 2`).all()

function found(db: Database, typed: string): string[] {
  const query = `SELECT d.thing || ' ' || d.source_id FROM search_words w JOIN search_docs d ON d.id = w.rowid WHERE search_words MATCH ?`
  return z.array(z.string()).parse(db.prepare(query).pluck().all(toMatch(typed)))
}

function expected(said: Map<string, string>, typed: string): string[] {
  const phrases = typed.split(' ').map(wordsOf)
  const has = (words: string[], phrase: string[]) =>
    words.some((_, at) =>
      phrase.every((part, i) => (i < phrase.length - 1 ? words[at + i] === part : words[at + i]?.startsWith(part))),
    )
  return [...said].filter(([, all]) => phrases.every((phrase) => has(wordsOf(all), phrase))).map(([key]) => key)
}

const queries = [...vocabulary, 'fo', 'fox owl', '🦊 été', 'e', 'snow ow', 'wide', 'generate']

it('finds by words what a plain scan finds, whatever was done', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const rows = rowsIn(memoryLibrary())
      const { db } = rows
      for (const step of all) take(rows, step)
      const said = everythingSaid(db)
      expect(docsOf(db).toSorted()).toEqual([...said.keys()].toSorted())
      const sources = 'thing, source_id, image_sha256, created_at_ms, rating, is_starred'
      expect(rowsOf(db, 'search_docs', sources)).toEqual(rowsOf(db, 'search_sources', sources))
      expect(rowsOf(db, 'search_runs')).toEqual(rowsOf(db, 'search_origins'))
      for (const typed of queries) expect(found(db, typed).toSorted(), typed).toEqual(expected(said, typed).toSorted())
      expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
      expect(db.pragma('foreign_key_check')).toEqual([])
      db.close()
    }),
    { numRuns: 100 },
  )
})
