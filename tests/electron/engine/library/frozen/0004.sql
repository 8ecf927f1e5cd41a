PRAGMA foreign_keys = OFF;
BEGIN;
CREATE TABLE sessions (
      id TEXT PRIMARY KEY,
      title TEXT NOT NULL,
      created_at_ms INTEGER NOT NULL
    , updated_at_ms INTEGER NOT NULL DEFAULT 0, trashed_at_ms INTEGER) STRICT, WITHOUT ROWID;
CREATE TABLE storyboards (
      id TEXT PRIMARY KEY,
      session_id TEXT NOT NULL REFERENCES sessions (id),
      title TEXT NOT NULL,
      revision INTEGER NOT NULL CHECK (revision >= 0),
      created_at_ms INTEGER NOT NULL,
      updated_at_ms INTEGER NOT NULL
    , layout TEXT NOT NULL DEFAULT 'grid' CHECK (layout IN ('grid', 'strip', 'free')), ratio_width REAL NOT NULL DEFAULT 1 CHECK (ratio_width > 0), ratio_height REAL NOT NULL DEFAULT 1 CHECK (ratio_height > 0), frames_per_second REAL NOT NULL DEFAULT 24 CHECK (frames_per_second > 0), panel_ms INTEGER NOT NULL DEFAULT 2000 CHECK (panel_ms > 0), trashed_at_ms INTEGER) STRICT, WITHOUT ROWID;
CREATE TABLE assets (
      sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
      mime TEXT NOT NULL,
      width INTEGER NOT NULL CHECK (width > 0),
      height INTEGER NOT NULL CHECK (height > 0),
      size_bytes INTEGER NOT NULL CHECK (size_bytes > 0),
      created_at_ms INTEGER NOT NULL
    , purpose TEXT NOT NULL DEFAULT 'picture' CHECK (purpose IN ('picture', 'mask', 'frame')), starred_at_ms INTEGER, rating INTEGER CHECK (rating BETWEEN 1 AND 5), trashed_at_ms INTEGER, purged_at_ms INTEGER) STRICT, WITHOUT ROWID;
CREATE TABLE imports (
      id TEXT PRIMARY KEY,
      sha256 TEXT NOT NULL REFERENCES assets (sha256),
      name TEXT NOT NULL,
      created_at_ms INTEGER NOT NULL
    , session_id TEXT REFERENCES sessions (id) ON DELETE SET NULL) STRICT, WITHOUT ROWID;
CREATE TABLE generations (
      id TEXT PRIMARY KEY,
      job_id TEXT NOT NULL,
      kind TEXT NOT NULL,
      image_sha256 TEXT REFERENCES assets (sha256),
      text TEXT,
      completion TEXT,
      prompt TEXT NOT NULL CHECK (json_valid(prompt)),
      seed INTEGER NOT NULL,
      steps INTEGER NOT NULL,
      guidance REAL NOT NULL,
      pack TEXT NOT NULL,
      pack_hash TEXT NOT NULL,
      device TEXT NOT NULL,
      versions TEXT NOT NULL CHECK (json_valid(versions)),
      timings_ms TEXT NOT NULL CHECK (json_valid(timings_ms)),
      created_at_ms INTEGER NOT NULL
    , details TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(details)), session_id TEXT REFERENCES sessions (id) ON DELETE SET NULL, variant INTEGER NOT NULL DEFAULT 1 CHECK (variant > 0)) STRICT, WITHOUT ROWID;
CREATE TABLE panels (
      id TEXT PRIMARY KEY,
      storyboard_id TEXT NOT NULL REFERENCES storyboards (id),
      position INTEGER NOT NULL,
      caption TEXT NOT NULL,
      image_sha256 TEXT REFERENCES assets (sha256),
      generation_id TEXT REFERENCES generations (id),
      created_at_ms INTEGER NOT NULL
    , dialogue TEXT NOT NULL DEFAULT '', action TEXT NOT NULL DEFAULT '', notes TEXT NOT NULL DEFAULT '', scene TEXT NOT NULL DEFAULT '', shot TEXT NOT NULL DEFAULT '', shot_type TEXT, duration_ms INTEGER CHECK (duration_ms > 0), transition TEXT NOT NULL DEFAULT 'cut' CHECK (transition IN ('cut', 'crossfade')), transition_ms INTEGER NOT NULL DEFAULT 0 CHECK (transition_ms >= 0), reframe_x REAL, reframe_y REAL, reframe_width REAL CHECK (reframe_width > 0), reframe_height REAL CHECK (reframe_height > 0 AND reframe_width + reframe_x + reframe_y IS NOT NULL
    OR reframe_height IS NULL AND coalesce(reframe_x, reframe_y, reframe_width) IS NULL), move_x REAL, move_y REAL, move_width REAL CHECK (move_width > 0), move_height REAL CHECK (move_height > 0 AND move_width + move_x + move_y IS NOT NULL
    OR move_height IS NULL AND coalesce(move_x, move_y, move_width) IS NULL), place_x REAL, place_y REAL, place_width REAL CHECK (place_width > 0), place_height REAL CHECK (place_height > 0 AND place_width + place_x + place_y IS NOT NULL
    OR place_height IS NULL AND coalesce(place_x, place_y, place_width) IS NULL), trashed_at_ms INTEGER) STRICT, WITHOUT ROWID;
CREATE TABLE jobs (
      id TEXT PRIMARY KEY,
      queue_number INTEGER NOT NULL UNIQUE,
      state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled', 'interrupted')),
      owner TEXT NOT NULL,
      request TEXT NOT NULL CHECK (json_valid(request)),
      failure TEXT CHECK (failure IS NULL OR json_valid(failure)),
      cancel_wanted INTEGER NOT NULL DEFAULT 0 CHECK (cancel_wanted IN (0, 1)),
      dismissed INTEGER NOT NULL DEFAULT 0 CHECK (dismissed IN (0, 1)),
      created_at_ms INTEGER NOT NULL,
      finished_at_ms INTEGER
    ) STRICT, WITHOUT ROWID;
CREATE TABLE view (
      key TEXT PRIMARY KEY,
      value TEXT NOT NULL CHECK (json_valid(value))
    ) STRICT, WITHOUT ROWID;
CREATE TABLE tags (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (length(name) > 0),
    created_at_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
CREATE TABLE picture_tags (
    image_sha256 TEXT NOT NULL REFERENCES assets (sha256) ON DELETE CASCADE,
    tag_id TEXT NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
    created_at_ms INTEGER NOT NULL,
    PRIMARY KEY (image_sha256, tag_id)
  ) STRICT, WITHOUT ROWID;
CREATE TABLE boards (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    cover_sha256 TEXT REFERENCES assets (sha256) ON DELETE SET NULL,
    revision INTEGER NOT NULL CHECK (revision >= 0),
    created_at_ms INTEGER NOT NULL,
    updated_at_ms INTEGER NOT NULL,
    trashed_at_ms INTEGER
  ) STRICT, WITHOUT ROWID;
CREATE TABLE board_items (
    board_id TEXT NOT NULL REFERENCES boards (id) ON DELETE CASCADE,
    image_sha256 TEXT NOT NULL REFERENCES assets (sha256) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    added_at_ms INTEGER NOT NULL,
    PRIMARY KEY (board_id, image_sha256)
  ) STRICT, WITHOUT ROWID;
CREATE TABLE generation_parents (
    generation_id TEXT NOT NULL REFERENCES generations (id) ON DELETE CASCADE,
    image_sha256 TEXT NOT NULL REFERENCES assets (sha256),
    -- Null for a picture that somebody brought.
    parent_id TEXT REFERENCES generations (id) ON DELETE SET NULL,
    PRIMARY KEY (generation_id, image_sha256)
  ) STRICT, WITHOUT ROWID;
CREATE TABLE subjects (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('character', 'place', 'prop')),
    name TEXT NOT NULL COLLATE NOCASE CHECK (length(name) > 0),
    notes TEXT NOT NULL,
    revision INTEGER NOT NULL CHECK (revision >= 0),
    created_at_ms INTEGER NOT NULL,
    updated_at_ms INTEGER NOT NULL,
    trashed_at_ms INTEGER
  ) STRICT, WITHOUT ROWID;
CREATE TABLE subject_pictures (
    subject_id TEXT NOT NULL REFERENCES subjects (id) ON DELETE CASCADE,
    number INTEGER NOT NULL CHECK (number > 0),
    image_sha256 TEXT NOT NULL REFERENCES assets (sha256),
    PRIMARY KEY (subject_id, number)
  ) STRICT, WITHOUT ROWID;
CREATE TABLE panel_subjects (
    panel_id TEXT NOT NULL REFERENCES panels (id) ON DELETE CASCADE,
    number INTEGER NOT NULL CHECK (number > 0),
    subject_id TEXT NOT NULL REFERENCES subjects (id) ON DELETE CASCADE,
    PRIMARY KEY (panel_id, number)
  ) STRICT, WITHOUT ROWID;
CREATE TABLE edits (
    id TEXT PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES sessions (id),
    title TEXT NOT NULL,
    width_px INTEGER NOT NULL CHECK (width_px > 0),
    height_px INTEGER NOT NULL CHECK (height_px > 0),
    prompt TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(prompt)),
    revision INTEGER NOT NULL CHECK (revision >= 0),
    created_at_ms INTEGER NOT NULL,
    updated_at_ms INTEGER NOT NULL,
    trashed_at_ms INTEGER
  ) STRICT, WITHOUT ROWID;
