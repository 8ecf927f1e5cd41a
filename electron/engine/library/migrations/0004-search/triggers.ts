import { runsOfImports, runsOfResults, sourcesOf, textColumns, textsOf, things } from './things.ts'

const columns = textColumns.join(', ')

/** Which doc a row has. */
const doc = (thing: string, id: string) =>
  `(SELECT d.id FROM search_docs d WHERE d.thing = '${thing}' AND d.source_id = ${id})`

/**
 * Gives docs the words they now have. Deleted and put in again: a REPLACE here would be overruled by a conflict clause of
 * the statement that fired the trigger.
 */
const indexed = (thing: string, docs: string) => `
    DELETE FROM search_words WHERE rowid IN ${docs};
    INSERT INTO search_words (rowid, ${columns}) ${textsOf(thing, things[thing]!, `d.id IN ${docs}`)};`

const runColumns = '(doc_id, run_id, kind, pack, pack_hash, seed, session_id)'

/** The runs of a picture or a text, as they now are. */
const ran = (doc: string, results: string, imports: string) => `
    DELETE FROM search_runs WHERE doc_id = ${doc};
    INSERT INTO search_runs ${runColumns} ${runsOfResults(results)};
    INSERT INTO search_runs ${runColumns} ${runsOfImports(imports)};`

const ranPicture = (sha256: string) => ran(doc('picture', sha256), `g.image_sha256 = ${sha256}`, `i.sha256 = ${sha256}`)

const ranText = (id: string) => ran(doc('text', id), `g.id = ${id} AND g.image_sha256 IS NULL`, 'FALSE')

const added = (thing: string, id: string) => `
    INSERT INTO search_docs (thing, source_id, image_sha256, created_at_ms, rating, is_starred)
      ${sourcesOf(thing, things[thing]!, `x.${things[thing]!.id} = ${id} AND ${doc(thing, id)} IS NULL`)};
    ${indexed(thing, doc(thing, id))}`

const removed = (thing: string, id: string) => `
    DELETE FROM search_docs WHERE thing = '${thing}' AND source_id = ${id};`

const picture = (sha256: string) => indexed('picture', doc('picture', sha256))
const shown = (row: string) => picture(`${row}.image_sha256`)

const trigger = (name: string, event: string, body: string) => `
  CREATE TRIGGER search_${name} AFTER ${event} BEGIN ${body}
  END;`

/** A table whose rows are things with words of their own, in `columns`. */
const whole = (table: string, thing: string, texts: string) =>
  [
    trigger(`${table}_in`, `INSERT ON ${table}`, added(thing, 'new.id')),
    trigger(`${table}_anew`, `UPDATE OF ${texts} ON ${table}`, indexed(thing, doc(thing, 'new.id'))),
    trigger(`${table}_out`, `DELETE ON ${table}`, removed(thing, 'old.id')),
  ].join('')

/** A table whose rows add words to things: `what` gives the statements for the old or the new row. */
const parts = (table: string, texts: string, what: (row: string) => string) =>
  [
    trigger(`${table}_in`, `INSERT ON ${table}`, what('new')),
    trigger(`${table}_anew`, `UPDATE OF ${texts} ON ${table}`, what('old') + what('new')),
    trigger(`${table}_out`, `DELETE ON ${table}`, what('old')),
  ].join('')

const pictures = [
  trigger('assets_in', 'INSERT ON assets', added('picture', 'new.sha256')),
  trigger(
    'assets_anew',
    'UPDATE OF purpose, purged_at_ms ON assets',
    `
    DELETE FROM search_docs WHERE thing = 'picture' AND source_id = new.sha256
      AND NOT (new.purpose = 'picture' AND new.purged_at_ms IS NULL);
    ${added('picture', 'new.sha256')}${ranPicture('new.sha256')}`,
  ),
  trigger(
    'assets_rated',
    'UPDATE OF rating, starred_at_ms ON assets',
    `
    UPDATE search_docs SET rating = new.rating, is_starred = new.starred_at_ms IS NOT NULL
      WHERE thing = 'picture' AND source_id = new.sha256;`,
  ),
  trigger('assets_out', 'DELETE ON assets', removed('picture', 'old.sha256')),
  parts('imports', 'sha256, name, session_id', (row) => picture(`${row}.sha256`) + ranPicture(`${row}.sha256`)),
  trigger(
    'imports_whole', // a file that could not be looked at may have come back whole
    'INSERT ON imports',
    `DELETE FROM search_vectors WHERE failure IS NOT NULL AND doc_id = ${doc('picture', 'new.sha256')};`,
  ),
  parts('search_recipes', 'prompt, recipe', (row) => indexed('picture', `(SELECT ${row}.doc_id)`)),
  parts('picture_tags', 'image_sha256, tag_id', shown),
  trigger(
    'tags_anew',
    'UPDATE OF name ON tags',
    indexed(
      'picture',
      `(SELECT d.id FROM picture_tags pt CROSS JOIN search_docs d
      ON d.thing = 'picture' AND d.source_id = pt.image_sha256 WHERE pt.tag_id = new.id)`,
    ),
  ),
].join('')

/** A result is of a picture or a text: of the other one there is no doc, and nothing happens. */
const made = (row: string) => shown(row) + ranPicture(`${row}.image_sha256`) + ranText(`${row}.id`)

const results = [
  trigger('generations_in', 'INSERT ON generations', added('text', 'new.id') + made('new')),
  trigger(
    'generations_anew',
    'UPDATE OF prompt, completion, text, kind, pack, pack_hash, seed, device, image_sha256, session_id ON generations',
    removed('text', 'old.id') + added('text', 'new.id') + shown('old') + ranPicture('old.image_sha256') + made('new'),
  ),
  trigger(
    'generations_out',
    'DELETE ON generations',
    removed('text', 'old.id') + shown('old') + ranPicture('old.image_sha256'),
  ),
].join('')

const panels = [
  trigger('panels_in', 'INSERT ON panels', added('panel', 'new.id') + shown('new')),
  trigger(
    'panels_anew',
    'UPDATE OF caption, dialogue, action, notes, scene, shot, shot_type, image_sha256, trashed_at_ms ON panels',
    `
    UPDATE search_docs SET image_sha256 = new.image_sha256 WHERE thing = 'panel' AND source_id = new.id;
    ${indexed('panel', doc('panel', 'new.id'))}${shown('old')}${shown('new')}`,
  ),
  trigger('panels_out', 'DELETE ON panels', removed('panel', 'old.id') + shown('old')),
].join('')

export const triggers = [
  trigger('docs_out', 'DELETE ON search_docs', 'DELETE FROM search_words WHERE rowid = old.id;'),
  pictures,
  results,
  panels,
  whole('messages', 'message', 'parts'),
  whole('chats', 'chat', 'title'),
  whole('storyboards', 'storyboard', 'title'),
  whole('sessions', 'session', 'title'),
  whole('boards', 'board', 'title'),
  whole('subjects', 'subject', 'name, notes'),
  whole('edits', 'edit', 'title, prompt'),
  parts('marks', 'edit_id, phrase, position', (row) => indexed('edit', doc('edit', `${row}.edit_id`))),
  whole('visual_prompts', 'visual-prompt', 'title, notes'),
  parts('visual_prompt_rows', 'prompt, answer', (row) =>
    indexed('visual-prompt', doc('visual-prompt', `${row}.visual_prompt_id`)),
  ),
].join('')
