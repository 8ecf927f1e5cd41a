import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, it } from 'vitest'
import { migrate } from '../../../../electron/engine/library/migrate.ts'
import { newId } from '../support/studio.ts'
import { tablesOf } from '../support/tables.ts'

const sha = (letter: string) => letter.repeat(64)
const frozen = (version: string) => readFileSync(join(import.meta.dirname, 'frozen', `${version}.sql`), 'utf8')

/** A library as version 2 left it. */
function secondVersion(): Sqlite.Database {
  const db = new Sqlite(':memory:')
  db.exec(frozen('0002'))
  db.pragma('foreign_keys = ON')
  return db
}

const made = { prompt: '[]', image: null as string | null }
function insertMade(
  db: Sqlite.Database,
  request: object,
  { prompt, image }: typeof made,
): { jobId: string; id: string } {
  const [jobId, id] = [newId(), newId()]
  const number = db.prepare('SELECT max(queue_number) + 1 FROM jobs').pluck().get()
  db.prepare(
    `INSERT INTO jobs (id, queue_number, state, owner, request, created_at_ms) VALUES (?, ?, 'done', 'o', ?, 1)`,
  ).run(jobId, number, JSON.stringify(request))
  db.prepare(
    `INSERT INTO generations (id, job_id, kind, image_sha256, prompt, seed, steps, guidance, pack, pack_hash, device,
       versions, timings_ms, created_at_ms) VALUES (?, ?, 'generate', ?, ?, 1, 1, 1, 'p', ?, 'cpu', '{}', '{}', 1)`,
  ).run(id, jobId, image, prompt, sha('f'))
  return { jobId, id }
}

const addedToPanel = {
  dialogue: '',
  action: '',
  notes: '',
  scene: '',
  shot: '',
  shot_type: null,
  duration_ms: null,
  transition: 'cut',
  transition_ms: 0,
  ...Object.fromEntries(
    ['reframe', 'move', 'place'].flatMap((of) => ['x', 'y', 'width', 'height'].map((side) => [`${of}_${side}`, null])),
  ),
  trashed_at_ms: null,
}
const addedToBoard = { layout: 'grid', ratio_width: 1, ratio_height: 1, frames_per_second: 24, panel_ms: 2000 }
const addedToAsset = { purpose: 'picture', starred_at_ms: null, rating: null, trashed_at_ms: null, purged_at_ms: null }

/** A patch of version 2 as it is written from version 3 on. */
function patched(json: unknown): string {
  const { title, remove, put } = JSON.parse(String(json)) as Record<string, unknown>
  return JSON.stringify({ head: title === null ? {} : { title }, lists: { panels: { remove, put } } })
}

const empty = [
  'tags',
  'picture_tags',
  'boards',
  'board_items',
  'subjects',
  'subject_pictures',
  'panel_subjects',
  'edits',
]
const emptyToo = ['layers', 'marks', 'chats', 'messages', 'message_generations', 'visual_prompts', 'settings']

it('every row of version 2 is there, with what is new in it', () => {
  const db = secondVersion()
  const old = tablesOf(db)
  migrate(db, 3)
  const { generation_parents: parents = [], ...tables } = tablesOf(db)
  const each = (name: string, add: (row: Record<string, unknown>, i: number) => object) =>
    old[name]!.map((row, i) => ({ ...row, ...add(row, i) }))
  const [session] = old['sessions']!
  const seen = new Map<unknown, number>()
  expect(tables).toEqual({
    ...Object.fromEntries([...empty, ...emptyToo, 'visual_prompt_rows'].map((name) => [name, []])),
    sessions: each('sessions', () => ({
      updated_at_ms: old['storyboards']![0]!['updated_at_ms'],
      trashed_at_ms: null,
    })),
    storyboards: each('storyboards', () => ({ ...addedToBoard, trashed_at_ms: null })),
    panels: each('panels', () => addedToPanel),
    assets: each('assets', () => addedToAsset),
    imports: each('imports', () => ({ session_id: session!['id'] })),
    generations: each('generations', ({ job_id }) => {
      seen.set(job_id, (seen.get(job_id) ?? 0) + 1)
      return { session_id: session!['id'], variant: seen.get(job_id) }
    }),
    changes: old['changes']!.map(({ storyboard_id, forward, inverse, ...row }) => ({
      ...row,
      document_id: storyboard_id,
      kind: 'storyboard',
      forward: patched(forward),
      inverse: patched(inverse),
      storyboard_id,
      edit_id: null,
      board_id: null,
      subject_id: null,
      visual_prompt_id: null,
    })),
    jobs: old['jobs'],
    view: old['view'],
  })
  const imported = old['imports']![0]!['sha256']
  expect(parents).toEqual(
    old['generations']!.map(({ id }) => ({ generation_id: id, image_sha256: imported, parent_id: null })),
  )
  expect(db.pragma('foreign_key_check')).toEqual([])
})