CREATE TABLE layers (
    id TEXT PRIMARY KEY,
    edit_id TEXT NOT NULL REFERENCES edits (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    image_sha256 TEXT NOT NULL REFERENCES assets (sha256),
    mask_sha256 TEXT REFERENCES assets (sha256),
    generation_id TEXT REFERENCES generations (id),
    x_px REAL NOT NULL,
    y_px REAL NOT NULL,
    width_px REAL NOT NULL CHECK (width_px > 0),
    height_px REAL NOT NULL CHECK (height_px > 0),
    opacity REAL NOT NULL CHECK (opacity BETWEEN 0 AND 1),
    is_shown INTEGER NOT NULL CHECK (is_shown IN (0, 1)),
    created_at_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
CREATE TABLE marks (
    id TEXT PRIMARY KEY,
    edit_id TEXT NOT NULL REFERENCES edits (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    shape TEXT NOT NULL CHECK (json_valid(shape)),
    -- The word it is bound to, or what is noted beside it.
    phrase TEXT NOT NULL,
    -- What it is to look like.
    image_sha256 TEXT REFERENCES assets (sha256),
    subject_id TEXT REFERENCES subjects (id) ON DELETE SET NULL,
    created_at_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
CREATE TABLE chats (
    id TEXT PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES sessions (id),
    title TEXT NOT NULL,
    -- The end of the branch that is shown.
    leaf_id TEXT REFERENCES messages (id) ON DELETE SET NULL,
    created_at_ms INTEGER NOT NULL,
    updated_at_ms INTEGER NOT NULL,
    trashed_at_ms INTEGER
  ) STRICT, WITHOUT ROWID;
CREATE TABLE messages (
    id TEXT PRIMARY KEY,
    chat_id TEXT NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
    parent_id TEXT,
    role TEXT NOT NULL CHECK (role IN ('user', 'assistant')),
    parts TEXT NOT NULL CHECK (json_valid(parts)),
    created_at_ms INTEGER NOT NULL,
    UNIQUE (chat_id, id),
    FOREIGN KEY (chat_id, parent_id) REFERENCES messages (chat_id, id)
  ) STRICT, WITHOUT ROWID;
CREATE TABLE message_generations (
    message_id TEXT NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    number INTEGER NOT NULL CHECK (number > 0),
    generation_id TEXT NOT NULL REFERENCES generations (id),
    PRIMARY KEY (message_id, number)
  ) STRICT, WITHOUT ROWID;
CREATE TABLE visual_prompts (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    notes TEXT NOT NULL,
    revision INTEGER NOT NULL CHECK (revision >= 0),
    created_at_ms INTEGER NOT NULL,
    updated_at_ms INTEGER NOT NULL,
    trashed_at_ms INTEGER
  ) STRICT, WITHOUT ROWID;
CREATE TABLE visual_prompt_rows (
    visual_prompt_id TEXT NOT NULL REFERENCES visual_prompts (id) ON DELETE CASCADE,
    number INTEGER NOT NULL CHECK (number > 0),
    prompt TEXT NOT NULL CHECK (json_valid(prompt)),
    answer TEXT NOT NULL CHECK (json_valid(answer)),
    PRIMARY KEY (visual_prompt_id, number)
  ) STRICT, WITHOUT ROWID;
CREATE TABLE settings (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL CHECK (json_valid(value)),
    updated_at_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
CREATE TABLE "changes" (
    document_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('storyboard', 'edit', 'board', 'subject', 'visual-prompt')),
    state TEXT NOT NULL CHECK (state IN ('applied', 'undone', 'retired')),
    label TEXT NOT NULL,
    joins_with TEXT,
    forward TEXT NOT NULL CHECK (json_valid(forward)),
    inverse TEXT NOT NULL CHECK (json_valid(inverse)),
    created_at_ms INTEGER NOT NULL,
    storyboard_id TEXT GENERATED ALWAYS AS (iif(kind = 'storyboard', document_id, NULL)) VIRTUAL
      REFERENCES storyboards (id) ON DELETE CASCADE,
    edit_id TEXT GENERATED ALWAYS AS (iif(kind = 'edit', document_id, NULL)) VIRTUAL
      REFERENCES edits (id) ON DELETE CASCADE,
    board_id TEXT GENERATED ALWAYS AS (iif(kind = 'board', document_id, NULL)) VIRTUAL
      REFERENCES boards (id) ON DELETE CASCADE,
    subject_id TEXT GENERATED ALWAYS AS (iif(kind = 'subject', document_id, NULL)) VIRTUAL
      REFERENCES subjects (id) ON DELETE CASCADE,
    visual_prompt_id TEXT GENERATED ALWAYS AS (iif(kind = 'visual-prompt', document_id, NULL)) VIRTUAL
      REFERENCES visual_prompts (id) ON DELETE CASCADE,
    PRIMARY KEY (document_id, number)
  ) STRICT, WITHOUT ROWID;
CREATE TABLE search_docs (
    -- In the order in which things came, and never used twice: whoever pages through results holds ids.
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    thing TEXT NOT NULL CHECK (thing IN ('picture', 'panel', 'text', 'message', 'chat', 'storyboard', 'session', 'board', 'subject', 'edit', 'visual-prompt')),
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
CREATE TABLE search_recipes (
    doc_id INTEGER PRIMARY KEY REFERENCES search_docs (id) ON DELETE CASCADE,
    prompt TEXT NOT NULL,
    recipe TEXT NOT NULL
  ) STRICT;
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
CREATE VIRTUAL TABLE search_words USING fts5 (title, body, script, prompt, tags, recipe,
    content = '', contentless_delete = 1, prefix = '2',
    tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co So'");
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
INSERT INTO sessions (id, title, created_at_ms, updated_at_ms, trashed_at_ms) VALUES ('01a2108d-e72a-7452-8806-ccd9b46939aa', 'First session', 1795574064872, 1795574065066, NULL);
INSERT INTO storyboards (id, session_id, title, revision, created_at_ms, updated_at_ms, layout, ratio_width, ratio_height, frames_per_second, panel_ms, trashed_at_ms) VALUES ('01a2108d-e72c-7204-ad34-baa7524f2830', '01a2108d-e72a-7452-8806-ccd9b46939aa', 'Foxes', 3, 1795574064872, 1795574065066, 'grid', 1.0, 1.0, 24.0, 2000, NULL);
INSERT INTO assets (sha256, mime, width, height, size_bytes, created_at_ms, purpose, starred_at_ms, rating, trashed_at_ms, purged_at_ms) VALUES ('2735d08233e2c3b1e8e412eb3d801616fa465989dadb5973fd565b7adf1e924b', 'image/png', 48, 32, 148, 1795574065305, 'picture', NULL, NULL, NULL, NULL);
INSERT INTO assets (sha256, mime, width, height, size_bytes, created_at_ms, purpose, starred_at_ms, rating, trashed_at_ms, purged_at_ms) VALUES ('5f4a0e920cb4ebc34301d4adc94f3b887b6f7e5f67d044f908405ab2ca822d2d', 'image/png', 48, 32, 148, 1795574065058, 'picture', NULL, NULL, NULL, NULL);
INSERT INTO assets (sha256, mime, width, height, size_bytes, created_at_ms, purpose, starred_at_ms, rating, trashed_at_ms, purged_at_ms) VALUES ('5fd59832be276d0886f899064720ec10377cd80a56e0d2704b60a1c63e25ec6d', 'image/png', 48, 32, 148, 1795574065267, 'picture', NULL, NULL, NULL, NULL);
INSERT INTO assets (sha256, mime, width, height, size_bytes, created_at_ms, purpose, starred_at_ms, rating, trashed_at_ms, purged_at_ms) VALUES ('d97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf', 'image/png', 8, 8, 69, 1795574064994, 'picture', 1795574070000, 4, NULL, NULL);
INSERT INTO assets (sha256, mime, width, height, size_bytes, created_at_ms, purpose, starred_at_ms, rating, trashed_at_ms, purged_at_ms) VALUES ('dbf1927e60f21b5d2d90c3f215a388c5a699a8782bbd1ecf7fe102f234bc5b53', 'image/png', 48, 32, 148, 1795574065195, 'picture', NULL, NULL, 1795574070000, NULL);
INSERT INTO imports (id, sha256, name, created_at_ms, session_id) VALUES ('01a2108d-e761-7039-8d59-b767f0774223', 'd97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf', 'black.png', 1795574064994, '01a2108d-e72a-7452-8806-ccd9b46939aa');
INSERT INTO generations (id, job_id, kind, image_sha256, text, completion, prompt, seed, steps, guidance, pack, pack_hash, device, versions, timings_ms, created_at_ms, details, session_id, variant) VALUES ('01a2108d-e7a2-725c-b172-386604cc2e10', '01a2108d-e77d-73d1-8e8a-4983be2e7f60', 'continue', '5f4a0e920cb4ebc34301d4adc94f3b887b6f7e5f67d044f908405ab2ca822d2d', 'and then 1', NULL, '[{"type":"text","text":"a fox"},{"type":"image","sha256":"d97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf"}]', 41, 4, 1.0, 'peer', 'abababababababababababababababababababababababababababababababab', 'cpu', '{"peer":"1"}', '{"draw":1}', 1795574065058, '{}', '01a2108d-e72a-7452-8806-ccd9b46939aa', 1);
INSERT INTO generations (id, job_id, kind, image_sha256, text, completion, prompt, seed, steps, guidance, pack, pack_hash, device, versions, timings_ms, created_at_ms, details, session_id, variant) VALUES ('01a2108d-e7e1-705b-8123-bdc0fd19d923', '01a2108d-e7c5-751f-b74e-a18e889f5f90', 'answer', NULL, 'a picture of 3', NULL, '[{"type":"image","sha256":"d97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf"},{"type":"text","text":"What is this?"}]', 3, 4, 1.0, 'peer', 'abababababababababababababababababababababababababababababababab', 'cpu', '{"peer":"1"}', '{"draw":1}', 1795574065122, '{"stoppedBy":"eos","phrases":[{"phrase":"picture","start":2,"boxes":[{"left":0.25,"top":0.25,"right":0.75,"bottom":0.75}]}]}', '01a2108d-e72a-7452-8806-ccd9b46939aa', 1);
INSERT INTO generations (id, job_id, kind, image_sha256, text, completion, prompt, seed, steps, guidance, pack, pack_hash, device, versions, timings_ms, created_at_ms, details, session_id, variant) VALUES ('01a2108d-e82b-7456-b5e4-54bb259e3ac0', '01a2108d-e7f2-73ae-9aaa-f15a8b4a50af', 'compose', NULL, 'once', NULL, '[{"type":"image","sha256":"d97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf"},{"type":"text","text":"What is this?"}]', 4, 4, 1.0, 'peer', 'abababababababababababababababababababababababababababababababab', 'cpu', '{"peer":"1"}', '{"draw":1}', 1795574065195, '{"stoppedBy":"eos"}', '01a2108d-e72a-7452-8806-ccd9b46939aa', 1);
INSERT INTO generations (id, job_id, kind, image_sha256, text, completion, prompt, seed, steps, guidance, pack, pack_hash, device, versions, timings_ms, created_at_ms, details, session_id, variant) VALUES ('01a2108d-e82b-7456-b5e4-580bca5a0369', '01a2108d-e7f2-73ae-9aaa-f15a8b4a50af', 'compose', 'dbf1927e60f21b5d2d90c3f215a388c5a699a8782bbd1ecf7fe102f234bc5b53', NULL, NULL, '[{"type":"image","sha256":"d97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf"},{"type":"text","text":"What is this?"}]', 4, 4, 1.0, 'peer', 'abababababababababababababababababababababababababababababababab', 'cpu', '{"peer":"1"}', '{"draw":1}', 1795574065195, '{"stoppedBy":"eos"}', '01a2108d-e72a-7452-8806-ccd9b46939aa', 2);
INSERT INTO generations (id, job_id, kind, image_sha256, text, completion, prompt, seed, steps, guidance, pack, pack_hash, device, versions, timings_ms, created_at_ms, details, session_id, variant) VALUES ('01a2108d-e82b-7456-b5e4-5c92270e5e63', '01a2108d-e7f2-73ae-9aaa-f15a8b4a50af', 'compose', NULL, 'the end', NULL, '[{"type":"image","sha256":"d97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf"},{"type":"text","text":"What is this?"}]', 4, 4, 1.0, 'peer', 'abababababababababababababababababababababababababababababababab', 'cpu', '{"peer":"1"}', '{"draw":1}', 1795574065195, '{"stoppedBy":"eos"}', '01a2108d-e72a-7452-8806-ccd9b46939aa', 3);
INSERT INTO generations (id, job_id, kind, image_sha256, text, completion, prompt, seed, steps, guidance, pack, pack_hash, device, versions, timings_ms, created_at_ms, details, session_id, variant) VALUES ('01a2108d-e873-7216-93f8-20bb3afda717', '01a2108d-e834-71d0-8457-9f053e56b47d', 'blend', '5fd59832be276d0886f899064720ec10377cd80a56e0d2704b60a1c63e25ec6d', NULL, NULL, '[{"type":"image","sha256":"d97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf"}]', 5, 4, 1.0, 'peer', 'abababababababababababababababababababababababababababababababab', 'cpu', '{"peer":"1"}', '{"draw":1}', 1795574065267, '{}', '01a2108d-e72a-7452-8806-ccd9b46939aa', 1);
INSERT INTO generations (id, job_id, kind, image_sha256, text, completion, prompt, seed, steps, guidance, pack, pack_hash, device, versions, timings_ms, created_at_ms, details, session_id, variant) VALUES ('01a2108d-e899-7036-9f5f-011959a141ce', '01a2108d-e875-7233-a9b1-455020d3b85c', 'generate', '2735d08233e2c3b1e8e412eb3d801616fa465989dadb5973fd565b7adf1e924b', NULL, 'a completed prompt', '[{"type":"image","sha256":"d97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf"},{"type":"text","text":"What is this?"}]', 6, 4, 1.0, 'peer', 'abababababababababababababababababababababababababababababababab', 'cpu', '{"peer":"1"}', '{"draw":1}', 1795574065305, '{}', '01a2108d-e72a-7452-8806-ccd9b46939aa', 1);
INSERT INTO panels (id, storyboard_id, position, caption, image_sha256, generation_id, created_at_ms, dialogue, action, notes, scene, shot, shot_type, duration_ms, transition, transition_ms, reframe_x, reframe_y, reframe_width, reframe_height, move_x, move_y, move_width, move_height, place_x, place_y, place_width, place_height, trashed_at_ms) VALUES ('01a2108d-e776-72a3-9004-28034c8a6cc4', '01a2108d-e72c-7204-ad34-baa7524f2830', 0, 'a fox', 'd97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf', NULL, 1795574065016, 'Who is there?', 'It listens.', 'rain', '1', 'A', 'close-up', 1500, 'crossfade', 250, 0.1, 0.0, 0.8, 1.0, NULL, NULL, NULL, NULL, 40.0, -20.5, 320.0, 180.0, NULL);
INSERT INTO panels (id, storyboard_id, position, caption, image_sha256, generation_id, created_at_ms, dialogue, action, notes, scene, shot, shot_type, duration_ms, transition, transition_ms, reframe_x, reframe_y, reframe_width, reframe_height, move_x, move_y, move_width, move_height, place_x, place_y, place_width, place_height, trashed_at_ms) VALUES ('01a2108d-e77d-73d1-8e8a-4e4d7c5d1f16', '01a2108d-e72c-7204-ad34-baa7524f2830', 1048576, 'and then 1', '5f4a0e920cb4ebc34301d4adc94f3b887b6f7e5f67d044f908405ab2ca822d2d', '01a2108d-e7a2-725c-b172-386604cc2e10', 1795574065058, '', '', '', '', '', NULL, NULL, 'cut', 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO jobs (id, queue_number, state, owner, request, failure, cancel_wanted, dismissed, created_at_ms, finished_at_ms) VALUES ('01a2108d-e77d-73d1-8e8a-4983be2e7f60', 1, 'done', '2407-1795574064872-0', '{"jobId":"01a2108d-e77d-73d1-8e8a-4983be2e7f60","seed":41,"settings":{},"kind":"continue","storyboardId":"01a2108d-e72c-7204-ad34-baa7524f2830","context":["01a2108d-e776-72a3-9004-28034c8a6cc4"],"afterPanelId":"01a2108d-e776-72a3-9004-28034c8a6cc4","newPanelId":"01a2108d-e77d-73d1-8e8a-4e4d7c5d1f16","caption":null}', NULL, 0, 0, 1795574065025, 1795574065058);
INSERT INTO jobs (id, queue_number, state, owner, request, failure, cancel_wanted, dismissed, created_at_ms, finished_at_ms) VALUES ('01a2108d-e7c5-751f-b74e-a18e889f5f90', 2, 'done', '2407-1795574064872-0', '{"jobId":"01a2108d-e7c5-751f-b74e-a18e889f5f90","seed":3,"settings":{},"kind":"answer","task":"ask","prompt":[{"type":"image","sha256":"d97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf"},{"type":"text","text":"What is this?"}],"writing":{"maxTokens":20,"grounded":true}}', NULL, 0, 0, 1795574065097, 1795574065122);
INSERT INTO jobs (id, queue_number, state, owner, request, failure, cancel_wanted, dismissed, created_at_ms, finished_at_ms) VALUES ('01a2108d-e7f2-73ae-9aaa-f15a8b4a50af', 3, 'done', '2407-1795574064872-0', '{"jobId":"01a2108d-e7f2-73ae-9aaa-f15a8b4a50af","seed":4,"settings":{},"kind":"compose","prompt":[{"type":"image","sha256":"d97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf"},{"type":"text","text":"What is this?"}],"writing":{"temperature":0.5},"maxPictures":2}', NULL, 0, 0, 1795574065140, 1795574065195);
INSERT INTO jobs (id, queue_number, state, owner, request, failure, cancel_wanted, dismissed, created_at_ms, finished_at_ms) VALUES ('01a2108d-e834-71d0-8457-9f053e56b47d', 4, 'done', '2407-1795574064872-0', '{"jobId":"01a2108d-e834-71d0-8457-9f053e56b47d","seed":5,"settings":{},"kind":"blend","images":[{"sha256":"d97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf","weight":1}]}', NULL, 0, 0, 1795574065210, 1795574065267);
INSERT INTO jobs (id, queue_number, state, owner, request, failure, cancel_wanted, dismissed, created_at_ms, finished_at_ms) VALUES ('01a2108d-e875-7233-a9b1-455020d3b85c', 5, 'done', '2407-1795574064872-0', '{"jobId":"01a2108d-e875-7233-a9b1-455020d3b85c","seed":6,"settings":{"solver":"dpm-solver++"},"kind":"generate","prompt":[{"type":"image","sha256":"d97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf"},{"type":"text","text":"What is this?"}],"source":{"sha256":"d97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf","strength":0.5,"mask":"d97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf"},"count":1}', NULL, 0, 0, 1795574065271, 1795574065305);
INSERT INTO view (key, value) VALUES ('camera', '{"x":1}');
INSERT INTO tags (id, name, created_at_ms) VALUES ('01a2108d-faf0-7150-a96e-3a4ee58e531c', 'night', 1795574070000);
INSERT INTO picture_tags (image_sha256, tag_id, created_at_ms) VALUES ('d97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf', '01a2108d-faf0-7150-a96e-3a4ee58e531c', 1795574070000);
INSERT INTO boards (id, title, cover_sha256, revision, created_at_ms, updated_at_ms, trashed_at_ms) VALUES ('01a2108d-faf0-76e2-9e34-cb9fe2487387', 'Best', 'd97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf', 2, 1795574070000, 1795574070000, NULL);
INSERT INTO board_items (board_id, image_sha256, position, added_at_ms) VALUES ('01a2108d-faf0-76e2-9e34-cb9fe2487387', 'd97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf', 0, 1795574070000);
INSERT INTO board_items (board_id, image_sha256, position, added_at_ms) VALUES ('01a2108d-faf0-76e2-9e34-cb9fe2487387', 'dbf1927e60f21b5d2d90c3f215a388c5a699a8782bbd1ecf7fe102f234bc5b53', 1048576, 1795574070000);
INSERT INTO generation_parents (generation_id, image_sha256, parent_id) VALUES ('01a2108d-e7a2-725c-b172-386604cc2e10', 'd97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf', NULL);
INSERT INTO generation_parents (generation_id, image_sha256, parent_id) VALUES ('01a2108d-e7e1-705b-8123-bdc0fd19d923', 'd97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf', NULL);
INSERT INTO generation_parents (generation_id, image_sha256, parent_id) VALUES ('01a2108d-e82b-7456-b5e4-54bb259e3ac0', 'd97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf', NULL);
INSERT INTO generation_parents (generation_id, image_sha256, parent_id) VALUES ('01a2108d-e82b-7456-b5e4-580bca5a0369', 'd97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf', NULL);
INSERT INTO generation_parents (generation_id, image_sha256, parent_id) VALUES ('01a2108d-e82b-7456-b5e4-5c92270e5e63', 'd97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf', NULL);
INSERT INTO generation_parents (generation_id, image_sha256, parent_id) VALUES ('01a2108d-e873-7216-93f8-20bb3afda717', 'd97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf', NULL);
INSERT INTO generation_parents (generation_id, image_sha256, parent_id) VALUES ('01a2108d-e899-7036-9f5f-011959a141ce', 'd97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf', NULL);
INSERT INTO subjects (id, kind, name, notes, revision, created_at_ms, updated_at_ms, trashed_at_ms) VALUES ('01a2108d-faf0-70e5-95e0-bba7d37a463b', 'character', 'Mo', 'a fox', 1, 1795574070000, 1795574070000, NULL);
INSERT INTO subject_pictures (subject_id, number, image_sha256) VALUES ('01a2108d-faf0-70e5-95e0-bba7d37a463b', 1, 'd97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf');
INSERT INTO panel_subjects (panel_id, number, subject_id) VALUES ('01a2108d-e776-72a3-9004-28034c8a6cc4', 1, '01a2108d-faf0-70e5-95e0-bba7d37a463b');
INSERT INTO edits (id, session_id, title, width_px, height_px, prompt, revision, created_at_ms, updated_at_ms, trashed_at_ms) VALUES ('01a2108d-faf0-744b-a987-8f501d18cb99', '01a2108d-e72a-7452-8806-ccd9b46939aa', 'Plate', 48, 32, '[{"type":"text","text":"put it on a plate"},{"type":"image","sha256":"d97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf"}]', 1, 1795574070000, 1795574070000, NULL);
INSERT INTO layers (id, edit_id, position, name, image_sha256, mask_sha256, generation_id, x_px, y_px, width_px, height_px, opacity, is_shown, created_at_ms) VALUES ('01a2108d-faf0-702d-9fff-a1c9cc5d001c', '01a2108d-faf0-744b-a987-8f501d18cb99', 0, 'Ground', 'd97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf', '5fd59832be276d0886f899064720ec10377cd80a56e0d2704b60a1c63e25ec6d', '01a2108d-e7a2-725c-b172-386604cc2e10', 0.0, 0.0, 48.0, 32.0, 1.0, 1, 1795574070000);
INSERT INTO marks (id, edit_id, position, shape, phrase, image_sha256, subject_id, created_at_ms) VALUES ('01a2108d-faf0-718b-9d30-89b109be1594', '01a2108d-faf0-744b-a987-8f501d18cb99', 0, '{"kind":"rectangle","left":0,"top":0,"right":0.5,"bottom":0.5}', 'fox', 'd97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf', '01a2108d-faf0-70e5-95e0-bba7d37a463b', 1795574070000);
INSERT INTO chats (id, session_id, title, leaf_id, created_at_ms, updated_at_ms, trashed_at_ms) VALUES ('01a2108d-faf0-7242-8fad-9c9d5a24962d', '01a2108d-e72a-7452-8806-ccd9b46939aa', 'What is it?', '01a2108d-faf0-7308-aed3-e874520a9eea', 1795574070000, 1795574070000, NULL);
INSERT INTO messages (id, chat_id, parent_id, role, parts, created_at_ms) VALUES ('01a2108d-faf0-7308-aed3-e874520a9eea', '01a2108d-faf0-7242-8fad-9c9d5a24962d', '01a2108d-faf0-7750-bc5c-dc7bc4edff1e', 'assistant', '[{"type":"text","text":"a picture of 3"}]', 1795574070000);
INSERT INTO messages (id, chat_id, parent_id, role, parts, created_at_ms) VALUES ('01a2108d-faf0-7750-bc5c-dc7bc4edff1e', '01a2108d-faf0-7242-8fad-9c9d5a24962d', NULL, 'user', '[{"type":"text","text":"What is it?"},{"type":"image","sha256":"5fd59832be276d0886f899064720ec10377cd80a56e0d2704b60a1c63e25ec6d"}]', 1795574070000);
INSERT INTO message_generations (message_id, number, generation_id) VALUES ('01a2108d-faf0-7308-aed3-e874520a9eea', 1, '01a2108d-e7e1-705b-8123-bdc0fd19d923');
INSERT INTO visual_prompts (id, title, notes, revision, created_at_ms, updated_at_ms, trashed_at_ms) VALUES ('01a2108d-faf0-7403-80cc-b99c65b123b0', 'To night', '', 0, 1795574070000, 1795574070000, NULL);
INSERT INTO visual_prompt_rows (visual_prompt_id, number, prompt, answer) VALUES ('01a2108d-faf0-7403-80cc-b99c65b123b0', 1, '[{"type":"image","sha256":"5fd59832be276d0886f899064720ec10377cd80a56e0d2704b60a1c63e25ec6d"}]', '[{"type":"image","sha256":"d97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf"}]');
INSERT INTO settings (key, value, updated_at_ms) VALUES ('theme', '"dark"', 1795574070000);
INSERT INTO changes (document_id, number, id, kind, state, label, joins_with, forward, inverse, created_at_ms) VALUES ('01a2108d-e72c-7204-ad34-baa7524f2830', 1, '01a2108d-e776-72a3-9004-2df7e44a56dd', 'storyboard', 'applied', 'Add picture', NULL, '{"head":{},"lists":{"panels":{"remove":[],"put":[{"id":"01a2108d-e776-72a3-9004-28034c8a6cc4","caption":"a fox","image":"d97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf","generationId":null,"position":0,"createdAtMs":1795574065016}]}}}', '{"head":{},"lists":{"panels":{"remove":["01a2108d-e776-72a3-9004-28034c8a6cc4"],"put":[]}}}', 1795574065016);
INSERT INTO changes (document_id, number, id, kind, state, label, joins_with, forward, inverse, created_at_ms) VALUES ('01a2108d-e72c-7204-ad34-baa7524f2830', 2, '01a2108d-e7a2-725c-b172-3d482c7df8ef', 'storyboard', 'applied', 'Continue the story', NULL, '{"head":{},"lists":{"panels":{"remove":[],"put":[{"id":"01a2108d-e77d-73d1-8e8a-4e4d7c5d1f16","caption":"and then 1","image":"5f4a0e920cb4ebc34301d4adc94f3b887b6f7e5f67d044f908405ab2ca822d2d","generationId":"01a2108d-e7a2-725c-b172-386604cc2e10","position":1048576,"createdAtMs":1795574065058}]}}}', '{"head":{},"lists":{"panels":{"remove":["01a2108d-e77d-73d1-8e8a-4e4d7c5d1f16"],"put":[]}}}', 1795574065058);
INSERT INTO changes (document_id, number, id, kind, state, label, joins_with, forward, inverse, created_at_ms) VALUES ('01a2108d-e72c-7204-ad34-baa7524f2830', 3, '01a2108d-e7a9-7028-b83c-7cead0f0742e', 'storyboard', 'applied', 'Rename storyboard', NULL, '{"head":{"title":"Foxes"},"lists":{"panels":{"remove":[],"put":[]}}}', '{"head":{"title":"Untitled storyboard"},"lists":{"panels":{"remove":[],"put":[]}}}', 1795574065066);
INSERT INTO changes (document_id, number, id, kind, state, label, joins_with, forward, inverse, created_at_ms) VALUES ('01a2108d-faf0-744b-a987-8f501d18cb99', 1, '01a2108d-faf0-7431-b8ec-bc7df4b47610', 'edit', 'applied', 'Rename picture', NULL, '{"head":{"title":"Plate"},"lists":{"layers":{"remove":[],"put":[]},"marks":{"remove":[],"put":[]}}}', '{"head":{"title":"Picture"},"lists":{"layers":{"remove":[],"put":[]},"marks":{"remove":[],"put":[]}}}', 1795574070000);
INSERT INTO search_docs (id, thing, source_id, image_sha256, created_at_ms, rating, is_starred) VALUES (1, 'session', '01a2108d-e72a-7452-8806-ccd9b46939aa', NULL, 1795574064872, NULL, NULL);
INSERT INTO search_docs (id, thing, source_id, image_sha256, created_at_ms, rating, is_starred) VALUES (2, 'storyboard', '01a2108d-e72c-7204-ad34-baa7524f2830', NULL, 1795574064872, NULL, NULL);
INSERT INTO search_docs (id, thing, source_id, image_sha256, created_at_ms, rating, is_starred) VALUES (3, 'picture', 'd97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf', 'd97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf', 1795574064994, 4, 1);
INSERT INTO search_docs (id, thing, source_id, image_sha256, created_at_ms, rating, is_starred) VALUES (4, 'panel', '01a2108d-e776-72a3-9004-28034c8a6cc4', 'd97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf', 1795574065016, NULL, NULL);
INSERT INTO search_docs (id, thing, source_id, image_sha256, created_at_ms, rating, is_starred) VALUES (5, 'panel', '01a2108d-e77d-73d1-8e8a-4e4d7c5d1f16', '5f4a0e920cb4ebc34301d4adc94f3b887b6f7e5f67d044f908405ab2ca822d2d', 1795574065058, NULL, NULL);
INSERT INTO search_docs (id, thing, source_id, image_sha256, created_at_ms, rating, is_starred) VALUES (6, 'picture', '5f4a0e920cb4ebc34301d4adc94f3b887b6f7e5f67d044f908405ab2ca822d2d', '5f4a0e920cb4ebc34301d4adc94f3b887b6f7e5f67d044f908405ab2ca822d2d', 1795574065058, NULL, 0);
INSERT INTO search_docs (id, thing, source_id, image_sha256, created_at_ms, rating, is_starred) VALUES (7, 'text', '01a2108d-e7e1-705b-8123-bdc0fd19d923', NULL, 1795574065122, NULL, NULL);
INSERT INTO search_docs (id, thing, source_id, image_sha256, created_at_ms, rating, is_starred) VALUES (8, 'text', '01a2108d-e82b-7456-b5e4-54bb259e3ac0', NULL, 1795574065195, NULL, NULL);
INSERT INTO search_docs (id, thing, source_id, image_sha256, created_at_ms, rating, is_starred) VALUES (9, 'text', '01a2108d-e82b-7456-b5e4-5c92270e5e63', NULL, 1795574065195, NULL, NULL);
INSERT INTO search_docs (id, thing, source_id, image_sha256, created_at_ms, rating, is_starred) VALUES (10, 'picture', 'dbf1927e60f21b5d2d90c3f215a388c5a699a8782bbd1ecf7fe102f234bc5b53', 'dbf1927e60f21b5d2d90c3f215a388c5a699a8782bbd1ecf7fe102f234bc5b53', 1795574065195, NULL, 0);
INSERT INTO search_docs (id, thing, source_id, image_sha256, created_at_ms, rating, is_starred) VALUES (11, 'picture', '5fd59832be276d0886f899064720ec10377cd80a56e0d2704b60a1c63e25ec6d', '5fd59832be276d0886f899064720ec10377cd80a56e0d2704b60a1c63e25ec6d', 1795574065267, NULL, 0);
INSERT INTO search_docs (id, thing, source_id, image_sha256, created_at_ms, rating, is_starred) VALUES (12, 'picture', '2735d08233e2c3b1e8e412eb3d801616fa465989dadb5973fd565b7adf1e924b', '2735d08233e2c3b1e8e412eb3d801616fa465989dadb5973fd565b7adf1e924b', 1795574065305, NULL, 0);
INSERT INTO search_docs (id, thing, source_id, image_sha256, created_at_ms, rating, is_starred) VALUES (13, 'subject', '01a2108d-faf0-70e5-95e0-bba7d37a463b', NULL, 1795574070000, NULL, NULL);
INSERT INTO search_docs (id, thing, source_id, image_sha256, created_at_ms, rating, is_starred) VALUES (14, 'chat', '01a2108d-faf0-7242-8fad-9c9d5a24962d', NULL, 1795574070000, NULL, NULL);
INSERT INTO search_docs (id, thing, source_id, image_sha256, created_at_ms, rating, is_starred) VALUES (15, 'message', '01a2108d-faf0-7308-aed3-e874520a9eea', NULL, 1795574070000, NULL, NULL);
INSERT INTO search_docs (id, thing, source_id, image_sha256, created_at_ms, rating, is_starred) VALUES (16, 'visual-prompt', '01a2108d-faf0-7403-80cc-b99c65b123b0', NULL, 1795574070000, NULL, NULL);
INSERT INTO search_docs (id, thing, source_id, image_sha256, created_at_ms, rating, is_starred) VALUES (17, 'edit', '01a2108d-faf0-744b-a987-8f501d18cb99', NULL, 1795574070000, NULL, NULL);
INSERT INTO search_docs (id, thing, source_id, image_sha256, created_at_ms, rating, is_starred) VALUES (18, 'board', '01a2108d-faf0-76e2-9e34-cb9fe2487387', NULL, 1795574070000, NULL, NULL);
INSERT INTO search_docs (id, thing, source_id, image_sha256, created_at_ms, rating, is_starred) VALUES (19, 'message', '01a2108d-faf0-7750-bc5c-dc7bc4edff1e', NULL, 1795574070000, NULL, NULL);
INSERT INTO search_recipes (doc_id, prompt, recipe) VALUES (3, 'a lighthouse in fog', 'comfyui some model euler seed 12');
INSERT INTO search_runs (doc_id, run_id, kind, pack, pack_hash, seed, session_id) VALUES (3, '01a2108d-e761-7039-8d59-b767f0774223', 'imported', NULL, NULL, NULL, '01a2108d-e72a-7452-8806-ccd9b46939aa');
INSERT INTO search_runs (doc_id, run_id, kind, pack, pack_hash, seed, session_id) VALUES (6, '01a2108d-e7a2-725c-b172-386604cc2e10', 'continue', 'peer', 'abababababababababababababababababababababababababababababababab', 41, '01a2108d-e72a-7452-8806-ccd9b46939aa');
INSERT INTO search_runs (doc_id, run_id, kind, pack, pack_hash, seed, session_id) VALUES (7, '01a2108d-e7e1-705b-8123-bdc0fd19d923', 'answer', 'peer', 'abababababababababababababababababababababababababababababababab', 3, '01a2108d-e72a-7452-8806-ccd9b46939aa');
INSERT INTO search_runs (doc_id, run_id, kind, pack, pack_hash, seed, session_id) VALUES (8, '01a2108d-e82b-7456-b5e4-54bb259e3ac0', 'compose', 'peer', 'abababababababababababababababababababababababababababababababab', 4, '01a2108d-e72a-7452-8806-ccd9b46939aa');
INSERT INTO search_runs (doc_id, run_id, kind, pack, pack_hash, seed, session_id) VALUES (9, '01a2108d-e82b-7456-b5e4-5c92270e5e63', 'compose', 'peer', 'abababababababababababababababababababababababababababababababab', 4, '01a2108d-e72a-7452-8806-ccd9b46939aa');
INSERT INTO search_runs (doc_id, run_id, kind, pack, pack_hash, seed, session_id) VALUES (10, '01a2108d-e82b-7456-b5e4-580bca5a0369', 'compose', 'peer', 'abababababababababababababababababababababababababababababababab', 4, '01a2108d-e72a-7452-8806-ccd9b46939aa');
INSERT INTO search_runs (doc_id, run_id, kind, pack, pack_hash, seed, session_id) VALUES (11, '01a2108d-e873-7216-93f8-20bb3afda717', 'blend', 'peer', 'abababababababababababababababababababababababababababababababab', 5, '01a2108d-e72a-7452-8806-ccd9b46939aa');
INSERT INTO search_runs (doc_id, run_id, kind, pack, pack_hash, seed, session_id) VALUES (12, '01a2108d-e899-7036-9f5f-011959a141ce', 'generate', 'peer', 'abababababababababababababababababababababababababababababababab', 6, '01a2108d-e72a-7452-8806-ccd9b46939aa');
INSERT INTO search_models (id, pack_hash, dimensions, usual_at_ms) VALUES (1, 'abababababababababababababababababababababababababababababababab', 4, 1790000000000);
INSERT INTO search_vectors (id, model_id, doc_id, vector, failure, is_worth_a_try) VALUES (1, 1, 3, X'7F817F7F', NULL, 0);
INSERT INTO search_vectors (id, model_id, doc_id, vector, failure, is_worth_a_try) VALUES (2, 1, 6, NULL, 'This picture is damaged or incomplete and cannot be read.', 0);
CREATE INDEX storyboards_by_session ON storyboards (session_id, id);
CREATE INDEX generations_by_job ON generations (job_id, id);
CREATE UNIQUE INDEX panels_by_position ON panels (storyboard_id, position);
CREATE INDEX jobs_to_do ON jobs (queue_number) WHERE state IN ('queued', 'running');
CREATE INDEX jobs_shown ON jobs (queue_number) WHERE dismissed = 0;
CREATE TRIGGER jobs_with_results_stay BEFORE DELETE ON jobs
    WHEN EXISTS (SELECT 1 FROM generations WHERE job_id = old.id)
    BEGIN
      SELECT raise(ABORT, 'a result was made by this job');
    END;
CREATE INDEX sessions_trashed ON sessions (trashed_at_ms) WHERE trashed_at_ms IS NOT NULL;
CREATE INDEX assets_by_time ON assets (created_at_ms, sha256);
CREATE INDEX assets_starred ON assets (starred_at_ms) WHERE starred_at_ms IS NOT NULL;
CREATE INDEX assets_trashed ON assets (trashed_at_ms) WHERE trashed_at_ms IS NOT NULL;
CREATE INDEX imports_by_session ON imports (session_id, id);
CREATE INDEX imports_by_picture ON imports (sha256);
CREATE INDEX picture_tags_by_tag ON picture_tags (tag_id, image_sha256);
CREATE INDEX boards_by_cover ON boards (cover_sha256) WHERE cover_sha256 IS NOT NULL;
CREATE INDEX boards_trashed ON boards (trashed_at_ms) WHERE trashed_at_ms IS NOT NULL;
CREATE UNIQUE INDEX board_items_by_position ON board_items (board_id, position);
CREATE INDEX board_items_by_picture ON board_items (image_sha256);
CREATE INDEX generations_by_session ON generations (session_id, id);
CREATE INDEX generations_by_picture ON generations (image_sha256, id) WHERE image_sha256 IS NOT NULL;
CREATE INDEX generation_parents_by_picture ON generation_parents (image_sha256);
CREATE INDEX generation_parents_by_parent ON generation_parents (parent_id) WHERE parent_id IS NOT NULL;
CREATE UNIQUE INDEX subjects_by_name ON subjects (name) WHERE trashed_at_ms IS NULL;
CREATE INDEX subjects_trashed ON subjects (trashed_at_ms) WHERE trashed_at_ms IS NOT NULL;
CREATE UNIQUE INDEX subject_pictures_by_picture ON subject_pictures (image_sha256, subject_id);
CREATE INDEX storyboards_trashed ON storyboards (trashed_at_ms) WHERE trashed_at_ms IS NOT NULL;
CREATE INDEX panels_trashed ON panels (trashed_at_ms) WHERE trashed_at_ms IS NOT NULL;
CREATE INDEX panels_by_picture ON panels (image_sha256) WHERE image_sha256 IS NOT NULL;
CREATE INDEX panels_by_generation ON panels (generation_id) WHERE generation_id IS NOT NULL;
CREATE UNIQUE INDEX panel_subjects_by_subject ON panel_subjects (subject_id, panel_id);
CREATE INDEX edits_by_session ON edits (session_id, id);
CREATE INDEX edits_trashed ON edits (trashed_at_ms) WHERE trashed_at_ms IS NOT NULL;
CREATE UNIQUE INDEX layers_by_position ON layers (edit_id, position);
CREATE INDEX layers_by_picture ON layers (image_sha256);
CREATE INDEX layers_by_mask ON layers (mask_sha256) WHERE mask_sha256 IS NOT NULL;
CREATE INDEX layers_by_generation ON layers (generation_id) WHERE generation_id IS NOT NULL;
CREATE UNIQUE INDEX marks_by_position ON marks (edit_id, position);
CREATE INDEX marks_by_picture ON marks (image_sha256) WHERE image_sha256 IS NOT NULL;
CREATE INDEX marks_by_subject ON marks (subject_id) WHERE subject_id IS NOT NULL;
CREATE INDEX chats_by_session ON chats (session_id, id);
CREATE INDEX chats_by_leaf ON chats (leaf_id) WHERE leaf_id IS NOT NULL;
CREATE INDEX chats_trashed ON chats (trashed_at_ms) WHERE trashed_at_ms IS NOT NULL;
CREATE INDEX messages_by_parent ON messages (chat_id, parent_id, id);
CREATE INDEX message_generations_by_generation ON message_generations (generation_id);
CREATE INDEX visual_prompts_trashed ON visual_prompts (trashed_at_ms) WHERE trashed_at_ms IS NOT NULL;
CREATE INDEX changes_applied ON changes (document_id, number) WHERE state = 'applied';
CREATE INDEX changes_undone ON changes (document_id, number) WHERE state = 'undone';
CREATE INDEX changes_by_storyboard ON changes (storyboard_id) WHERE storyboard_id IS NOT NULL;
CREATE INDEX changes_by_edit ON changes (edit_id) WHERE edit_id IS NOT NULL;
CREATE INDEX changes_by_board ON changes (board_id) WHERE board_id IS NOT NULL;
CREATE INDEX changes_by_subject ON changes (subject_id) WHERE subject_id IS NOT NULL;
CREATE INDEX changes_by_visual_prompt ON changes (visual_prompt_id) WHERE visual_prompt_id IS NOT NULL;
CREATE VIEW search_sources (thing, source_id, image_sha256, created_at_ms, rating, is_starred) AS
    SELECT 'picture', x.sha256, x.sha256, x.created_at_ms, x.rating, x.starred_at_ms IS NOT NULL FROM assets x WHERE x.purpose = 'picture' AND x.purged_at_ms IS NULL AND TRUE
    UNION ALL SELECT 'panel', x.id, x.image_sha256, x.created_at_ms, NULL, NULL FROM panels x WHERE TRUE AND TRUE
    UNION ALL SELECT 'text', x.id, NULL, x.created_at_ms, NULL, NULL FROM generations x WHERE x.image_sha256 IS NULL AND TRUE
    UNION ALL SELECT 'message', x.id, NULL, x.created_at_ms, NULL, NULL FROM messages x WHERE TRUE AND TRUE
    UNION ALL SELECT 'chat', x.id, NULL, x.created_at_ms, NULL, NULL FROM chats x WHERE TRUE AND TRUE
    UNION ALL SELECT 'storyboard', x.id, NULL, x.created_at_ms, NULL, NULL FROM storyboards x WHERE TRUE AND TRUE
    UNION ALL SELECT 'session', x.id, NULL, x.created_at_ms, NULL, NULL FROM sessions x WHERE TRUE AND TRUE
    UNION ALL SELECT 'board', x.id, NULL, x.created_at_ms, NULL, NULL FROM boards x WHERE TRUE AND TRUE
    UNION ALL SELECT 'subject', x.id, NULL, x.created_at_ms, NULL, NULL FROM subjects x WHERE TRUE AND TRUE
    UNION ALL SELECT 'edit', x.id, NULL, x.created_at_ms, NULL, NULL FROM edits x WHERE TRUE AND TRUE
    UNION ALL SELECT 'visual-prompt', x.id, NULL, x.created_at_ms, NULL, NULL FROM visual_prompts x WHERE TRUE AND TRUE;
CREATE VIEW search_texts (doc_id, title, body, script, prompt, tags, recipe) AS
    SELECT d.id, (SELECT group_concat(nullif(i.name, ''), char(10) ORDER BY i.id) FROM imports i WHERE i.sha256 = x.sha256),
      (SELECT group_concat(nullif(p.caption, ''), char(10) ORDER BY p.id) FROM panels p WHERE p.image_sha256 = x.sha256 AND p.trashed_at_ms IS NULL),
      (SELECT group_concat(nullif(concat_ws(char(10), nullif(p.dialogue, ''), nullif(p.action, ''), nullif(p.notes, ''), nullif(trim(p.scene || ' ' || p.shot), ''), nullif(p.shot_type, '')), ''), char(10) ORDER BY p.id) FROM panels p WHERE p.image_sha256 = x.sha256 AND p.trashed_at_ms IS NULL),
      concat_ws(char(10), nullif((SELECT group_concat(nullif(concat_ws(char(10), nullif((SELECT group_concat(t.value, char(10) ORDER BY t.id) FROM json_tree(g.prompt) t
      WHERE t.key IN ('text', 'phrase') AND t.type = 'text' AND t.value <> ''), ''), nullif(g.completion, ''), nullif(g.text, '')), ''), char(10) ORDER BY g.id)
        FROM generations g WHERE g.image_sha256 = x.sha256), ''), nullif((SELECT r.prompt FROM search_recipes r WHERE r.doc_id = d.id), '')),
      (SELECT group_concat(nullif(t.name, ''), char(10) ORDER BY t.name) FROM picture_tags pt JOIN tags t ON t.id = pt.tag_id WHERE pt.image_sha256 = x.sha256),
      concat_ws(char(10), nullif((SELECT group_concat(nullif(concat_ws(' ', g.kind, g.pack, 'seed', g.seed, g.device), ''), char(10) ORDER BY g.id) FROM generations g WHERE g.image_sha256 = x.sha256), ''), nullif((SELECT r.recipe FROM search_recipes r WHERE r.doc_id = d.id), ''))
    FROM search_docs d CROSS JOIN assets x ON x.sha256 = d.source_id WHERE +d.thing = 'picture' AND TRUE
    UNION ALL SELECT d.id, NULL,
      x.caption,
      concat_ws(char(10), nullif(x.dialogue, ''), nullif(x.action, ''), nullif(x.notes, ''), nullif(trim(x.scene || ' ' || x.shot), ''), nullif(x.shot_type, '')),
      NULL,
      NULL,
      NULL
    FROM search_docs d CROSS JOIN panels x ON x.id = d.source_id WHERE +d.thing = 'panel' AND TRUE
    UNION ALL SELECT d.id, NULL,
      x.text,
      NULL,
      concat_ws(char(10), nullif((SELECT group_concat(t.value, char(10) ORDER BY t.id) FROM json_tree(x.prompt) t
      WHERE t.key IN ('text', 'phrase') AND t.type = 'text' AND t.value <> ''), ''), nullif(x.completion, '')),
      NULL,
      concat_ws(' ', x.kind, x.pack, 'seed', x.seed, x.device)
    FROM search_docs d CROSS JOIN generations x ON x.id = d.source_id WHERE +d.thing = 'text' AND TRUE
    UNION ALL SELECT d.id, NULL,
      (SELECT group_concat(t.value, char(10) ORDER BY t.id) FROM json_tree(x.parts) t
      WHERE t.key IN ('text', 'phrase') AND t.type = 'text' AND t.value <> ''),
      NULL,
      NULL,
      NULL,
      NULL
    FROM search_docs d CROSS JOIN messages x ON x.id = d.source_id WHERE +d.thing = 'message' AND TRUE
    UNION ALL SELECT d.id, x.title,
      NULL,
      NULL,
      NULL,
      NULL,
      NULL
    FROM search_docs d CROSS JOIN chats x ON x.id = d.source_id WHERE +d.thing = 'chat' AND TRUE
    UNION ALL SELECT d.id, x.title,
      NULL,
      NULL,
      NULL,
      NULL,
      NULL
    FROM search_docs d CROSS JOIN storyboards x ON x.id = d.source_id WHERE +d.thing = 'storyboard' AND TRUE
    UNION ALL SELECT d.id, x.title,
      NULL,
      NULL,
      NULL,
      NULL,
      NULL
    FROM search_docs d CROSS JOIN sessions x ON x.id = d.source_id WHERE +d.thing = 'session' AND TRUE
    UNION ALL SELECT d.id, x.title,
      NULL,
      NULL,
      NULL,
      NULL,
      NULL
    FROM search_docs d CROSS JOIN boards x ON x.id = d.source_id WHERE +d.thing = 'board' AND TRUE
    UNION ALL SELECT d.id, x.name,
      x.notes,
      NULL,
      NULL,
      NULL,
      NULL
    FROM search_docs d CROSS JOIN subjects x ON x.id = d.source_id WHERE +d.thing = 'subject' AND TRUE
    UNION ALL SELECT d.id, x.title,
      (SELECT group_concat(nullif(m.phrase, ''), char(10) ORDER BY m.position) FROM marks m WHERE m.edit_id = x.id),
      NULL,
      (SELECT group_concat(t.value, char(10) ORDER BY t.id) FROM json_tree(x.prompt) t
      WHERE t.key IN ('text', 'phrase') AND t.type = 'text' AND t.value <> ''),
      NULL,
      NULL
    FROM search_docs d CROSS JOIN edits x ON x.id = d.source_id WHERE +d.thing = 'edit' AND TRUE
    UNION ALL SELECT d.id, x.title,
      x.notes,
      NULL,
      (SELECT group_concat(nullif(concat_ws(char(10), nullif((SELECT group_concat(t.value, char(10) ORDER BY t.id) FROM json_tree(r.prompt) t
      WHERE t.key IN ('text', 'phrase') AND t.type = 'text' AND t.value <> ''), ''), nullif((SELECT group_concat(t.value, char(10) ORDER BY t.id) FROM json_tree(r.answer) t
      WHERE t.key IN ('text', 'phrase') AND t.type = 'text' AND t.value <> ''), '')), ''), char(10) ORDER BY r.number)
      FROM visual_prompt_rows r WHERE r.visual_prompt_id = x.id),
      NULL,
      NULL
    FROM search_docs d CROSS JOIN visual_prompts x ON x.id = d.source_id WHERE +d.thing = 'visual-prompt' AND TRUE;
CREATE VIEW search_origins (doc_id, run_id, kind, pack, pack_hash, seed, session_id) AS
    SELECT d.id, g.id, g.kind, g.pack, g.pack_hash, g.seed, g.session_id FROM generations g
      CROSS JOIN search_docs d ON d.thing = iif(g.image_sha256 IS NULL, 'text', 'picture')
        AND d.source_id = coalesce(g.image_sha256, g.id) WHERE TRUE
    UNION ALL SELECT d.id, i.id, 'imported', NULL, NULL, NULL, i.session_id FROM imports i
      CROSS JOIN search_docs d ON d.thing = 'picture' AND d.source_id = i.sha256 WHERE TRUE;
CREATE VIEW search_trash (doc_id) AS
    SELECT d.id FROM assets a
      CROSS JOIN search_docs d ON d.thing = 'picture' AND d.source_id = a.sha256 WHERE a.trashed_at_ms IS NOT NULL
    UNION ALL SELECT d.id FROM panels p
      CROSS JOIN search_docs d ON d.thing = 'panel' AND d.source_id = p.id WHERE p.trashed_at_ms IS NOT NULL
    UNION ALL SELECT d.id FROM storyboards b CROSS JOIN panels p ON p.storyboard_id = b.id
      CROSS JOIN search_docs d ON d.thing = 'panel' AND d.source_id = p.id WHERE b.trashed_at_ms IS NOT NULL
    UNION ALL SELECT d.id FROM storyboards b
      CROSS JOIN search_docs d ON d.thing = 'storyboard' AND d.source_id = b.id WHERE b.trashed_at_ms IS NOT NULL
    UNION ALL SELECT d.id FROM chats c
      CROSS JOIN search_docs d ON d.thing = 'chat' AND d.source_id = c.id WHERE c.trashed_at_ms IS NOT NULL
    UNION ALL SELECT d.id FROM chats c CROSS JOIN messages m ON m.chat_id = c.id
      CROSS JOIN search_docs d ON d.thing = 'message' AND d.source_id = m.id WHERE c.trashed_at_ms IS NOT NULL
    UNION ALL SELECT d.id FROM sessions s
      CROSS JOIN search_docs d ON d.thing = 'session' AND d.source_id = s.id WHERE s.trashed_at_ms IS NOT NULL
    UNION ALL SELECT d.id FROM boards b
      CROSS JOIN search_docs d ON d.thing = 'board' AND d.source_id = b.id WHERE b.trashed_at_ms IS NOT NULL
    UNION ALL SELECT d.id FROM subjects s
      CROSS JOIN search_docs d ON d.thing = 'subject' AND d.source_id = s.id WHERE s.trashed_at_ms IS NOT NULL
    UNION ALL SELECT d.id FROM edits e
      CROSS JOIN search_docs d ON d.thing = 'edit' AND d.source_id = e.id WHERE e.trashed_at_ms IS NOT NULL
    UNION ALL SELECT d.id FROM visual_prompts v
      CROSS JOIN search_docs d ON d.thing = 'visual-prompt' AND d.source_id = v.id WHERE v.trashed_at_ms IS NOT NULL;
CREATE INDEX search_vectors_by_doc ON search_vectors (doc_id);
CREATE INDEX search_vectors_failed ON search_vectors (model_id, doc_id) WHERE failure IS NOT NULL;
CREATE TRIGGER search_docs_out AFTER DELETE ON search_docs BEGIN DELETE FROM search_words WHERE rowid = old.id;
  END;
CREATE TRIGGER search_assets_in AFTER INSERT ON assets BEGIN 
    INSERT INTO search_docs (thing, source_id, image_sha256, created_at_ms, rating, is_starred)
      SELECT 'picture', x.sha256, x.sha256, x.created_at_ms, x.rating, x.starred_at_ms IS NOT NULL FROM assets x WHERE x.purpose = 'picture' AND x.purged_at_ms IS NULL AND x.sha256 = new.sha256 AND (SELECT d.id FROM search_docs d WHERE d.thing = 'picture' AND d.source_id = new.sha256) IS NULL;
    
    DELETE FROM search_words WHERE rowid IN (SELECT d.id FROM search_docs d WHERE d.thing = 'picture' AND d.source_id = new.sha256);
    INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe) SELECT d.id, (SELECT group_concat(nullif(i.name, ''), char(10) ORDER BY i.id) FROM imports i WHERE i.sha256 = x.sha256),
      (SELECT group_concat(nullif(p.caption, ''), char(10) ORDER BY p.id) FROM panels p WHERE p.image_sha256 = x.sha256 AND p.trashed_at_ms IS NULL),
      (SELECT group_concat(nullif(concat_ws(char(10), nullif(p.dialogue, ''), nullif(p.action, ''), nullif(p.notes, ''), nullif(trim(p.scene || ' ' || p.shot), ''), nullif(p.shot_type, '')), ''), char(10) ORDER BY p.id) FROM panels p WHERE p.image_sha256 = x.sha256 AND p.trashed_at_ms IS NULL),
      concat_ws(char(10), nullif((SELECT group_concat(nullif(concat_ws(char(10), nullif((SELECT group_concat(t.value, char(10) ORDER BY t.id) FROM json_tree(g.prompt) t
      WHERE t.key IN ('text', 'phrase') AND t.type = 'text' AND t.value <> ''), ''), nullif(g.completion, ''), nullif(g.text, '')), ''), char(10) ORDER BY g.id)
        FROM generations g WHERE g.image_sha256 = x.sha256), ''), nullif((SELECT r.prompt FROM search_recipes r WHERE r.doc_id = d.id), '')),
      (SELECT group_concat(nullif(t.name, ''), char(10) ORDER BY t.name) FROM picture_tags pt JOIN tags t ON t.id = pt.tag_id WHERE pt.image_sha256 = x.sha256),
      concat_ws(char(10), nullif((SELECT group_concat(nullif(concat_ws(' ', g.kind, g.pack, 'seed', g.seed, g.device), ''), char(10) ORDER BY g.id) FROM generations g WHERE g.image_sha256 = x.sha256), ''), nullif((SELECT r.recipe FROM search_recipes r WHERE r.doc_id = d.id), ''))
    FROM search_docs d CROSS JOIN assets x ON x.sha256 = d.source_id WHERE +d.thing = 'picture' AND d.id IN (SELECT d.id FROM search_docs d WHERE d.thing = 'picture' AND d.source_id = new.sha256);
  END;
CREATE TRIGGER search_assets_anew AFTER UPDATE OF purpose, purged_at_ms ON assets BEGIN 
    DELETE FROM search_docs WHERE thing = 'picture' AND source_id = new.sha256
      AND NOT (new.purpose = 'picture' AND new.purged_at_ms IS NULL);
    
    INSERT INTO search_docs (thing, source_id, image_sha256, created_at_ms, rating, is_starred)
      SELECT 'picture', x.sha256, x.sha256, x.created_at_ms, x.rating, x.starred_at_ms IS NOT NULL FROM assets x WHERE x.purpose = 'picture' AND x.purged_at_ms IS NULL AND x.sha256 = new.sha256 AND (SELECT d.id FROM search_docs d WHERE d.thing = 'picture' AND d.source_id = new.sha256) IS NULL;
    
    DELETE FROM search_words WHERE rowid IN (SELECT d.id FROM search_docs d WHERE d.thing = 'picture' AND d.source_id = new.sha256);
    INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe) SELECT d.id, (SELECT group_concat(nullif(i.name, ''), char(10) ORDER BY i.id) FROM imports i WHERE i.sha256 = x.sha256),
      (SELECT group_concat(nullif(p.caption, ''), char(10) ORDER BY p.id) FROM panels p WHERE p.image_sha256 = x.sha256 AND p.trashed_at_ms IS NULL),
      (SELECT group_concat(nullif(concat_ws(char(10), nullif(p.dialogue, ''), nullif(p.action, ''), nullif(p.notes, ''), nullif(trim(p.scene || ' ' || p.shot), ''), nullif(p.shot_type, '')), ''), char(10) ORDER BY p.id) FROM panels p WHERE p.image_sha256 = x.sha256 AND p.trashed_at_ms IS NULL),
      concat_ws(char(10), nullif((SELECT group_concat(nullif(concat_ws(char(10), nullif((SELECT group_concat(t.value, char(10) ORDER BY t.id) FROM json_tree(g.prompt) t
      WHERE t.key IN ('text', 'phrase') AND t.type = 'text' AND t.value <> ''), ''), nullif(g.completion, ''), nullif(g.text, '')), ''), char(10) ORDER BY g.id)
        FROM generations g WHERE g.image_sha256 = x.sha256), ''), nullif((SELECT r.prompt FROM search_recipes r WHERE r.doc_id = d.id), '')),
      (SELECT group_concat(nullif(t.name, ''), char(10) ORDER BY t.name) FROM picture_tags pt JOIN tags t ON t.id = pt.tag_id WHERE pt.image_sha256 = x.sha256),
      concat_ws(char(10), nullif((SELECT group_concat(nullif(concat_ws(' ', g.kind, g.pack, 'seed', g.seed, g.device), ''), char(10) ORDER BY g.id) FROM generations g WHERE g.image_sha256 = x.sha256), ''), nullif((SELECT r.recipe FROM search_recipes r WHERE r.doc_id = d.id), ''))
    FROM search_docs d CROSS JOIN assets x ON x.sha256 = d.source_id WHERE +d.thing = 'picture' AND d.id IN (SELECT d.id FROM search_docs d WHERE d.thing = 'picture' AND d.source_id = new.sha256);
    DELETE FROM search_runs WHERE doc_id = (SELECT d.id FROM search_docs d WHERE d.thing = 'picture' AND d.source_id = new.sha256);
    INSERT INTO search_runs (doc_id, run_id, kind, pack, pack_hash, seed, session_id) SELECT d.id, g.id, g.kind, g.pack, g.pack_hash, g.seed, g.session_id FROM generations g
      CROSS JOIN search_docs d ON d.thing = iif(g.image_sha256 IS NULL, 'text', 'picture')
        AND d.source_id = coalesce(g.image_sha256, g.id) WHERE g.image_sha256 = new.sha256;
    INSERT INTO search_runs (doc_id, run_id, kind, pack, pack_hash, seed, session_id) SELECT d.id, i.id, 'imported', NULL, NULL, NULL, i.session_id FROM imports i
      CROSS JOIN search_docs d ON d.thing = 'picture' AND d.source_id = i.sha256 WHERE i.sha256 = new.sha256;
  END;
CREATE TRIGGER search_assets_rated AFTER UPDATE OF rating, starred_at_ms ON assets BEGIN 
    UPDATE search_docs SET rating = new.rating, is_starred = new.starred_at_ms IS NOT NULL
      WHERE thing = 'picture' AND source_id = new.sha256;
  END;
CREATE TRIGGER search_assets_out AFTER DELETE ON assets BEGIN 
    DELETE FROM search_docs WHERE thing = 'picture' AND source_id = old.sha256;
  END;
CREATE TRIGGER search_imports_in AFTER INSERT ON imports BEGIN 
    DELETE FROM search_words WHERE rowid IN (SELECT d.id FROM search_docs d WHERE d.thing = 'picture' AND d.source_id = new.sha256);
    INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe) SELECT d.id, (SELECT group_concat(nullif(i.name, ''), char(10) ORDER BY i.id) FROM imports i WHERE i.sha256 = x.sha256),
      (SELECT group_concat(nullif(p.caption, ''), char(10) ORDER BY p.id) FROM panels p WHERE p.image_sha256 = x.sha256 AND p.trashed_at_ms IS NULL),
      (SELECT group_concat(nullif(concat_ws(char(10), nullif(p.dialogue, ''), nullif(p.action, ''), nullif(p.notes, ''), nullif(trim(p.scene || ' ' || p.shot), ''), nullif(p.shot_type, '')), ''), char(10) ORDER BY p.id) FROM panels p WHERE p.image_sha256 = x.sha256 AND p.trashed_at_ms IS NULL),
      concat_ws(char(10), nullif((SELECT group_concat(nullif(concat_ws(char(10), nullif((SELECT group_concat(t.value, char(10) ORDER BY t.id) FROM json_tree(g.prompt) t
      WHERE t.key IN ('text', 'phrase') AND t.type = 'text' AND t.value <> ''), ''), nullif(g.completion, ''), nullif(g.text, '')), ''), char(10) ORDER BY g.id)
        FROM generations g WHERE g.image_sha256 = x.sha256), ''), nullif((SELECT r.prompt FROM search_recipes r WHERE r.doc_id = d.id), '')),
      (SELECT group_concat(nullif(t.name, ''), char(10) ORDER BY t.name) FROM picture_tags pt JOIN tags t ON t.id = pt.tag_id WHERE pt.image_sha256 = x.sha256),
      concat_ws(char(10), nullif((SELECT group_concat(nullif(concat_ws(' ', g.kind, g.pack, 'seed', g.seed, g.device), ''), char(10) ORDER BY g.id) FROM generations g WHERE g.image_sha256 = x.sha256), ''), nullif((SELECT r.recipe FROM search_recipes r WHERE r.doc_id = d.id), ''))
    FROM search_docs d CROSS JOIN assets x ON x.sha256 = d.source_id WHERE +d.thing = 'picture' AND d.id IN (SELECT d.id FROM search_docs d WHERE d.thing = 'picture' AND d.source_id = new.sha256);
    DELETE FROM search_runs WHERE doc_id = (SELECT d.id FROM search_docs d WHERE d.thing = 'picture' AND d.source_id = new.sha256);
    INSERT INTO search_runs (doc_id, run_id, kind, pack, pack_hash, seed, session_id) SELECT d.id, g.id, g.kind, g.pack, g.pack_hash, g.seed, g.session_id FROM generations g
      CROSS JOIN search_docs d ON d.thing = iif(g.image_sha256 IS NULL, 'text', 'picture')
        AND d.source_id = coalesce(g.image_sha256, g.id) WHERE g.image_sha256 = new.sha256;
    INSERT INTO search_runs (doc_id, run_id, kind, pack, pack_hash, seed, session_id) SELECT d.id, i.id, 'imported', NULL, NULL, NULL, i.session_id FROM imports i
      CROSS JOIN search_docs d ON d.thing = 'picture' AND d.source_id = i.sha256 WHERE i.sha256 = new.sha256;
  END;
CREATE TRIGGER search_imports_anew AFTER UPDATE OF sha256, name, session_id ON imports BEGIN 
    DELETE FROM search_words WHERE rowid IN (SELECT d.id FROM search_docs d WHERE d.thing = 'picture' AND d.source_id = old.sha256);
    INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe) SELECT d.id, (SELECT group_concat(nullif(i.name, ''), char(10) ORDER BY i.id) FROM imports i WHERE i.sha256 = x.sha256),
      (SELECT group_concat(nullif(p.caption, ''), char(10) ORDER BY p.id) FROM panels p WHERE p.image_sha256 = x.sha256 AND p.trashed_at_ms IS NULL),
      (SELECT group_concat(nullif(concat_ws(char(10), nullif(p.dialogue, ''), nullif(p.action, ''), nullif(p.notes, ''), nullif(trim(p.scene || ' ' || p.shot), ''), nullif(p.shot_type, '')), ''), char(10) ORDER BY p.id) FROM panels p WHERE p.image_sha256 = x.sha256 AND p.trashed_at_ms IS NULL),
      concat_ws(char(10), nullif((SELECT group_concat(nullif(concat_ws(char(10), nullif((SELECT group_concat(t.value, char(10) ORDER BY t.id) FROM json_tree(g.prompt) t
      WHERE t.key IN ('text', 'phrase') AND t.type = 'text' AND t.value <> ''), ''), nullif(g.completion, ''), nullif(g.text, '')), ''), char(10) ORDER BY g.id)
        FROM generations g WHERE g.image_sha256 = x.sha256), ''), nullif((SELECT r.prompt FROM search_recipes r WHERE r.doc_id = d.id), '')),
      (SELECT group_concat(nullif(t.name, ''), char(10) ORDER BY t.name) FROM picture_tags pt JOIN tags t ON t.id = pt.tag_id WHERE pt.image_sha256 = x.sha256),
      concat_ws(char(10), nullif((SELECT group_concat(nullif(concat_ws(' ', g.kind, g.pack, 'seed', g.seed, g.device), ''), char(10) ORDER BY g.id) FROM generations g WHERE g.image_sha256 = x.sha256), ''), nullif((SELECT r.recipe FROM search_recipes r WHERE r.doc_id = d.id), ''))
    FROM search_docs d CROSS JOIN assets x ON x.sha256 = d.source_id WHERE +d.thing = 'picture' AND d.id IN (SELECT d.id FROM search_docs d WHERE d.thing = 'picture' AND d.source_id = old.sha256);
    DELETE FROM search_runs WHERE doc_id = (SELECT d.id FROM search_docs d WHERE d.thing = 'picture' AND d.source_id = old.sha256);
    INSERT INTO search_runs (doc_id, run_id, kind, pack, pack_hash, seed, session_id) SELECT d.id, g.id, g.kind, g.pack, g.pack_hash, g.seed, g.session_id FROM generations g
      CROSS JOIN search_docs d ON d.thing = iif(g.image_sha256 IS NULL, 'text', 'picture')
        AND d.source_id = coalesce(g.image_sha256, g.id) WHERE g.image_sha256 = old.sha256;
    INSERT INTO search_runs (doc_id, run_id, kind, pack, pack_hash, seed, session_id) SELECT d.id, i.id, 'imported', NULL, NULL, NULL, i.session_id FROM imports i
      CROSS JOIN search_docs d ON d.thing = 'picture' AND d.source_id = i.sha256 WHERE i.sha256 = old.sha256;
    DELETE FROM search_words WHERE rowid IN (SELECT d.id FROM search_docs d WHERE d.thing = 'picture' AND d.source_id = new.sha256);
    INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe) SELECT d.id, (SELECT group_concat(nullif(i.name, ''), char(10) ORDER BY i.id) FROM imports i WHERE i.sha256 = x.sha256),
      (SELECT group_concat(nullif(p.caption, ''), char(10) ORDER BY p.id) FROM panels p WHERE p.image_sha256 = x.sha256 AND p.trashed_at_ms IS NULL),
      (SELECT group_concat(nullif(concat_ws(char(10), nullif(p.dialogue, ''), nullif(p.action, ''), nullif(p.notes, ''), nullif(trim(p.scene || ' ' || p.shot), ''), nullif(p.shot_type, '')), ''), char(10) ORDER BY p.id) FROM panels p WHERE p.image_sha256 = x.sha256 AND p.trashed_at_ms IS NULL),
      concat_ws(char(10), nullif((SELECT group_concat(nullif(concat_ws(char(10), nullif((SELECT group_concat(t.value, char(10) ORDER BY t.id) FROM json_tree(g.prompt) t
      WHERE t.key IN ('text', 'phrase') AND t.type = 'text' AND t.value <> ''), ''), nullif(g.completion, ''), nullif(g.text, '')), ''), char(10) ORDER BY g.id)
        FROM generations g WHERE g.image_sha256 = x.sha256), ''), nullif((SELECT r.prompt FROM search_recipes r WHERE r.doc_id = d.id), '')),
      (SELECT group_concat(nullif(t.name, ''), char(10) ORDER BY t.name) FROM picture_tags pt JOIN tags t ON t.id = pt.tag_id WHERE pt.image_sha256 = x.sha256),
      concat_ws(char(10), nullif((SELECT group_concat(nullif(concat_ws(' ', g.kind, g.pack, 'seed', g.seed, g.device), ''), char(10) ORDER BY g.id) FROM generations g WHERE g.image_sha256 = x.sha256), ''), nullif((SELECT r.recipe FROM search_recipes r WHERE r.doc_id = d.id), ''))
    FROM search_docs d CROSS JOIN assets x ON x.sha256 = d.source_id WHERE +d.thing = 'picture' AND d.id IN (SELECT d.id FROM search_docs d WHERE d.thing = 'picture' AND d.source_id = new.sha256);
    DELETE FROM search_runs WHERE doc_id = (SELECT d.id FROM search_docs d WHERE d.thing = 'picture' AND d.source_id = new.sha256);
    INSERT INTO search_runs (doc_id, run_id, kind, pack, pack_hash, seed, session_id) SELECT d.id, g.id, g.kind, g.pack, g.pack_hash, g.seed, g.session_id FROM generations g
      CROSS JOIN search_docs d ON d.thing = iif(g.image_sha256 IS NULL, 'text', 'picture')
        AND d.source_id = coalesce(g.image_sha256, g.id) WHERE g.image_sha256 = new.sha256;
    INSERT INTO search_runs (doc_id, run_id, kind, pack, pack_hash, seed, session_id) SELECT d.id, i.id, 'imported', NULL, NULL, NULL, i.session_id FROM imports i
      CROSS JOIN search_docs d ON d.thing = 'picture' AND d.source_id = i.sha256 WHERE i.sha256 = new.sha256;
  END;
CREATE TRIGGER search_imports_out AFTER DELETE ON imports BEGIN 
    DELETE FROM search_words WHERE rowid IN (SELECT d.id FROM search_docs d WHERE d.thing = 'picture' AND d.source_id = old.sha256);
    INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe) SELECT d.id, (SELECT group_concat(nullif(i.name, ''), char(10) ORDER BY i.id) FROM imports i WHERE i.sha256 = x.sha256),
      (SELECT group_concat(nullif(p.caption, ''), char(10) ORDER BY p.id) FROM panels p WHERE p.image_sha256 = x.sha256 AND p.trashed_at_ms IS NULL),
      (SELECT group_concat(nullif(concat_ws(char(10), nullif(p.dialogue, ''), nullif(p.action, ''), nullif(p.notes, ''), nullif(trim(p.scene || ' ' || p.shot), ''), nullif(p.shot_type, '')), ''), char(10) ORDER BY p.id) FROM panels p WHERE p.image_sha256 = x.sha256 AND p.trashed_at_ms IS NULL),
      concat_ws(char(10), nullif((SELECT group_concat(nullif(concat_ws(char(10), nullif((SELECT group_concat(t.value, char(10) ORDER BY t.id) FROM json_tree(g.prompt) t
      WHERE t.key IN ('text', 'phrase') AND t.type = 'text' AND t.value <> ''), ''), nullif(g.completion, ''), nullif(g.text, '')), ''), char(10) ORDER BY g.id)
        FROM generations g WHERE g.image_sha256 = x.sha256), ''), nullif((SELECT r.prompt FROM search_recipes r WHERE r.doc_id = d.id), '')),
      (SELECT group_concat(nullif(t.name, ''), char(10) ORDER BY t.name) FROM picture_tags pt JOIN tags t ON t.id = pt.tag_id WHERE pt.image_sha256 = x.sha256),
      concat_ws(char(10), nullif((SELECT group_concat(nullif(concat_ws(' ', g.kind, g.pack, 'seed', g.seed, g.device), ''), char(10) ORDER BY g.id) FROM generations g WHERE g.image_sha256 = x.sha256), ''), nullif((SELECT r.recipe FROM search_recipes r WHERE r.doc_id = d.id), ''))
    FROM search_docs d CROSS JOIN assets x ON x.sha256 = d.source_id WHERE +d.thing = 'picture' AND d.id IN (SELECT d.id FROM search_docs d WHERE d.thing = 'picture' AND d.source_id = old.sha256);
    DELETE FROM search_runs WHERE doc_id = (SELECT d.id FROM search_docs d WHERE d.thing = 'picture' AND d.source_id = old.sha256);
    INSERT INTO search_runs (doc_id, run_id, kind, pack, pack_hash, seed, session_id) SELECT d.id, g.id, g.kind, g.pack, g.pack_hash, g.seed, g.session_id FROM generations g
      CROSS JOIN search_docs d ON d.thing = iif(g.image_sha256 IS NULL, 'text', 'picture')
        AND d.source_id = coalesce(g.image_sha256, g.id) WHERE g.image_sha256 = old.sha256;
    INSERT INTO search_runs (doc_id, run_id, kind, pack, pack_hash, seed, session_id) SELECT d.id, i.id, 'imported', NULL, NULL, NULL, i.session_id FROM imports i
      CROSS JOIN search_docs d ON d.thing = 'picture' AND d.source_id = i.sha256 WHERE i.sha256 = old.sha256;
  END;
CREATE TRIGGER search_imports_whole AFTER INSERT ON imports BEGIN DELETE FROM search_vectors WHERE failure IS NOT NULL AND doc_id = (SELECT d.id FROM search_docs d WHERE d.thing = 'picture' AND d.source_id = new.sha256);
  END;
CREATE TRIGGER search_search_recipes_in AFTER INSERT ON search_recipes BEGIN 
    DELETE FROM search_words WHERE rowid IN (SELECT new.doc_id);
    INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe) SELECT d.id, (SELECT group_concat(nullif(i.name, ''), char(10) ORDER BY i.id) FROM imports i WHERE i.sha256 = x.sha256),
      (SELECT group_concat(nullif(p.caption, ''), char(10) ORDER BY p.id) FROM panels p WHERE p.image_sha256 = x.sha256 AND p.trashed_at_ms IS NULL),
      (SELECT group_concat(nullif(concat_ws(char(10), nullif(p.dialogue, ''), nullif(p.action, ''), nullif(p.notes, ''), nullif(trim(p.scene || ' ' || p.shot), ''), nullif(p.shot_type, '')), ''), char(10) ORDER BY p.id) FROM panels p WHERE p.image_sha256 = x.sha256 AND p.trashed_at_ms IS NULL),
      concat_ws(char(10), nullif((SELECT group_concat(nullif(concat_ws(char(10), nullif((SELECT group_concat(t.value, char(10) ORDER BY t.id) FROM json_tree(g.prompt) t
      WHERE t.key IN ('text', 'phrase') AND t.type = 'text' AND t.value <> ''), ''), nullif(g.completion, ''), nullif(g.text, '')), ''), char(10) ORDER BY g.id)
        FROM generations g WHERE g.image_sha256 = x.sha256), ''), nullif((SELECT r.prompt FROM search_recipes r WHERE r.doc_id = d.id), '')),
      (SELECT group_concat(nullif(t.name, ''), char(10) ORDER BY t.name) FROM picture_tags pt JOIN tags t ON t.id = pt.tag_id WHERE pt.image_sha256 = x.sha256),
      concat_ws(char(10), nullif((SELECT group_concat(nullif(concat_ws(' ', g.kind, g.pack, 'seed', g.seed, g.device), ''), char(10) ORDER BY g.id) FROM generations g WHERE g.image_sha256 = x.sha256), ''), nullif((SELECT r.recipe FROM search_recipes r WHERE r.doc_id = d.id), ''))
    FROM search_docs d CROSS JOIN assets x ON x.sha256 = d.source_id WHERE +d.thing = 'picture' AND d.id IN (SELECT new.doc_id);
  END;
