import * as fc from 'fast-check'
import { z } from 'zod'
import { promptOf, type Rows } from './rows.ts'
import { type Act, change, documentActs } from './search-document-acts.ts'
import { newId } from './studio.ts'

/** Words that are cut up in every way: capitals, diacritics, signs, symbols, the same beginnings. */
export const vocabulary = ['fox', 'Fuchs', 'füchse', 'été', 'FOXES', '🦊', 'owl', "don't", 'snow-owl', '7']
const word = fc.constantFrom(...vocabulary)
const text = fc.array(word, { maxLength: 3 }).map((words) => words.join(' '))

const acts: Record<string, Act> = {
  picture: ({ picture }) => void picture(newId()),
  mask: ({ picture }) => void picture(newId(), { purpose: 'mask' }),
  import(rows, pick, [name]) {
    const sha256 = pick('sha256', 'assets')
    if (sha256) rows.imported(sha256, name)
  },
  renameImport: (rows, pick, [name]) =>
    change(rows, 'UPDATE imports SET name = ? WHERE id = ?', name, pick('id', 'imports')),
  recipe: (rows, pick, [prompt, recipe]) =>
    change(
      rows,
      'INSERT OR REPLACE INTO search_recipes SELECT id, ?, ? FROM search_docs WHERE source_id = ?',
      prompt,
      recipe,
      pick('sha256', 'assets'),
    ),
  newRecipe: (rows, pick, [prompt]) =>
    change(rows, 'UPDATE search_recipes SET prompt = ? WHERE doc_id = ?', prompt, pick('doc_id', 'search_recipes')),
  removeRecipe: (rows, pick) =>
    change(rows, 'DELETE FROM search_recipes WHERE doc_id = ?', pick('doc_id', 'search_recipes')),
  removeImport: (rows, pick) => change(rows, 'DELETE FROM imports WHERE id = ?', pick('id', 'imports')),
  purge: (rows, pick) => change(rows, 'UPDATE assets SET purged_at_ms = 5 WHERE sha256 = ?', pick('sha256', 'assets')),
  bringBack: (rows, pick) =>
    change(rows, 'UPDATE assets SET purged_at_ms = NULL WHERE sha256 = ?', pick('sha256', 'assets')),
  rate: (rows, pick) =>
    change(
      rows,
      'UPDATE assets SET rating = 5, starred_at_ms = iif(starred_at_ms IS NULL, 1, NULL) WHERE sha256 = ?',
      pick('sha256', 'assets'),
    ),
  repurpose: (rows, pick) =>
    change(
      rows,
      `UPDATE assets SET purpose = iif(purpose = 'mask', 'picture', 'mask') WHERE sha256 = ?`,
      pick('sha256', 'assets'),
    ),
  forgetPicture(rows, pick) {
    const sha256 = pick('sha256', 'assets')
    for (const table of ['imports', 'generations', 'panels']) {
      const column = table === 'imports' ? 'sha256' : 'image_sha256'
      change(rows, `DELETE FROM ${table} WHERE ${column} = ?`, sha256)
    }
    change(rows, 'DELETE FROM assets WHERE sha256 = ?', sha256)
  },
  panel: ({ panel }, pick, [caption, notes]) =>
    void panel({ caption, dialogue: notes, scene: '7', image_sha256: pick('sha256', 'assets') }),
  bare: ({ panel }, _, [caption, action]) => void panel({ caption, action }),
  caption: (rows, pick, [caption]) =>
    change(rows, 'UPDATE panels SET caption = ? WHERE id = ?', caption, pick('id', 'panels')),
  notes: (rows, pick, [notes]) =>
    change(rows, 'UPDATE panels SET notes = ?, shot_type = ? WHERE id = ?', notes, 'wide', pick('id', 'panels')),
  show: (rows, pick) =>
    change(rows, 'UPDATE panels SET image_sha256 = ? WHERE id = ?', pick('sha256', 'assets'), pick('id', 'panels')),
  hide: (rows, pick) => change(rows, 'UPDATE panels SET image_sha256 = NULL WHERE id = ?', pick('id', 'panels')),
  trashPanel: (rows, pick) =>
    change(
      rows,
      'UPDATE panels SET trashed_at_ms = iif(trashed_at_ms IS NULL, 9, NULL) WHERE id = ?',
      pick('id', 'panels'),
    ),
  removePanel: (rows, pick) => change(rows, 'DELETE FROM panels WHERE id = ?', pick('id', 'panels')),
  result: ({ generation }, pick, [a, b]) =>
    void generation({ prompt: promptOf(a, b), completion: b, image_sha256: pick('sha256', 'assets') }),
  words: ({ generation }, _, [a, b]) => void generation({ prompt: nested(a), text: b, kind: 'answer' }),
  prompt: (rows, pick, [a]) =>
    change(rows, 'UPDATE generations SET prompt = ? WHERE id = ?', promptOf(a), pick('id', 'generations')),
  moveResult: (rows, pick) =>
    change(
      rows,
      'UPDATE generations SET session_id = ?, seed = seed + 1 WHERE id = ?',
      pick('id', 'sessions'),
      pick('id', 'generations'),
    ),
  moveImport: (rows, pick) =>
    change(rows, 'UPDATE imports SET session_id = ? WHERE id = ?', pick('id', 'sessions'), pick('id', 'imports')),
  otherPicture: (rows, pick) =>
    change(
      rows,
      'UPDATE generations SET image_sha256 = ? WHERE id = ?',
      pick('sha256', 'assets'),
      pick('id', 'generations'),
    ),
  forgetResult: (rows, pick) => change(rows, 'DELETE FROM generations WHERE id = ?', pick('id', 'generations')),
  tag(rows, pick, [name]) {
    const sha256 = pick('sha256', 'assets')
    const known = rows.db
      .prepare('SELECT id FROM tags WHERE name = ?')
      .pluck()
      .get(name || 'plain')
    if (sha256 && known === undefined) rows.tag(name || 'plain', sha256)
  },
  tagMore: (rows, pick) => {
    const [image_sha256, tag_id] = [pick('sha256', 'assets'), pick('id', 'tags')]
    if (!image_sha256 || !tag_id) return
    rows.db.prepare('INSERT OR IGNORE INTO picture_tags VALUES (?, ?, 1)').run(image_sha256, tag_id)
  },
  untag: (rows, pick) => change(rows, 'DELETE FROM picture_tags WHERE image_sha256 = ?', pick('sha256', 'assets')),
  renameTag: (rows, pick, [name]) =>
    change(rows, 'UPDATE OR IGNORE tags SET name = ? WHERE id = ?', name || 'plain', pick('id', 'tags')),
  removeTag: (rows, pick) => change(rows, 'DELETE FROM tags WHERE id = ?', pick('id', 'tags')),
  ...documentActs,
}