it('results become a tree and go to the session of their storyboard', () => {
  const db = secondVersion()
  const [, second] = [db.prepare('SELECT id FROM sessions').pluck().get(), newId()]
  const first = db.prepare('SELECT session_id FROM storyboards').pluck().get()
  const board = db.prepare('SELECT id FROM storyboards').pluck().get()
  db.prepare(`INSERT INTO sessions (id, title, created_at_ms) VALUES (?, 'Second', 9)`).run(second)
  for (const letter of 'abcde') db.prepare(`INSERT INTO assets VALUES (?, 'image/png', 1, 1, 1, 1)`).run(sha(letter))
  const image = (letter: string) => ({ type: 'image', sha256: sha(letter) })
  const root = insertMade(db, {}, { prompt: '[]', image: sha('a') })
  const again = insertMade(db, {}, { prompt: '[]', image: sha('a') })
  const nested = JSON.stringify([
    { type: 'text', text: sha('c') }, // words that look like a name
    { type: 'example', prompt: [image('a')], answer: [{ type: 'video', frames: [sha('b'), sha('b')] }] },
    { ...image('d'), marks: [{ kind: 'mask', sha256: sha('e') }] },
  ])
  const child = insertMade(db, { storyboardId: board }, { prompt: nested, image: null })
  const drawnOver = insertMade(
    db,
    { source: { sha256: sha('a'), mask: sha('b'), strength: 0.5 } },
    { prompt: JSON.stringify([image('9')]), image: sha('a') }, // a picture that is lost names nobody
  )
  migrate(db, 3)
  const parentsOf = (id: string) =>
    db.prepare('SELECT image_sha256, parent_id FROM generation_parents WHERE generation_id = ?').raw().all(id)
  expect([root, again].flatMap(({ id }) => parentsOf(id))).toEqual([])
  expect(parentsOf(child.id)).toEqual([
    [sha('a'), again.id],
    [sha('b'), null],
    [sha('d'), null],
    [sha('e'), null],
  ])
  expect(parentsOf(drawnOver.id)).toEqual([
    [sha('a'), again.id],
    [sha('b'), null],
  ])
  const sessionOf = (id: string) => db.prepare('SELECT session_id FROM generations WHERE id = ?').pluck().get(id)
  expect([sessionOf(child.id), sessionOf(root.id)]).toEqual([first, second])
})

it('the undo log is held to its document, whichever kind it is', () => {
  const db = secondVersion()
  migrate(db, 3)
  const insert = db.prepare(
    `INSERT INTO changes (document_id, number, id, kind, state, label, forward, inverse, created_at_ms)
     VALUES (?, 9, ?, ?, 'applied', '', '{}', '{}', 1)`,
  )
  const board = db.prepare('SELECT id FROM storyboards').pluck().get()
  for (const kind of ['storyboard', 'edit', 'board', 'subject', 'visual-prompt'])
    expect(() => insert.run(newId(), newId(), kind)).toThrow('FOREIGN KEY')
  expect(() => insert.run(newId(), newId(), 'other')).toThrow('CHECK')
  expect(() => insert.run(board, newId(), 'edit')).toThrow('FOREIGN KEY')
  insert.run(board, newId(), 'storyboard')
  db.prepare('DELETE FROM panels').run()
  db.prepare('DELETE FROM storyboards').run()
  expect(tablesOf(db)['changes']).toEqual([])
})