CREATE TRIGGER search_search_recipes_anew AFTER UPDATE OF prompt, recipe ON search_recipes BEGIN 
    DELETE FROM search_words WHERE rowid IN (SELECT old.doc_id);
    INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe) SELECT d.id, (SELECT group_concat(nullif(i.name, ''), char(10) ORDER BY i.id) FROM imports i WHERE i.sha256 = x.sha256),
      (SELECT group_concat(nullif(p.caption, ''), char(10) ORDER BY p.id) FROM panels p WHERE p.image_sha256 = x.sha256 AND p.trashed_at_ms IS NULL),
      (SELECT group_concat(nullif(concat_ws(char(10), nullif(p.dialogue, ''), nullif(p.action, ''), nullif(p.notes, ''), nullif(trim(p.scene || ' ' || p.shot), ''), nullif(p.shot_type, '')), ''), char(10) ORDER BY p.id) FROM panels p WHERE p.image_sha256 = x.sha256 AND p.trashed_at_ms IS NULL),
      concat_ws(char(10), nullif((SELECT group_concat(nullif(concat_ws(char(10), nullif((SELECT group_concat(t.value, char(10) ORDER BY t.id) FROM json_tree(g.prompt) t
      WHERE t.key IN ('text', 'phrase') AND t.type = 'text' AND t.value <> ''), ''), nullif(g.completion, ''), nullif(g.text, '')), ''), char(10) ORDER BY g.id)
        FROM generations g WHERE g.image_sha256 = x.sha256), ''), nullif((SELECT r.prompt FROM search_recipes r WHERE r.doc_id = d.id), '')),
      (SELECT group_concat(nullif(t.name, ''), char(10) ORDER BY t.name) FROM picture_tags pt JOIN tags t ON t.id = pt.tag_id WHERE pt.image_sha256 = x.sha256),
      concat_ws(char(10), nullif((SELECT group_concat(nullif(concat_ws(' ', g.kind, g.pack, 'seed', g.seed, g.device), ''), char(10) ORDER BY g.id) FROM generations g WHERE g.image_sha256 = x.sha256), ''), nullif((SELECT r.recipe FROM search_recipes r WHERE r.doc_id = d.id), ''))
    FROM search_docs d CROSS JOIN assets x ON x.sha256 = d.source_id WHERE +d.thing = 'picture' AND d.id IN (SELECT old.doc_id);
    DELETE FROM search_words WHERE rowid IN (SELECT new.doc_id);
    INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe) SELECT d.id, (SELECT group_concat(nullif(i.name, ''), char(10) ORDER BY i.id) FROM imports i WHERE i.sha256 = x.sha256),
      (SELECT group_concat(nullif(p.caption, ''), char(10) ORDER BY p.id) FROM panels p WHERE p.image_sha256 = x.sha256 AND p.trashed_at_ms IS NULL),
      (SELECT group_concat(nullif(concat_ws(char(10), nullif(p.dialogue, ''), nullif(p.action, ''), nullif(p.notes, ''), nullif(trim(p.scene || ' ' || p.shot), ''), nullif(p.shot_type, '')), ''), char(10) ORDER BY p.id) FROM panels p WHERE p.image_sha256 = x.sha256 AND p.trashed_at_ms IS NULL),
      concat_ws(char(10), nullif((SELECT group_concat(nullif(concat_ws(char(10), nullif((SELECT group_concat(t.value, char(10) ORDER BY t.id) FROM json_tree(g.prompt) t
      WHERE t.key IN ('text', 'phrase') AND t.type = 'text' AND t.value <> ''), ''), nullif(g.completion, ''), nullif(g.text, '')), ''), char(10) ORDER BY g.id)
        FROM generations g WHERE g.image_sha256 = x.sha256), ''), nullif((SELECT r.prompt FROM search_recipes r WHERE r.doc_id = d.id), '')),
      (SELECT group_concat(nullif(t.name, ''), char(10) ORDER BY t.name) FROM picture_tags pt JOIN tags t ON t.id = pt.tag_id WHERE pt.image_sha256 = x.sha256),
      concat_ws(char(10), nullif((SELECT group_concat(nullif(concat_ws(' ', g.kind, g.pack, 'seed', g.seed, g.device), ''), char(10) ORDER BY g.id) FROM generations g WHERE g.image_sha256 = x.sha256), ''), nullif((SELECT r.recipe FROM search_recipes r WHERE r.doc_id = d.id), ''))
    FROM search_docs d CROSS JOIN assets x ON x.sha256 = d.source_id WHERE +d.thing = 'picture' AND d.id IN (SELECT new.doc_id);
  END;