const nested = (words: string) =>
  JSON.stringify([
    {
      type: 'example',
      prompt: [{ type: 'object', box: { left: 0, top: 0, right: 1, bottom: 1 }, phrase: words }],
      answer: [],
    },
  ])

/** Something of everything, to begin with. */
const first = [
  'picture',
  'picture',
  'import',
  'panel',
  'result',
  'words',
  'tag',
  'chat',
  'storyboard',
  'session',
  'board',
  'subject',
  'edit',
  'visualPrompt',
]

const step = fc.record({
  name: fc.constantFrom(...Object.keys(acts)),
  pick: fc.nat(),
  words: fc.tuple(text, text),
  isTakenBack: fc.nat({ max: 9 }).map((n) => n === 9),
})
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

/** What a library may have gone through: something of everything, then anything. */
export const steps: fc.Arbitrary<Step[]> = fc
  .tuple(
    fc.tuple(...first.map((name) => step.map((each) => ({ ...each, name })))),
    fc.array(step, { minLength: 5, maxLength: 40, size: 'max' }),
  )
  .map(([begun, more]) => [...begun, ...more])

/** One step, in a transaction that may be taken back. */
export function take(rows: Rows, { name, pick, words, isTakenBack }: Step): void {
  const { db } = rows
  const chosen = (column: string, table: string) => {
    const ids = z.array(z.coerce.string()).parse(db.prepare(`SELECT ${column} FROM ${table} ORDER BY 1`).pluck().all())
    return ids[pick % Math.max(1, ids.length)] ?? null
  }
  db.exec('BEGIN')
  acts[name]?.(rows, chosen, words)
  db.exec(isTakenBack ? 'ROLLBACK' : 'COMMIT')
}
