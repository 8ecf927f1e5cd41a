import { runsOfImports, runsOfResults, sourcesOf, textColumns, textsOf, things } from './things.ts'

const names = Object.keys(things)
  .map((name) => `'${name}'`)
  .join(', ')

/**
 * The index keeps no text of its own (contentless): what is in it is what search_texts says, and to delete from it takes
 * the rowid alone. One prefix index, of two letters: other beginnings were measured to need none.
 */
export const tables = `
  CREATE TABLE search_docs (
    -- In the order in which things came, and never used twice: whoever pages through results holds ids.
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    thing TEXT NOT NULL CHECK (thing IN (${names})),
    -- The id of the row it is about, or the name of the picture.
    source_id TEXT NOT NULL,
    -- The picture it shows; what shows a picture is found as that picture.
    image_sha256 TEXT,
    created_at_ms INTEGER NOT NULL,
    -- Of a picture, kept here for filters, which ask for it of a hundred thousand docs.
    rating INTEGER,
    is_starred INTEGER,
    UNIQUE (thing, source_id)
  ) STRICT;

  -- What the file of a picture that was brought in says of how it was made. Nothing is an answer too.
  CREATE TABLE search_recipes (
    doc_id INTEGER PRIMARY KEY REFERENCES search_docs (id) ON DELETE CASCADE,
    prompt TEXT NOT NULL,
    recipe TEXT NOT NULL
  ) STRICT;

  -- How each doc came to be, once for every time; for filters too.
  CREATE TABLE search_runs (
    doc_id INTEGER NOT NULL REFERENCES search_docs (id) ON DELETE CASCADE,
    -- The id of the result, or of the import.
    run_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    pack TEXT,
    pack_hash TEXT,
    seed INTEGER,
    session_id TEXT,
    PRIMARY KEY (doc_id, run_id)
  ) STRICT, WITHOUT ROWID;

  CREATE VIRTUAL TABLE search_words USING fts5 (${textColumns.join(', ')},
    content = '', contentless_delete = 1, prefix = '2',
    tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co So'");
`

const each = (query: (name: string) => string) => Object.keys(things).map(query).join('\n    UNION ALL ')

const trashed = (thing: string, from: string, id: string, where: string) => `SELECT d.id FROM ${from}
      CROSS JOIN search_docs d ON d.thing = '${thing}' AND d.source_id = ${id} WHERE ${where}.trashed_at_ms IS NOT NULL`

/** What there is to be found, and under which words: triggers, tests and a rebuild all go by these. */
export const views = `
  CREATE VIEW search_sources (thing, source_id, image_sha256, created_at_ms, rating, is_starred) AS
    ${each((name) => sourcesOf(name, things[name]!))};

  CREATE VIEW search_texts (doc_id, ${textColumns.join(', ')}) AS
    ${each((name) => textsOf(name, things[name]!))};

  CREATE VIEW search_origins (doc_id, run_id, kind, pack, pack_hash, seed, session_id) AS
    ${runsOfResults()}
    UNION ALL ${runsOfImports()};

  -- What lies in the trash, itself or with what it is a part of.
  CREATE VIEW search_trash (doc_id) AS
    ${[
      trashed('picture', 'assets a', 'a.sha256', 'a'),
      trashed('panel', 'panels p', 'p.id', 'p'),
      trashed('panel', 'storyboards b CROSS JOIN panels p ON p.storyboard_id = b.id', 'p.id', 'b'),
      trashed('storyboard', 'storyboards b', 'b.id', 'b'),
      trashed('chat', 'chats c', 'c.id', 'c'),
      trashed('message', 'chats c CROSS JOIN messages m ON m.chat_id = c.id', 'm.id', 'c'),
      trashed('session', 'sessions s', 's.id', 's'),
      trashed('board', 'boards b', 'b.id', 'b'),
      trashed('subject', 'subjects s', 's.id', 's'),
      trashed('edit', 'edits e', 'e.id', 'e'),
      trashed('visual-prompt', 'visual_prompts v', 'v.id', 'v'),
    ].join('\n    UNION ALL ')};
`

/**
 * An ordinary table, measured against sqlite-vec's own (build/decisions/log.md): as fast over all, faster where a filter
 * leaves some, any number of models of any width beside each other, and whole in SQLite's own checks and backups.
 */
export const vectors = `
  -- Vectors of two models cannot be compared.
  CREATE TABLE search_models (
    id INTEGER PRIMARY KEY,
    pack_hash TEXT NOT NULL CHECK (length(pack_hash) = 64),
    dimensions INTEGER NOT NULL CHECK (dimensions > 0),
    -- When it last was the one that is taken without being named.
    usual_at_ms INTEGER,
    UNIQUE (pack_hash, dimensions)
  ) STRICT;

  CREATE TABLE search_vectors (
    id INTEGER PRIMARY KEY,
    model_id INTEGER NOT NULL REFERENCES search_models (id) ON DELETE CASCADE,
    doc_id INTEGER NOT NULL REFERENCES search_docs (id) ON DELETE CASCADE,
    -- One signed byte a dimension.
    vector BLOB,
    -- Why there is none, in a sentence.
    failure TEXT,
    -- The process died over it, which may have had another cause.
    is_worth_a_try INTEGER NOT NULL DEFAULT 0
      CHECK (is_worth_a_try = 0 OR is_worth_a_try = 1 AND failure IS NOT NULL),
    UNIQUE (model_id, doc_id),
    CHECK ((vector IS NULL) <> (failure IS NULL))
  ) STRICT;
  CREATE INDEX search_vectors_by_doc ON search_vectors (doc_id);
  CREATE INDEX search_vectors_failed ON search_vectors (model_id, doc_id) WHERE failure IS NOT NULL;
`