CREATE TRIGGER search_search_recipes_out AFTER DELETE ON search_recipes BEGIN 
    DELETE FROM search_words WHERE rowid IN (SELECT old.doc_id);
    INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe) SELECT d.id, (SELECT group_concat(nullif(i.name, ''), char(10) ORDER BY i.id) FROM imports i WHERE i.sha256 = x.sha256),
      (SELECT group_concat(nullif(p.caption, ''), char(10) ORDER BY p.id) FROM panels p WHERE p.image_sha256 = x.sha256 AND p.trashed_at_ms IS NULL),
      (SELECT group_concat(nullif(concat_ws(char(10), nullif(p.dialogue, ''), nullif(p.action, ''), nullif(p.notes, ''), nullif(trim(p.scene || ' ' || p.shot), ''), nullif(p.shot_type, '')), ''), char(10) ORDER BY p.id) FROM panels p WHERE p.image_sha256 = x.sha256 AND p.trashed_at_ms IS NULL),
      concat_ws(char(10), nullif((SELECT group_concat(nullif(concat_ws(char(10), nullif((SELECT group_concat(t.value, char(10) ORDER BY t.id) FROM json_tree(g.prompt) t
      WHERE t.key IN ('text', 'phrase') AND t.type = 'text' AND t.value <> ''), ''), nullif(g.completion, ''), nullif(g.text, '')), ''), char(10) ORDER BY g.id)
        FROM generations g WHERE g.image_sha256 = x.sha256), ''), nullif((SELECT r.prompt FROM search_recipes r WHERE r.doc_id = d.id), '')),
      (SELECT group_concat(nullif(t.name, ''), char(10) ORDER BY t.name) FROM picture_tags pt JOIN tags t ON t.id = pt.tag_id WHERE pt.image_sha256 = x.sha256),
      concat_ws(char(10), nullif((SELECT group_concat(nullif(concat_ws(' ', g.kind, g.pack, 'seed', g.seed, g.device), ''), char(10) ORDER BY g.id) FROM generations g WHERE g.image_sha256 = x.sha256), ''), nullif((SELECT r.recipe FROM search_recipes r WHERE r.doc_id = d.id), ''))
    FROM search_docs d CROSS JOIN assets x ON x.sha256 = d.source_id WHERE +d.thing = 'picture' AND d.id IN (SELECT old.doc_id);
  END;
CREATE TRIGGER search_picture_tags_in AFTER INSERT ON picture_tags BEGIN 
    DELETE FROM search_words WHERE rowid IN (SELECT d.id FROM search_docs d WHERE d.thing = 'picture' AND d.source_id = new.image_sha256);
    INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe) SELECT d.id, (SELECT group_concat(nullif(i.name, ''), char(10) ORDER BY i.id) FROM imports i WHERE i.sha256 = x.sha256),
      (SELECT group_concat(nullif(p.caption, ''), char(10) ORDER BY p.id) FROM panels p WHERE p.image_sha256 = x.sha256 AND p.trashed_at_ms IS NULL),
      (SELECT group_concat(nullif(concat_ws(char(10), nullif(p.dialogue, ''), nullif(p.action, ''), nullif(p.notes, ''), nullif(trim(p.scene || ' ' || p.shot), ''), nullif(p.shot_type, '')), ''), char(10) ORDER BY p.id) FROM panels p WHERE p.image_sha256 = x.sha256 AND p.trashed_at_ms IS NULL),
      concat_ws(char(10), nullif((SELECT group_concat(nullif(concat_ws(char(10), nullif((SELECT group_concat(t.value, char(10) ORDER BY t.id) FROM json_tree(g.prompt) t
      WHERE t.key IN ('text', 'phrase') AND t.type = 'text' AND t.value <> ''), ''), nullif(g.completion, ''), nullif(g.text, '')), ''), char(10) ORDER BY g.id)
        FROM generations g WHERE g.image_sha256 = x.sha256), ''), nullif((SELECT r.prompt FROM search_recipes r WHERE r.doc_id = d.id), '')),
      (SELECT group_concat(nullif(t.name, ''), char(10) ORDER BY t.name) FROM picture_tags pt JOIN tags t ON t.id = pt.tag_id WHERE pt.image_sha256 = x.sha256),
      concat_ws(char(10), nullif((SELECT group_concat(nullif(concat_ws(' ', g.kind, g.pack, 'seed', g.seed, g.device), ''), char(10) ORDER BY g.id) FROM generations g WHERE g.image_sha256 = x.sha256), ''), nullif((SELECT r.recipe FROM search_recipes r WHERE r.doc_id = d.id), ''))
    FROM search_docs d CROSS JOIN assets x ON x.sha256 = d.source_id WHERE +d.thing = 'picture' AND d.id IN (SELECT d.id FROM search_docs d WHERE d.thing = 'picture' AND d.source_id = new.image_sha256);
  END;
CREATE TRIGGER search_picture_tags_anew AFTER UPDATE OF image_sha256, tag_id ON picture_tags BEGIN 
    DELETE FROM search_words WHERE rowid IN (SELECT d.id FROM search_docs d WHERE d.thing = 'picture' AND d.source_id = old.image_sha256);
    INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe) SELECT d.id, (SELECT group_concat(nullif(i.name, ''), char(10) ORDER BY i.id) FROM imports i WHERE i.sha256 = x.sha256),
      (SELECT group_concat(nullif(p.caption, ''), char(10) ORDER BY p.id) FROM panels p WHERE p.image_sha256 = x.sha256 AND p.trashed_at_ms IS NULL),
      (SELECT group_concat(nullif(concat_ws(char(10), nullif(p.dialogue, ''), nullif(p.action, ''), nullif(p.notes, ''), nullif(trim(p.scene || ' ' || p.shot), ''), nullif(p.shot_type, '')), ''), char(10) ORDER BY p.id) FROM panels p WHERE p.image_sha256 = x.sha256 AND p.trashed_at_ms IS NULL),
      concat_ws(char(10), nullif((SELECT group_concat(nullif(concat_ws(char(10), nullif((SELECT group_concat(t.value, char(10) ORDER BY t.id) FROM json_tree(g.prompt) t
      WHERE t.key IN ('text', 'phrase') AND t.type = 'text' AND t.value <> ''), ''), nullif(g.completion, ''), nullif(g.text, '')), ''), char(10) ORDER BY g.id)
        FROM generations g WHERE g.image_sha256 = x.sha256), ''), nullif((SELECT r.prompt FROM search_recipes r WHERE r.doc_id = d.id), '')),
      (SELECT group_concat(nullif(t.name, ''), char(10) ORDER BY t.name) FROM picture_tags pt JOIN tags t ON t.id = pt.tag_id WHERE pt.image_sha256 = x.sha256),
      concat_ws(char(10), nullif((SELECT group_concat(nullif(concat_ws(' ', g.kind, g.pack, 'seed', g.seed, g.device), ''), char(10) ORDER BY g.id) FROM generations g WHERE g.image_sha256 = x.sha256), ''), nullif((SELECT r.recipe FROM search_recipes r WHERE r.doc_id = d.id), ''))
    FROM search_docs d CROSS JOIN assets x ON x.sha256 = d.source_id WHERE +d.thing = 'picture' AND d.id IN (SELECT d.id FROM search_docs d WHERE d.thing = 'picture' AND d.source_id = old.image_sha256);
    DELETE FROM search_words WHERE rowid IN (SELECT d.id FROM search_docs d WHERE d.thing = 'picture' AND d.source_id = new.image_sha256);
    INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe) SELECT d.id, (SELECT group_concat(nullif(i.name, ''), char(10) ORDER BY i.id) FROM imports i WHERE i.sha256 = x.sha256),
      (SELECT group_concat(nullif(p.caption, ''), char(10) ORDER BY p.id) FROM panels p WHERE p.image_sha256 = x.sha256 AND p.trashed_at_ms IS NULL),
      (SELECT group_concat(nullif(concat_ws(char(10), nullif(p.dialogue, ''), nullif(p.action, ''), nullif(p.notes, ''), nullif(trim(p.scene || ' ' || p.shot), ''), nullif(p.shot_type, '')), ''), char(10) ORDER BY p.id) FROM panels p WHERE p.image_sha256 = x.sha256 AND p.trashed_at_ms IS NULL),
      concat_ws(char(10), nullif((SELECT group_concat(nullif(concat_ws(char(10), nullif((SELECT group_concat(t.value, char(10) ORDER BY t.id) FROM json_tree(g.prompt) t
      WHERE t.key IN ('text', 'phrase') AND t.type = 'text' AND t.value <> ''), ''), nullif(g.completion, ''), nullif(g.text, '')), ''), char(10) ORDER BY g.id)
        FROM generations g WHERE g.image_sha256 = x.sha256), ''), nullif((SELECT r.prompt FROM search_recipes r WHERE r.doc_id = d.id), '')),
      (SELECT group_concat(nullif(t.name, ''), char(10) ORDER BY t.name) FROM picture_tags pt JOIN tags t ON t.id = pt.tag_id WHERE pt.image_sha256 = x.sha256),
      concat_ws(char(10), nullif((SELECT group_concat(nullif(concat_ws(' ', g.kind, g.pack, 'seed', g.seed, g.device), ''), char(10) ORDER BY g.id) FROM generations g WHERE g.image_sha256 = x.sha256), ''), nullif((SELECT r.recipe FROM search_recipes r WHERE r.doc_id = d.id), ''))
    FROM search_docs d CROSS JOIN assets x ON x.sha256 = d.source_id WHERE +d.thing = 'picture' AND d.id IN (SELECT d.id FROM search_docs d WHERE d.thing = 'picture' AND d.source_id = new.image_sha256);
  END;
CREATE TRIGGER search_picture_tags_out AFTER DELETE ON picture_tags BEGIN 
    DELETE FROM search_words WHERE rowid IN (SELECT d.id FROM search_docs d WHERE d.thing = 'picture' AND d.source_id = old.image_sha256);
    INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe) SELECT d.id, (SELECT group_concat(nullif(i.name, ''), char(10) ORDER BY i.id) FROM imports i WHERE i.sha256 = x.sha256),
      (SELECT group_concat(nullif(p.caption, ''), char(10) ORDER BY p.id) FROM panels p WHERE p.image_sha256 = x.sha256 AND p.trashed_at_ms IS NULL),
      (SELECT group_concat(nullif(concat_ws(char(10), nullif(p.dialogue, ''), nullif(p.action, ''), nullif(p.notes, ''), nullif(trim(p.scene || ' ' || p.shot), ''), nullif(p.shot_type, '')), ''), char(10) ORDER BY p.id) FROM panels p WHERE p.image_sha256 = x.sha256 AND p.trashed_at_ms IS NULL),
      concat_ws(char(10), nullif((SELECT group_concat(nullif(concat_ws(char(10), nullif((SELECT group_concat(t.value, char(10) ORDER BY t.id) FROM json_tree(g.prompt) t
      WHERE t.key IN ('text', 'phrase') AND t.type = 'text' AND t.value <> ''), ''), nullif(g.completion, ''), nullif(g.text, '')), ''), char(10) ORDER BY g.id)
        FROM generations g WHERE g.image_sha256 = x.sha256), ''), nullif((SELECT r.prompt FROM search_recipes r WHERE r.doc_id = d.id), '')),
      (SELECT group_concat(nullif(t.name, ''), char(10) ORDER BY t.name) FROM picture_tags pt JOIN tags t ON t.id = pt.tag_id WHERE pt.image_sha256 = x.sha256),
      concat_ws(char(10), nullif((SELECT group_concat(nullif(concat_ws(' ', g.kind, g.pack, 'seed', g.seed, g.device), ''), char(10) ORDER BY g.id) FROM generations g WHERE g.image_sha256 = x.sha256), ''), nullif((SELECT r.recipe FROM search_recipes r WHERE r.doc_id = d.id), ''))
    FROM search_docs d CROSS JOIN assets x ON x.sha256 = d.source_id WHERE +d.thing = 'picture' AND d.id IN (SELECT d.id FROM search_docs d WHERE d.thing = 'picture' AND d.source_id = old.image_sha256);
  END;
CREATE TRIGGER search_tags_anew AFTER UPDATE OF name ON tags BEGIN 
    DELETE FROM search_words WHERE rowid IN (SELECT d.id FROM picture_tags pt CROSS JOIN search_docs d
      ON d.thing = 'picture' AND d.source_id = pt.image_sha256 WHERE pt.tag_id = new.id);
    INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe) SELECT d.id, (SELECT group_concat(nullif(i.name, ''), char(10) ORDER BY i.id) FROM imports i WHERE i.sha256 = x.sha256),
      (SELECT group_concat(nullif(p.caption, ''), char(10) ORDER BY p.id) FROM panels p WHERE p.image_sha256 = x.sha256 AND p.trashed_at_ms IS NULL),
      (SELECT group_concat(nullif(concat_ws(char(10), nullif(p.dialogue, ''), nullif(p.action, ''), nullif(p.notes, ''), nullif(trim(p.scene || ' ' || p.shot), ''), nullif(p.shot_type, '')), ''), char(10) ORDER BY p.id) FROM panels p WHERE p.image_sha256 = x.sha256 AND p.trashed_at_ms IS NULL),
      concat_ws(char(10), nullif((SELECT group_concat(nullif(concat_ws(char(10), nullif((SELECT group_concat(t.value, char(10) ORDER BY t.id) FROM json_tree(g.prompt) t
      WHERE t.key IN ('text', 'phrase') AND t.type = 'text' AND t.value <> ''), ''), nullif(g.completion, ''), nullif(g.text, '')), ''), char(10) ORDER BY g.id)
        FROM generations g WHERE g.image_sha256 = x.sha256), ''), nullif((SELECT r.prompt FROM search_recipes r WHERE r.doc_id = d.id), '')),
      (SELECT group_concat(nullif(t.name, ''), char(10) ORDER BY t.name) FROM picture_tags pt JOIN tags t ON t.id = pt.tag_id WHERE pt.image_sha256 = x.sha256),
      concat_ws(char(10), nullif((SELECT group_concat(nullif(concat_ws(' ', g.kind, g.pack, 'seed', g.seed, g.device), ''), char(10) ORDER BY g.id) FROM generations g WHERE g.image_sha256 = x.sha256), ''), nullif((SELECT r.recipe FROM search_recipes r WHERE r.doc_id = d.id), ''))
    FROM search_docs d CROSS JOIN assets x ON x.sha256 = d.source_id WHERE +d.thing = 'picture' AND d.id IN (SELECT d.id FROM picture_tags pt CROSS JOIN search_docs d
      ON d.thing = 'picture' AND d.source_id = pt.image_sha256 WHERE pt.tag_id = new.id);
  END;
CREATE TRIGGER search_generations_in AFTER INSERT ON generations BEGIN 
    INSERT INTO search_docs (thing, source_id, image_sha256, created_at_ms, rating, is_starred)
      SELECT 'text', x.id, NULL, x.created_at_ms, NULL, NULL FROM generations x WHERE x.image_sha256 IS NULL AND x.id = new.id AND (SELECT d.id FROM search_docs d WHERE d.thing = 'text' AND d.source_id = new.id) IS NULL;
    
    DELETE FROM search_words WHERE rowid IN (SELECT d.id FROM search_docs d WHERE d.thing = 'text' AND d.source_id = new.id);
    INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe) SELECT d.id, NULL,
      x.text,
      NULL,
      concat_ws(char(10), nullif((SELECT group_concat(t.value, char(10) ORDER BY t.id) FROM json_tree(x.prompt) t
      WHERE t.key IN ('text', 'phrase') AND t.type = 'text' AND t.value <> ''), ''), nullif(x.completion, '')),
      NULL,
      concat_ws(' ', x.kind, x.pack, 'seed', x.seed, x.device)
    FROM search_docs d CROSS JOIN generations x ON x.id = d.source_id WHERE +d.thing = 'text' AND d.id IN (SELECT d.id FROM search_docs d WHERE d.thing = 'text' AND d.source_id = new.id);
    DELETE FROM search_words WHERE rowid IN (SELECT d.id FROM search_docs d WHERE d.thing = 'picture' AND d.source_id = new.image_sha256);
    INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe) SELECT d.id, (SELECT group_concat(nullif(i.name, ''), char(10) ORDER BY i.id) FROM imports i WHERE i.sha256 = x.sha256),
      (SELECT group_concat(nullif(p.caption, ''), char(10) ORDER BY p.id) FROM panels p WHERE p.image_sha256 = x.sha256 AND p.trashed_at_ms IS NULL),
      (SELECT group_concat(nullif(concat_ws(char(10), nullif(p.dialogue, ''), nullif(p.action, ''), nullif(p.notes, ''), nullif(trim(p.scene || ' ' || p.shot), ''), nullif(p.shot_type, '')), ''), char(10) ORDER BY p.id) FROM panels p WHERE p.image_sha256 = x.sha256 AND p.trashed_at_ms IS NULL),
      concat_ws(char(10), nullif((SELECT group_concat(nullif(concat_ws(char(10), nullif((SELECT group_concat(t.value, char(10) ORDER BY t.id) FROM json_tree(g.prompt) t
      WHERE t.key IN ('text', 'phrase') AND t.type = 'text' AND t.value <> ''), ''), nullif(g.completion, ''), nullif(g.text, '')), ''), char(10) ORDER BY g.id)
        FROM generations g WHERE g.image_sha256 = x.sha256), ''), nullif((SELECT r.prompt FROM search_recipes r WHERE r.doc_id = d.id), '')),
      (SELECT group_concat(nullif(t.name, ''), char(10) ORDER BY t.name) FROM picture_tags pt JOIN tags t ON t.id = pt.tag_id WHERE pt.image_sha256 = x.sha256),
      concat_ws(char(10), nullif((SELECT group_concat(nullif(concat_ws(' ', g.kind, g.pack, 'seed', g.seed, g.device), ''), char(10) ORDER BY g.id) FROM generations g WHERE g.image_sha256 = x.sha256), ''), nullif((SELECT r.recipe FROM search_recipes r WHERE r.doc_id = d.id), ''))
    FROM search_docs d CROSS JOIN assets x ON x.sha256 = d.source_id WHERE +d.thing = 'picture' AND d.id IN (SELECT d.id FROM search_docs d WHERE d.thing = 'picture' AND d.source_id = new.image_sha256);
    DELETE FROM search_runs WHERE doc_id = (SELECT d.id FROM search_docs d WHERE d.thing = 'picture' AND d.source_id = new.image_sha256);
    INSERT INTO search_runs (doc_id, run_id, kind, pack, pack_hash, seed, session_id) SELECT d.id, g.id, g.kind, g.pack, g.pack_hash, g.seed, g.session_id FROM generations g
      CROSS JOIN search_docs d ON d.thing = iif(g.image_sha256 IS NULL, 'text', 'picture')
        AND d.source_id = coalesce(g.image_sha256, g.id) WHERE g.image_sha256 = new.image_sha256;
    INSERT INTO search_runs (doc_id, run_id, kind, pack, pack_hash, seed, session_id) SELECT d.id, i.id, 'imported', NULL, NULL, NULL, i.session_id FROM imports i
      CROSS JOIN search_docs d ON d.thing = 'picture' AND d.source_id = i.sha256 WHERE i.sha256 = new.image_sha256;
    DELETE FROM search_runs WHERE doc_id = (SELECT d.id FROM search_docs d WHERE d.thing = 'text' AND d.source_id = new.id);
    INSERT INTO search_runs (doc_id, run_id, kind, pack, pack_hash, seed, session_id) SELECT d.id, g.id, g.kind, g.pack, g.pack_hash, g.seed, g.session_id FROM generations g
      CROSS JOIN search_docs d ON d.thing = iif(g.image_sha256 IS NULL, 'text', 'picture')
        AND d.source_id = coalesce(g.image_sha256, g.id) WHERE g.id = new.id AND g.image_sha256 IS NULL;
    INSERT INTO search_runs (doc_id, run_id, kind, pack, pack_hash, seed, session_id) SELECT d.id, i.id, 'imported', NULL, NULL, NULL, i.session_id FROM imports i
      CROSS JOIN search_docs d ON d.thing = 'picture' AND d.source_id = i.sha256 WHERE FALSE;
  END;
CREATE TRIGGER search_generations_anew AFTER UPDATE OF prompt, completion, text, kind, pack, pack_hash, seed, device, image_sha256, session_id ON generations BEGIN 
    DELETE FROM search_docs WHERE thing = 'text' AND source_id = old.id;
    INSERT INTO search_docs (thing, source_id, image_sha256, created_at_ms, rating, is_starred)
      SELECT 'text', x.id, NULL, x.created_at_ms, NULL, NULL FROM generations x WHERE x.image_sha256 IS NULL AND x.id = new.id AND (SELECT d.id FROM search_docs d WHERE d.thing = 'text' AND d.source_id = new.id) IS NULL;
    
    DELETE FROM search_words WHERE rowid IN (SELECT d.id FROM search_docs d WHERE d.thing = 'text' AND d.source_id = new.id);
    INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe) SELECT d.id, NULL,
      x.text,
      NULL,
      concat_ws(char(10), nullif((SELECT group_concat(t.value, char(10) ORDER BY t.id) FROM json_tree(x.prompt) t
      WHERE t.key IN ('text', 'phrase') AND t.type = 'text' AND t.value <> ''), ''), nullif(x.completion, '')),
      NULL,
      concat_ws(' ', x.kind, x.pack, 'seed', x.seed, x.device)
    FROM search_docs d CROSS JOIN generations x ON x.id = d.source_id WHERE +d.thing = 'text' AND d.id IN (SELECT d.id FROM search_docs d WHERE d.thing = 'text' AND d.source_id = new.id);
    DELETE FROM search_words WHERE rowid IN (SELECT d.id FROM search_docs d WHERE d.thing = 'picture' AND d.source_id = old.image_sha256);
    INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe) SELECT d.id, (SELECT group_concat(nullif(i.name, ''), char(10) ORDER BY i.id) FROM imports i WHERE i.sha256 = x.sha256),
      (SELECT group_concat(nullif(p.caption, ''), char(10) ORDER BY p.id) FROM panels p WHERE p.image_sha256 = x.sha256 AND p.trashed_at_ms IS NULL),
      (SELECT group_concat(nullif(concat_ws(char(10), nullif(p.dialogue, ''), nullif(p.action, ''), nullif(p.notes, ''), nullif(trim(p.scene || ' ' || p.shot), ''), nullif(p.shot_type, '')), ''), char(10) ORDER BY p.id) FROM panels p WHERE p.image_sha256 = x.sha256 AND p.trashed_at_ms IS NULL),
      concat_ws(char(10), nullif((SELECT group_concat(nullif(concat_ws(char(10), nullif((SELECT group_concat(t.value, char(10) ORDER BY t.id) FROM json_tree(g.prompt) t
      WHERE t.key IN ('text', 'phrase') AND t.type = 'text' AND t.value <> ''), ''), nullif(g.completion, ''), nullif(g.text, '')), ''), char(10) ORDER BY g.id)
        FROM generations g WHERE g.image_sha256 = x.sha256), ''), nullif((SELECT r.prompt FROM search_recipes r WHERE r.doc_id = d.id), '')),
      (SELECT group_concat(nullif(t.name, ''), char(10) ORDER BY t.name) FROM picture_tags pt JOIN tags t ON t.id = pt.tag_id WHERE pt.image_sha256 = x.sha256),
      concat_ws(char(10), nullif((SELECT group_concat(nullif(concat_ws(' ', g.kind, g.pack, 'seed', g.seed, g.device), ''), char(10) ORDER BY g.id) FROM generations g WHERE g.image_sha256 = x.sha256), ''), nullif((SELECT r.recipe FROM search_recipes r WHERE r.doc_id = d.id), ''))
    FROM search_docs d CROSS JOIN assets x ON x.sha256 = d.source_id WHERE +d.thing = 'picture' AND d.id IN (SELECT d.id FROM search_docs d WHERE d.thing = 'picture' AND d.source_id = old.image_sha256);
    DELETE FROM search_runs WHERE doc_id = (SELECT d.id FROM search_docs d WHERE d.thing = 'picture' AND d.source_id = old.image_sha256);
    INSERT INTO search_runs (doc_id, run_id, kind, pack, pack_hash, seed, session_id) SELECT d.id, g.id, g.kind, g.pack, g.pack_hash, g.seed, g.session_id FROM generations g
      CROSS JOIN search_docs d ON d.thing = iif(g.image_sha256 IS NULL, 'text', 'picture')
        AND d.source_id = coalesce(g.image_sha256, g.id) WHERE g.image_sha256 = old.image_sha256;
    INSERT INTO search_runs (doc_id, run_id, kind, pack, pack_hash, seed, session_id) SELECT d.id, i.id, 'imported', NULL, NULL, NULL, i.session_id FROM imports i
      CROSS JOIN search_docs d ON d.thing = 'picture' AND d.source_id = i.sha256 WHERE i.sha256 = old.image_sha256;
    DELETE FROM search_words WHERE rowid IN (SELECT d.id FROM search_docs d WHERE d.thing = 'picture' AND d.source_id = new.image_sha256);
    INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe) SELECT d.id, (SELECT group_concat(nullif(i.name, ''), char(10) ORDER BY i.id) FROM imports i WHERE i.sha256 = x.sha256),
      (SELECT group_concat(nullif(p.caption, ''), char(10) ORDER BY p.id) FROM panels p WHERE p.image_sha256 = x.sha256 AND p.trashed_at_ms IS NULL),
      (SELECT group_concat(nullif(concat_ws(char(10), nullif(p.dialogue, ''), nullif(p.action, ''), nullif(p.notes, ''), nullif(trim(p.scene || ' ' || p.shot), ''), nullif(p.shot_type, '')), ''), char(10) ORDER BY p.id) FROM panels p WHERE p.image_sha256 = x.sha256 AND p.trashed_at_ms IS NULL),
      concat_ws(char(10), nullif((SELECT group_concat(nullif(concat_ws(char(10), nullif((SELECT group_concat(t.value, char(10) ORDER BY t.id) FROM json_tree(g.prompt) t
      WHERE t.key IN ('text', 'phrase') AND t.type = 'text' AND t.value <> ''), ''), nullif(g.completion, ''), nullif(g.text, '')), ''), char(10) ORDER BY g.id)
        FROM generations g WHERE g.image_sha256 = x.sha256), ''), nullif((SELECT r.prompt FROM search_recipes r WHERE r.doc_id = d.id), '')),
      (SELECT group_concat(nullif(t.name, ''), char(10) ORDER BY t.name) FROM picture_tags pt JOIN tags t ON t.id = pt.tag_id WHERE pt.image_sha256 = x.sha256),
      concat_ws(char(10), nullif((SELECT group_concat(nullif(concat_ws(' ', g.kind, g.pack, 'seed', g.seed, g.device), ''), char(10) ORDER BY g.id) FROM generations g WHERE g.image_sha256 = x.sha256), ''), nullif((SELECT r.recipe FROM search_recipes r WHERE r.doc_id = d.id), ''))
    FROM search_docs d CROSS JOIN assets x ON x.sha256 = d.source_id WHERE +d.thing = 'picture' AND d.id IN (SELECT d.id FROM search_docs d WHERE d.thing = 'picture' AND d.source_id = new.image_sha256);
    DELETE FROM search_runs WHERE doc_id = (SELECT d.id FROM search_docs d WHERE d.thing = 'picture' AND d.source_id = new.image_sha256);
    INSERT INTO search_runs (doc_id, run_id, kind, pack, pack_hash, seed, session_id) SELECT d.id, g.id, g.kind, g.pack, g.pack_hash, g.seed, g.session_id FROM generations g
      CROSS JOIN search_docs d ON d.thing = iif(g.image_sha256 IS NULL, 'text', 'picture')
        AND d.source_id = coalesce(g.image_sha256, g.id) WHERE g.image_sha256 = new.image_sha256;
    INSERT INTO search_runs (doc_id, run_id, kind, pack, pack_hash, seed, session_id) SELECT d.id, i.id, 'imported', NULL, NULL, NULL, i.session_id FROM imports i
      CROSS JOIN search_docs d ON d.thing = 'picture' AND d.source_id = i.sha256 WHERE i.sha256 = new.image_sha256;
    DELETE FROM search_runs WHERE doc_id = (SELECT d.id FROM search_docs d WHERE d.thing = 'text' AND d.source_id = new.id);
    INSERT INTO search_runs (doc_id, run_id, kind, pack, pack_hash, seed, session_id) SELECT d.id, g.id, g.kind, g.pack, g.pack_hash, g.seed, g.session_id FROM generations g
      CROSS JOIN search_docs d ON d.thing = iif(g.image_sha256 IS NULL, 'text', 'picture')
        AND d.source_id = coalesce(g.image_sha256, g.id) WHERE g.id = new.id AND g.image_sha256 IS NULL;
    INSERT INTO search_runs (doc_id, run_id, kind, pack, pack_hash, seed, session_id) SELECT d.id, i.id, 'imported', NULL, NULL, NULL, i.session_id FROM imports i
      CROSS JOIN search_docs d ON d.thing = 'picture' AND d.source_id = i.sha256 WHERE FALSE;
  END;
CREATE TRIGGER search_generations_out AFTER DELETE ON generations BEGIN 
    DELETE FROM search_docs WHERE thing = 'text' AND source_id = old.id;
    DELETE FROM search_words WHERE rowid IN (SELECT d.id FROM search_docs d WHERE d.thing = 'picture' AND d.source_id = old.image_sha256);
    INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe) SELECT d.id, (SELECT group_concat(nullif(i.name, ''), char(10) ORDER BY i.id) FROM imports i WHERE i.sha256 = x.sha256),
      (SELECT group_concat(nullif(p.caption, ''), char(10) ORDER BY p.id) FROM panels p WHERE p.image_sha256 = x.sha256 AND p.trashed_at_ms IS NULL),
      (SELECT group_concat(nullif(concat_ws(char(10), nullif(p.dialogue, ''), nullif(p.action, ''), nullif(p.notes, ''), nullif(trim(p.scene || ' ' || p.shot), ''), nullif(p.shot_type, '')), ''), char(10) ORDER BY p.id) FROM panels p WHERE p.image_sha256 = x.sha256 AND p.trashed_at_ms IS NULL),
      concat_ws(char(10), nullif((SELECT group_concat(nullif(concat_ws(char(10), nullif((SELECT group_concat(t.value, char(10) ORDER BY t.id) FROM json_tree(g.prompt) t
      WHERE t.key IN ('text', 'phrase') AND t.type = 'text' AND t.value <> ''), ''), nullif(g.completion, ''), nullif(g.text, '')), ''), char(10) ORDER BY g.id)
        FROM generations g WHERE g.image_sha256 = x.sha256), ''), nullif((SELECT r.prompt FROM search_recipes r WHERE r.doc_id = d.id), '')),
      (SELECT group_concat(nullif(t.name, ''), char(10) ORDER BY t.name) FROM picture_tags pt JOIN tags t ON t.id = pt.tag_id WHERE pt.image_sha256 = x.sha256),
      concat_ws(char(10), nullif((SELECT group_concat(nullif(concat_ws(' ', g.kind, g.pack, 'seed', g.seed, g.device), ''), char(10) ORDER BY g.id) FROM generations g WHERE g.image_sha256 = x.sha256), ''), nullif((SELECT r.recipe FROM search_recipes r WHERE r.doc_id = d.id), ''))
    FROM search_docs d CROSS JOIN assets x ON x.sha256 = d.source_id WHERE +d.thing = 'picture' AND d.id IN (SELECT d.id FROM search_docs d WHERE d.thing = 'picture' AND d.source_id = old.image_sha256);
    DELETE FROM search_runs WHERE doc_id = (SELECT d.id FROM search_docs d WHERE d.thing = 'picture' AND d.source_id = old.image_sha256);
    INSERT INTO search_runs (doc_id, run_id, kind, pack, pack_hash, seed, session_id) SELECT d.id, g.id, g.kind, g.pack, g.pack_hash, g.seed, g.session_id FROM generations g
      CROSS JOIN search_docs d ON d.thing = iif(g.image_sha256 IS NULL, 'text', 'picture')
        AND d.source_id = coalesce(g.image_sha256, g.id) WHERE g.image_sha256 = old.image_sha256;
    INSERT INTO search_runs (doc_id, run_id, kind, pack, pack_hash, seed, session_id) SELECT d.id, i.id, 'imported', NULL, NULL, NULL, i.session_id FROM imports i
      CROSS JOIN search_docs d ON d.thing = 'picture' AND d.source_id = i.sha256 WHERE i.sha256 = old.image_sha256;
  END;
CREATE TRIGGER search_panels_in AFTER INSERT ON panels BEGIN 
    INSERT INTO search_docs (thing, source_id, image_sha256, created_at_ms, rating, is_starred)
      SELECT 'panel', x.id, x.image_sha256, x.created_at_ms, NULL, NULL FROM panels x WHERE TRUE AND x.id = new.id AND (SELECT d.id FROM search_docs d WHERE d.thing = 'panel' AND d.source_id = new.id) IS NULL;
    
    DELETE FROM search_words WHERE rowid IN (SELECT d.id FROM search_docs d WHERE d.thing = 'panel' AND d.source_id = new.id);
    INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe) SELECT d.id, NULL,
      x.caption,
      concat_ws(char(10), nullif(x.dialogue, ''), nullif(x.action, ''), nullif(x.notes, ''), nullif(trim(x.scene || ' ' || x.shot), ''), nullif(x.shot_type, '')),
      NULL,
      NULL,
      NULL
    FROM search_docs d CROSS JOIN panels x ON x.id = d.source_id WHERE +d.thing = 'panel' AND d.id IN (SELECT d.id FROM search_docs d WHERE d.thing = 'panel' AND d.source_id = new.id);
    DELETE FROM search_words WHERE rowid IN (SELECT d.id FROM search_docs d WHERE d.thing = 'picture' AND d.source_id = new.image_sha256);
    INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe) SELECT d.id, (SELECT group_concat(nullif(i.name, ''), char(10) ORDER BY i.id) FROM imports i WHERE i.sha256 = x.sha256),
      (SELECT group_concat(nullif(p.caption, ''), char(10) ORDER BY p.id) FROM panels p WHERE p.image_sha256 = x.sha256 AND p.trashed_at_ms IS NULL),
      (SELECT group_concat(nullif(concat_ws(char(10), nullif(p.dialogue, ''), nullif(p.action, ''), nullif(p.notes, ''), nullif(trim(p.scene || ' ' || p.shot), ''), nullif(p.shot_type, '')), ''), char(10) ORDER BY p.id) FROM panels p WHERE p.image_sha256 = x.sha256 AND p.trashed_at_ms IS NULL),
      concat_ws(char(10), nullif((SELECT group_concat(nullif(concat_ws(char(10), nullif((SELECT group_concat(t.value, char(10) ORDER BY t.id) FROM json_tree(g.prompt) t
      WHERE t.key IN ('text', 'phrase') AND t.type = 'text' AND t.value <> ''), ''), nullif(g.completion, ''), nullif(g.text, '')), ''), char(10) ORDER BY g.id)
        FROM generations g WHERE g.image_sha256 = x.sha256), ''), nullif((SELECT r.prompt FROM search_recipes r WHERE r.doc_id = d.id), '')),
      (SELECT group_concat(nullif(t.name, ''), char(10) ORDER BY t.name) FROM picture_tags pt JOIN tags t ON t.id = pt.tag_id WHERE pt.image_sha256 = x.sha256),
      concat_ws(char(10), nullif((SELECT group_concat(nullif(concat_ws(' ', g.kind, g.pack, 'seed', g.seed, g.device), ''), char(10) ORDER BY g.id) FROM generations g WHERE g.image_sha256 = x.sha256), ''), nullif((SELECT r.recipe FROM search_recipes r WHERE r.doc_id = d.id), ''))
    FROM search_docs d CROSS JOIN assets x ON x.sha256 = d.source_id WHERE +d.thing = 'picture' AND d.id IN (SELECT d.id FROM search_docs d WHERE d.thing = 'picture' AND d.source_id = new.image_sha256);
  END;
CREATE TRIGGER search_panels_anew AFTER UPDATE OF caption, dialogue, action, notes, scene, shot, shot_type, image_sha256, trashed_at_ms ON panels BEGIN 
    UPDATE search_docs SET image_sha256 = new.image_sha256 WHERE thing = 'panel' AND source_id = new.id;
    
    DELETE FROM search_words WHERE rowid IN (SELECT d.id FROM search_docs d WHERE d.thing = 'panel' AND d.source_id = new.id);
    INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe) SELECT d.id, NULL,
      x.caption,
      concat_ws(char(10), nullif(x.dialogue, ''), nullif(x.action, ''), nullif(x.notes, ''), nullif(trim(x.scene || ' ' || x.shot), ''), nullif(x.shot_type, '')),
      NULL,
      NULL,
      NULL
    FROM search_docs d CROSS JOIN panels x ON x.id = d.source_id WHERE +d.thing = 'panel' AND d.id IN (SELECT d.id FROM search_docs d WHERE d.thing = 'panel' AND d.source_id = new.id);
    DELETE FROM search_words WHERE rowid IN (SELECT d.id FROM search_docs d WHERE d.thing = 'picture' AND d.source_id = old.image_sha256);
    INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe) SELECT d.id, (SELECT group_concat(nullif(i.name, ''), char(10) ORDER BY i.id) FROM imports i WHERE i.sha256 = x.sha256),
      (SELECT group_concat(nullif(p.caption, ''), char(10) ORDER BY p.id) FROM panels p WHERE p.image_sha256 = x.sha256 AND p.trashed_at_ms IS NULL),
      (SELECT group_concat(nullif(concat_ws(char(10), nullif(p.dialogue, ''), nullif(p.action, ''), nullif(p.notes, ''), nullif(trim(p.scene || ' ' || p.shot), ''), nullif(p.shot_type, '')), ''), char(10) ORDER BY p.id) FROM panels p WHERE p.image_sha256 = x.sha256 AND p.trashed_at_ms IS NULL),
      concat_ws(char(10), nullif((SELECT group_concat(nullif(concat_ws(char(10), nullif((SELECT group_concat(t.value, char(10) ORDER BY t.id) FROM json_tree(g.prompt) t
      WHERE t.key IN ('text', 'phrase') AND t.type = 'text' AND t.value <> ''), ''), nullif(g.completion, ''), nullif(g.text, '')), ''), char(10) ORDER BY g.id)
        FROM generations g WHERE g.image_sha256 = x.sha256), ''), nullif((SELECT r.prompt FROM search_recipes r WHERE r.doc_id = d.id), '')),
      (SELECT group_concat(nullif(t.name, ''), char(10) ORDER BY t.name) FROM picture_tags pt JOIN tags t ON t.id = pt.tag_id WHERE pt.image_sha256 = x.sha256),
      concat_ws(char(10), nullif((SELECT group_concat(nullif(concat_ws(' ', g.kind, g.pack, 'seed', g.seed, g.device), ''), char(10) ORDER BY g.id) FROM generations g WHERE g.image_sha256 = x.sha256), ''), nullif((SELECT r.recipe FROM search_recipes r WHERE r.doc_id = d.id), ''))
    FROM search_docs d CROSS JOIN assets x ON x.sha256 = d.source_id WHERE +d.thing = 'picture' AND d.id IN (SELECT d.id FROM search_docs d WHERE d.thing = 'picture' AND d.source_id = old.image_sha256);
    DELETE FROM search_words WHERE rowid IN (SELECT d.id FROM search_docs d WHERE d.thing = 'picture' AND d.source_id = new.image_sha256);
    INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe) SELECT d.id, (SELECT group_concat(nullif(i.name, ''), char(10) ORDER BY i.id) FROM imports i WHERE i.sha256 = x.sha256),
      (SELECT group_concat(nullif(p.caption, ''), char(10) ORDER BY p.id) FROM panels p WHERE p.image_sha256 = x.sha256 AND p.trashed_at_ms IS NULL),
      (SELECT group_concat(nullif(concat_ws(char(10), nullif(p.dialogue, ''), nullif(p.action, ''), nullif(p.notes, ''), nullif(trim(p.scene || ' ' || p.shot), ''), nullif(p.shot_type, '')), ''), char(10) ORDER BY p.id) FROM panels p WHERE p.image_sha256 = x.sha256 AND p.trashed_at_ms IS NULL),
      concat_ws(char(10), nullif((SELECT group_concat(nullif(concat_ws(char(10), nullif((SELECT group_concat(t.value, char(10) ORDER BY t.id) FROM json_tree(g.prompt) t
      WHERE t.key IN ('text', 'phrase') AND t.type = 'text' AND t.value <> ''), ''), nullif(g.completion, ''), nullif(g.text, '')), ''), char(10) ORDER BY g.id)
        FROM generations g WHERE g.image_sha256 = x.sha256), ''), nullif((SELECT r.prompt FROM search_recipes r WHERE r.doc_id = d.id), '')),
      (SELECT group_concat(nullif(t.name, ''), char(10) ORDER BY t.name) FROM picture_tags pt JOIN tags t ON t.id = pt.tag_id WHERE pt.image_sha256 = x.sha256),
      concat_ws(char(10), nullif((SELECT group_concat(nullif(concat_ws(' ', g.kind, g.pack, 'seed', g.seed, g.device), ''), char(10) ORDER BY g.id) FROM generations g WHERE g.image_sha256 = x.sha256), ''), nullif((SELECT r.recipe FROM search_recipes r WHERE r.doc_id = d.id), ''))
    FROM search_docs d CROSS JOIN assets x ON x.sha256 = d.source_id WHERE +d.thing = 'picture' AND d.id IN (SELECT d.id FROM search_docs d WHERE d.thing = 'picture' AND d.source_id = new.image_sha256);
  END;
CREATE TRIGGER search_panels_out AFTER DELETE ON panels BEGIN 
    DELETE FROM search_docs WHERE thing = 'panel' AND source_id = old.id;
    DELETE FROM search_words WHERE rowid IN (SELECT d.id FROM search_docs d WHERE d.thing = 'picture' AND d.source_id = old.image_sha256);
    INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe) SELECT d.id, (SELECT group_concat(nullif(i.name, ''), char(10) ORDER BY i.id) FROM imports i WHERE i.sha256 = x.sha256),
      (SELECT group_concat(nullif(p.caption, ''), char(10) ORDER BY p.id) FROM panels p WHERE p.image_sha256 = x.sha256 AND p.trashed_at_ms IS NULL),
      (SELECT group_concat(nullif(concat_ws(char(10), nullif(p.dialogue, ''), nullif(p.action, ''), nullif(p.notes, ''), nullif(trim(p.scene || ' ' || p.shot), ''), nullif(p.shot_type, '')), ''), char(10) ORDER BY p.id) FROM panels p WHERE p.image_sha256 = x.sha256 AND p.trashed_at_ms IS NULL),
      concat_ws(char(10), nullif((SELECT group_concat(nullif(concat_ws(char(10), nullif((SELECT group_concat(t.value, char(10) ORDER BY t.id) FROM json_tree(g.prompt) t
      WHERE t.key IN ('text', 'phrase') AND t.type = 'text' AND t.value <> ''), ''), nullif(g.completion, ''), nullif(g.text, '')), ''), char(10) ORDER BY g.id)
        FROM generations g WHERE g.image_sha256 = x.sha256), ''), nullif((SELECT r.prompt FROM search_recipes r WHERE r.doc_id = d.id), '')),
      (SELECT group_concat(nullif(t.name, ''), char(10) ORDER BY t.name) FROM picture_tags pt JOIN tags t ON t.id = pt.tag_id WHERE pt.image_sha256 = x.sha256),
      concat_ws(char(10), nullif((SELECT group_concat(nullif(concat_ws(' ', g.kind, g.pack, 'seed', g.seed, g.device), ''), char(10) ORDER BY g.id) FROM generations g WHERE g.image_sha256 = x.sha256), ''), nullif((SELECT r.recipe FROM search_recipes r WHERE r.doc_id = d.id), ''))
    FROM search_docs d CROSS JOIN assets x ON x.sha256 = d.source_id WHERE +d.thing = 'picture' AND d.id IN (SELECT d.id FROM search_docs d WHERE d.thing = 'picture' AND d.source_id = old.image_sha256);
  END;
CREATE TRIGGER search_messages_in AFTER INSERT ON messages BEGIN 
    INSERT INTO search_docs (thing, source_id, image_sha256, created_at_ms, rating, is_starred)
      SELECT 'message', x.id, NULL, x.created_at_ms, NULL, NULL FROM messages x WHERE TRUE AND x.id = new.id AND (SELECT d.id FROM search_docs d WHERE d.thing = 'message' AND d.source_id = new.id) IS NULL;
    
    DELETE FROM search_words WHERE rowid IN (SELECT d.id FROM search_docs d WHERE d.thing = 'message' AND d.source_id = new.id);
    INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe) SELECT d.id, NULL,
      (SELECT group_concat(t.value, char(10) ORDER BY t.id) FROM json_tree(x.parts) t
      WHERE t.key IN ('text', 'phrase') AND t.type = 'text' AND t.value <> ''),
      NULL,
      NULL,
      NULL,
      NULL
    FROM search_docs d CROSS JOIN messages x ON x.id = d.source_id WHERE +d.thing = 'message' AND d.id IN (SELECT d.id FROM search_docs d WHERE d.thing = 'message' AND d.source_id = new.id);
  END;
CREATE TRIGGER search_messages_anew AFTER UPDATE OF parts ON messages BEGIN 
    DELETE FROM search_words WHERE rowid IN (SELECT d.id FROM search_docs d WHERE d.thing = 'message' AND d.source_id = new.id);
    INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe) SELECT d.id, NULL,
      (SELECT group_concat(t.value, char(10) ORDER BY t.id) FROM json_tree(x.parts) t
      WHERE t.key IN ('text', 'phrase') AND t.type = 'text' AND t.value <> ''),
      NULL,
      NULL,
      NULL,
      NULL
    FROM search_docs d CROSS JOIN messages x ON x.id = d.source_id WHERE +d.thing = 'message' AND d.id IN (SELECT d.id FROM search_docs d WHERE d.thing = 'message' AND d.source_id = new.id);
  END;
CREATE TRIGGER search_messages_out AFTER DELETE ON messages BEGIN 
    DELETE FROM search_docs WHERE thing = 'message' AND source_id = old.id;
  END;
CREATE TRIGGER search_chats_in AFTER INSERT ON chats BEGIN 
    INSERT INTO search_docs (thing, source_id, image_sha256, created_at_ms, rating, is_starred)
      SELECT 'chat', x.id, NULL, x.created_at_ms, NULL, NULL FROM chats x WHERE TRUE AND x.id = new.id AND (SELECT d.id FROM search_docs d WHERE d.thing = 'chat' AND d.source_id = new.id) IS NULL;
    
    DELETE FROM search_words WHERE rowid IN (SELECT d.id FROM search_docs d WHERE d.thing = 'chat' AND d.source_id = new.id);
    INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe) SELECT d.id, x.title,
      NULL,
      NULL,
      NULL,
      NULL,
      NULL
    FROM search_docs d CROSS JOIN chats x ON x.id = d.source_id WHERE +d.thing = 'chat' AND d.id IN (SELECT d.id FROM search_docs d WHERE d.thing = 'chat' AND d.source_id = new.id);
  END;
CREATE TRIGGER search_chats_anew AFTER UPDATE OF title ON chats BEGIN 
    DELETE FROM search_words WHERE rowid IN (SELECT d.id FROM search_docs d WHERE d.thing = 'chat' AND d.source_id = new.id);
    INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe) SELECT d.id, x.title,
      NULL,
      NULL,
      NULL,
      NULL,
      NULL
    FROM search_docs d CROSS JOIN chats x ON x.id = d.source_id WHERE +d.thing = 'chat' AND d.id IN (SELECT d.id FROM search_docs d WHERE d.thing = 'chat' AND d.source_id = new.id);
  END;
CREATE TRIGGER search_chats_out AFTER DELETE ON chats BEGIN 
    DELETE FROM search_docs WHERE thing = 'chat' AND source_id = old.id;
  END;
CREATE TRIGGER search_storyboards_in AFTER INSERT ON storyboards BEGIN 
    INSERT INTO search_docs (thing, source_id, image_sha256, created_at_ms, rating, is_starred)
      SELECT 'storyboard', x.id, NULL, x.created_at_ms, NULL, NULL FROM storyboards x WHERE TRUE AND x.id = new.id AND (SELECT d.id FROM search_docs d WHERE d.thing = 'storyboard' AND d.source_id = new.id) IS NULL;
    
    DELETE FROM search_words WHERE rowid IN (SELECT d.id FROM search_docs d WHERE d.thing = 'storyboard' AND d.source_id = new.id);
    INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe) SELECT d.id, x.title,
      NULL,
      NULL,
      NULL,
      NULL,
      NULL
    FROM search_docs d CROSS JOIN storyboards x ON x.id = d.source_id WHERE +d.thing = 'storyboard' AND d.id IN (SELECT d.id FROM search_docs d WHERE d.thing = 'storyboard' AND d.source_id = new.id);
  END;
CREATE TRIGGER search_storyboards_anew AFTER UPDATE OF title ON storyboards BEGIN 
    DELETE FROM search_words WHERE rowid IN (SELECT d.id FROM search_docs d WHERE d.thing = 'storyboard' AND d.source_id = new.id);
    INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe) SELECT d.id, x.title,
      NULL,
      NULL,
      NULL,
      NULL,
      NULL
    FROM search_docs d CROSS JOIN storyboards x ON x.id = d.source_id WHERE +d.thing = 'storyboard' AND d.id IN (SELECT d.id FROM search_docs d WHERE d.thing = 'storyboard' AND d.source_id = new.id);
  END;
CREATE TRIGGER search_storyboards_out AFTER DELETE ON storyboards BEGIN 
    DELETE FROM search_docs WHERE thing = 'storyboard' AND source_id = old.id;
  END;
CREATE TRIGGER search_sessions_in AFTER INSERT ON sessions BEGIN 
    INSERT INTO search_docs (thing, source_id, image_sha256, created_at_ms, rating, is_starred)
      SELECT 'session', x.id, NULL, x.created_at_ms, NULL, NULL FROM sessions x WHERE TRUE AND x.id = new.id AND (SELECT d.id FROM search_docs d WHERE d.thing = 'session' AND d.source_id = new.id) IS NULL;
    
    DELETE FROM search_words WHERE rowid IN (SELECT d.id FROM search_docs d WHERE d.thing = 'session' AND d.source_id = new.id);
    INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe) SELECT d.id, x.title,
      NULL,
      NULL,
      NULL,
      NULL,
      NULL
    FROM search_docs d CROSS JOIN sessions x ON x.id = d.source_id WHERE +d.thing = 'session' AND d.id IN (SELECT d.id FROM search_docs d WHERE d.thing = 'session' AND d.source_id = new.id);
  END;
CREATE TRIGGER search_sessions_anew AFTER UPDATE OF title ON sessions BEGIN 
    DELETE FROM search_words WHERE rowid IN (SELECT d.id FROM search_docs d WHERE d.thing = 'session' AND d.source_id = new.id);
    INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe) SELECT d.id, x.title,
      NULL,
      NULL,
      NULL,
      NULL,
      NULL
    FROM search_docs d CROSS JOIN sessions x ON x.id = d.source_id WHERE +d.thing = 'session' AND d.id IN (SELECT d.id FROM search_docs d WHERE d.thing = 'session' AND d.source_id = new.id);
  END;
CREATE TRIGGER search_sessions_out AFTER DELETE ON sessions BEGIN 
    DELETE FROM search_docs WHERE thing = 'session' AND source_id = old.id;
  END;
CREATE TRIGGER search_boards_in AFTER INSERT ON boards BEGIN 
    INSERT INTO search_docs (thing, source_id, image_sha256, created_at_ms, rating, is_starred)
      SELECT 'board', x.id, NULL, x.created_at_ms, NULL, NULL FROM boards x WHERE TRUE AND x.id = new.id AND (SELECT d.id FROM search_docs d WHERE d.thing = 'board' AND d.source_id = new.id) IS NULL;
    
    DELETE FROM search_words WHERE rowid IN (SELECT d.id FROM search_docs d WHERE d.thing = 'board' AND d.source_id = new.id);
    INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe) SELECT d.id, x.title,
      NULL,
      NULL,
      NULL,
      NULL,
      NULL
    FROM search_docs d CROSS JOIN boards x ON x.id = d.source_id WHERE +d.thing = 'board' AND d.id IN (SELECT d.id FROM search_docs d WHERE d.thing = 'board' AND d.source_id = new.id);
  END;
CREATE TRIGGER search_boards_anew AFTER UPDATE OF title ON boards BEGIN 
    DELETE FROM search_words WHERE rowid IN (SELECT d.id FROM search_docs d WHERE d.thing = 'board' AND d.source_id = new.id);
    INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe) SELECT d.id, x.title,
      NULL,
      NULL,
      NULL,
      NULL,
      NULL
    FROM search_docs d CROSS JOIN boards x ON x.id = d.source_id WHERE +d.thing = 'board' AND d.id IN (SELECT d.id FROM search_docs d WHERE d.thing = 'board' AND d.source_id = new.id);
  END;
CREATE TRIGGER search_boards_out AFTER DELETE ON boards BEGIN 
    DELETE FROM search_docs WHERE thing = 'board' AND source_id = old.id;
  END;
CREATE TRIGGER search_subjects_in AFTER INSERT ON subjects BEGIN 
    INSERT INTO search_docs (thing, source_id, image_sha256, created_at_ms, rating, is_starred)
      SELECT 'subject', x.id, NULL, x.created_at_ms, NULL, NULL FROM subjects x WHERE TRUE AND x.id = new.id AND (SELECT d.id FROM search_docs d WHERE d.thing = 'subject' AND d.source_id = new.id) IS NULL;
    
    DELETE FROM search_words WHERE rowid IN (SELECT d.id FROM search_docs d WHERE d.thing = 'subject' AND d.source_id = new.id);
    INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe) SELECT d.id, x.name,
      x.notes,
      NULL,
      NULL,
      NULL,
      NULL
    FROM search_docs d CROSS JOIN subjects x ON x.id = d.source_id WHERE +d.thing = 'subject' AND d.id IN (SELECT d.id FROM search_docs d WHERE d.thing = 'subject' AND d.source_id = new.id);
  END;
CREATE TRIGGER search_subjects_anew AFTER UPDATE OF name, notes ON subjects BEGIN 
    DELETE FROM search_words WHERE rowid IN (SELECT d.id FROM search_docs d WHERE d.thing = 'subject' AND d.source_id = new.id);
    INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe) SELECT d.id, x.name,
      x.notes,
      NULL,
      NULL,
      NULL,
      NULL
    FROM search_docs d CROSS JOIN subjects x ON x.id = d.source_id WHERE +d.thing = 'subject' AND d.id IN (SELECT d.id FROM search_docs d WHERE d.thing = 'subject' AND d.source_id = new.id);
  END;
CREATE TRIGGER search_subjects_out AFTER DELETE ON subjects BEGIN 
    DELETE FROM search_docs WHERE thing = 'subject' AND source_id = old.id;
  END;
CREATE TRIGGER search_edits_in AFTER INSERT ON edits BEGIN 
    INSERT INTO search_docs (thing, source_id, image_sha256, created_at_ms, rating, is_starred)
      SELECT 'edit', x.id, NULL, x.created_at_ms, NULL, NULL FROM edits x WHERE TRUE AND x.id = new.id AND (SELECT d.id FROM search_docs d WHERE d.thing = 'edit' AND d.source_id = new.id) IS NULL;
    
    DELETE FROM search_words WHERE rowid IN (SELECT d.id FROM search_docs d WHERE d.thing = 'edit' AND d.source_id = new.id);
    INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe) SELECT d.id, x.title,
      (SELECT group_concat(nullif(m.phrase, ''), char(10) ORDER BY m.position) FROM marks m WHERE m.edit_id = x.id),
      NULL,
      (SELECT group_concat(t.value, char(10) ORDER BY t.id) FROM json_tree(x.prompt) t
      WHERE t.key IN ('text', 'phrase') AND t.type = 'text' AND t.value <> ''),
      NULL,
      NULL
    FROM search_docs d CROSS JOIN edits x ON x.id = d.source_id WHERE +d.thing = 'edit' AND d.id IN (SELECT d.id FROM search_docs d WHERE d.thing = 'edit' AND d.source_id = new.id);
  END;
CREATE TRIGGER search_edits_anew AFTER UPDATE OF title, prompt ON edits BEGIN 
    DELETE FROM search_words WHERE rowid IN (SELECT d.id FROM search_docs d WHERE d.thing = 'edit' AND d.source_id = new.id);
    INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe) SELECT d.id, x.title,
      (SELECT group_concat(nullif(m.phrase, ''), char(10) ORDER BY m.position) FROM marks m WHERE m.edit_id = x.id),
      NULL,
      (SELECT group_concat(t.value, char(10) ORDER BY t.id) FROM json_tree(x.prompt) t
      WHERE t.key IN ('text', 'phrase') AND t.type = 'text' AND t.value <> ''),
      NULL,
      NULL
    FROM search_docs d CROSS JOIN edits x ON x.id = d.source_id WHERE +d.thing = 'edit' AND d.id IN (SELECT d.id FROM search_docs d WHERE d.thing = 'edit' AND d.source_id = new.id);
  END;
CREATE TRIGGER search_edits_out AFTER DELETE ON edits BEGIN 
    DELETE FROM search_docs WHERE thing = 'edit' AND source_id = old.id;
  END;
CREATE TRIGGER search_marks_in AFTER INSERT ON marks BEGIN 
    DELETE FROM search_words WHERE rowid IN (SELECT d.id FROM search_docs d WHERE d.thing = 'edit' AND d.source_id = new.edit_id);
    INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe) SELECT d.id, x.title,
      (SELECT group_concat(nullif(m.phrase, ''), char(10) ORDER BY m.position) FROM marks m WHERE m.edit_id = x.id),
      NULL,
      (SELECT group_concat(t.value, char(10) ORDER BY t.id) FROM json_tree(x.prompt) t
      WHERE t.key IN ('text', 'phrase') AND t.type = 'text' AND t.value <> ''),
      NULL,
      NULL
    FROM search_docs d CROSS JOIN edits x ON x.id = d.source_id WHERE +d.thing = 'edit' AND d.id IN (SELECT d.id FROM search_docs d WHERE d.thing = 'edit' AND d.source_id = new.edit_id);
  END;
CREATE TRIGGER search_marks_anew AFTER UPDATE OF edit_id, phrase, position ON marks BEGIN 
    DELETE FROM search_words WHERE rowid IN (SELECT d.id FROM search_docs d WHERE d.thing = 'edit' AND d.source_id = old.edit_id);
    INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe) SELECT d.id, x.title,
      (SELECT group_concat(nullif(m.phrase, ''), char(10) ORDER BY m.position) FROM marks m WHERE m.edit_id = x.id),
      NULL,
      (SELECT group_concat(t.value, char(10) ORDER BY t.id) FROM json_tree(x.prompt) t
      WHERE t.key IN ('text', 'phrase') AND t.type = 'text' AND t.value <> ''),
      NULL,
      NULL
    FROM search_docs d CROSS JOIN edits x ON x.id = d.source_id WHERE +d.thing = 'edit' AND d.id IN (SELECT d.id FROM search_docs d WHERE d.thing = 'edit' AND d.source_id = old.edit_id);
    DELETE FROM search_words WHERE rowid IN (SELECT d.id FROM search_docs d WHERE d.thing = 'edit' AND d.source_id = new.edit_id);
    INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe) SELECT d.id, x.title,
      (SELECT group_concat(nullif(m.phrase, ''), char(10) ORDER BY m.position) FROM marks m WHERE m.edit_id = x.id),
      NULL,
      (SELECT group_concat(t.value, char(10) ORDER BY t.id) FROM json_tree(x.prompt) t
      WHERE t.key IN ('text', 'phrase') AND t.type = 'text' AND t.value <> ''),
      NULL,
      NULL
    FROM search_docs d CROSS JOIN edits x ON x.id = d.source_id WHERE +d.thing = 'edit' AND d.id IN (SELECT d.id FROM search_docs d WHERE d.thing = 'edit' AND d.source_id = new.edit_id);
  END;
CREATE TRIGGER search_marks_out AFTER DELETE ON marks BEGIN 
    DELETE FROM search_words WHERE rowid IN (SELECT d.id FROM search_docs d WHERE d.thing = 'edit' AND d.source_id = old.edit_id);
    INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe) SELECT d.id, x.title,
      (SELECT group_concat(nullif(m.phrase, ''), char(10) ORDER BY m.position) FROM marks m WHERE m.edit_id = x.id),
      NULL,
      (SELECT group_concat(t.value, char(10) ORDER BY t.id) FROM json_tree(x.prompt) t
      WHERE t.key IN ('text', 'phrase') AND t.type = 'text' AND t.value <> ''),
      NULL,
      NULL
    FROM search_docs d CROSS JOIN edits x ON x.id = d.source_id WHERE +d.thing = 'edit' AND d.id IN (SELECT d.id FROM search_docs d WHERE d.thing = 'edit' AND d.source_id = old.edit_id);
  END;
CREATE TRIGGER search_visual_prompts_in AFTER INSERT ON visual_prompts BEGIN 
    INSERT INTO search_docs (thing, source_id, image_sha256, created_at_ms, rating, is_starred)
      SELECT 'visual-prompt', x.id, NULL, x.created_at_ms, NULL, NULL FROM visual_prompts x WHERE TRUE AND x.id = new.id AND (SELECT d.id FROM search_docs d WHERE d.thing = 'visual-prompt' AND d.source_id = new.id) IS NULL;
    
    DELETE FROM search_words WHERE rowid IN (SELECT d.id FROM search_docs d WHERE d.thing = 'visual-prompt' AND d.source_id = new.id);
    INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe) SELECT d.id, x.title,
      x.notes,
      NULL,
      (SELECT group_concat(nullif(concat_ws(char(10), nullif((SELECT group_concat(t.value, char(10) ORDER BY t.id) FROM json_tree(r.prompt) t
      WHERE t.key IN ('text', 'phrase') AND t.type = 'text' AND t.value <> ''), ''), nullif((SELECT group_concat(t.value, char(10) ORDER BY t.id) FROM json_tree(r.answer) t
      WHERE t.key IN ('text', 'phrase') AND t.type = 'text' AND t.value <> ''), '')), ''), char(10) ORDER BY r.number)
      FROM visual_prompt_rows r WHERE r.visual_prompt_id = x.id),
      NULL,
      NULL
    FROM search_docs d CROSS JOIN visual_prompts x ON x.id = d.source_id WHERE +d.thing = 'visual-prompt' AND d.id IN (SELECT d.id FROM search_docs d WHERE d.thing = 'visual-prompt' AND d.source_id = new.id);
  END;
CREATE TRIGGER search_visual_prompts_anew AFTER UPDATE OF title, notes ON visual_prompts BEGIN 
    DELETE FROM search_words WHERE rowid IN (SELECT d.id FROM search_docs d WHERE d.thing = 'visual-prompt' AND d.source_id = new.id);
    INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe) SELECT d.id, x.title,
      x.notes,
      NULL,
      (SELECT group_concat(nullif(concat_ws(char(10), nullif((SELECT group_concat(t.value, char(10) ORDER BY t.id) FROM json_tree(r.prompt) t
      WHERE t.key IN ('text', 'phrase') AND t.type = 'text' AND t.value <> ''), ''), nullif((SELECT group_concat(t.value, char(10) ORDER BY t.id) FROM json_tree(r.answer) t
      WHERE t.key IN ('text', 'phrase') AND t.type = 'text' AND t.value <> ''), '')), ''), char(10) ORDER BY r.number)
      FROM visual_prompt_rows r WHERE r.visual_prompt_id = x.id),
      NULL,
      NULL
    FROM search_docs d CROSS JOIN visual_prompts x ON x.id = d.source_id WHERE +d.thing = 'visual-prompt' AND d.id IN (SELECT d.id FROM search_docs d WHERE d.thing = 'visual-prompt' AND d.source_id = new.id);
  END;
CREATE TRIGGER search_visual_prompts_out AFTER DELETE ON visual_prompts BEGIN 
    DELETE FROM search_docs WHERE thing = 'visual-prompt' AND source_id = old.id;
  END;
CREATE TRIGGER search_visual_prompt_rows_in AFTER INSERT ON visual_prompt_rows BEGIN 
    DELETE FROM search_words WHERE rowid IN (SELECT d.id FROM search_docs d WHERE d.thing = 'visual-prompt' AND d.source_id = new.visual_prompt_id);
    INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe) SELECT d.id, x.title,
      x.notes,
      NULL,
      (SELECT group_concat(nullif(concat_ws(char(10), nullif((SELECT group_concat(t.value, char(10) ORDER BY t.id) FROM json_tree(r.prompt) t
      WHERE t.key IN ('text', 'phrase') AND t.type = 'text' AND t.value <> ''), ''), nullif((SELECT group_concat(t.value, char(10) ORDER BY t.id) FROM json_tree(r.answer) t
      WHERE t.key IN ('text', 'phrase') AND t.type = 'text' AND t.value <> ''), '')), ''), char(10) ORDER BY r.number)
      FROM visual_prompt_rows r WHERE r.visual_prompt_id = x.id),
      NULL,
      NULL
    FROM search_docs d CROSS JOIN visual_prompts x ON x.id = d.source_id WHERE +d.thing = 'visual-prompt' AND d.id IN (SELECT d.id FROM search_docs d WHERE d.thing = 'visual-prompt' AND d.source_id = new.visual_prompt_id);
  END;
CREATE TRIGGER search_visual_prompt_rows_anew AFTER UPDATE OF prompt, answer ON visual_prompt_rows BEGIN 
    DELETE FROM search_words WHERE rowid IN (SELECT d.id FROM search_docs d WHERE d.thing = 'visual-prompt' AND d.source_id = old.visual_prompt_id);
    INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe) SELECT d.id, x.title,
      x.notes,
      NULL,
      (SELECT group_concat(nullif(concat_ws(char(10), nullif((SELECT group_concat(t.value, char(10) ORDER BY t.id) FROM json_tree(r.prompt) t
      WHERE t.key IN ('text', 'phrase') AND t.type = 'text' AND t.value <> ''), ''), nullif((SELECT group_concat(t.value, char(10) ORDER BY t.id) FROM json_tree(r.answer) t
      WHERE t.key IN ('text', 'phrase') AND t.type = 'text' AND t.value <> ''), '')), ''), char(10) ORDER BY r.number)
      FROM visual_prompt_rows r WHERE r.visual_prompt_id = x.id),
      NULL,
      NULL
    FROM search_docs d CROSS JOIN visual_prompts x ON x.id = d.source_id WHERE +d.thing = 'visual-prompt' AND d.id IN (SELECT d.id FROM search_docs d WHERE d.thing = 'visual-prompt' AND d.source_id = old.visual_prompt_id);
    DELETE FROM search_words WHERE rowid IN (SELECT d.id FROM search_docs d WHERE d.thing = 'visual-prompt' AND d.source_id = new.visual_prompt_id);
    INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe) SELECT d.id, x.title,
      x.notes,
      NULL,
      (SELECT group_concat(nullif(concat_ws(char(10), nullif((SELECT group_concat(t.value, char(10) ORDER BY t.id) FROM json_tree(r.prompt) t
      WHERE t.key IN ('text', 'phrase') AND t.type = 'text' AND t.value <> ''), ''), nullif((SELECT group_concat(t.value, char(10) ORDER BY t.id) FROM json_tree(r.answer) t
      WHERE t.key IN ('text', 'phrase') AND t.type = 'text' AND t.value <> ''), '')), ''), char(10) ORDER BY r.number)
      FROM visual_prompt_rows r WHERE r.visual_prompt_id = x.id),
      NULL,
      NULL
    FROM search_docs d CROSS JOIN visual_prompts x ON x.id = d.source_id WHERE +d.thing = 'visual-prompt' AND d.id IN (SELECT d.id FROM search_docs d WHERE d.thing = 'visual-prompt' AND d.source_id = new.visual_prompt_id);
  END;
CREATE TRIGGER search_visual_prompt_rows_out AFTER DELETE ON visual_prompt_rows BEGIN 
    DELETE FROM search_words WHERE rowid IN (SELECT d.id FROM search_docs d WHERE d.thing = 'visual-prompt' AND d.source_id = old.visual_prompt_id);
    INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe) SELECT d.id, x.title,
      x.notes,
      NULL,
      (SELECT group_concat(nullif(concat_ws(char(10), nullif((SELECT group_concat(t.value, char(10) ORDER BY t.id) FROM json_tree(r.prompt) t
      WHERE t.key IN ('text', 'phrase') AND t.type = 'text' AND t.value <> ''), ''), nullif((SELECT group_concat(t.value, char(10) ORDER BY t.id) FROM json_tree(r.answer) t
      WHERE t.key IN ('text', 'phrase') AND t.type = 'text' AND t.value <> ''), '')), ''), char(10) ORDER BY r.number)
      FROM visual_prompt_rows r WHERE r.visual_prompt_id = x.id),
      NULL,
      NULL
    FROM search_docs d CROSS JOIN visual_prompts x ON x.id = d.source_id WHERE +d.thing = 'visual-prompt' AND d.id IN (SELECT d.id FROM search_docs d WHERE d.thing = 'visual-prompt' AND d.source_id = old.visual_prompt_id);
  END;
INSERT INTO search_words (rowid, title, body, script, prompt, tags, recipe) SELECT * FROM search_texts;
PRAGMA user_version = 4;
COMMIT;
PRAGMA foreign_keys = ON;
