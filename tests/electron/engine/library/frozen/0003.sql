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
PRAGMA user_version = 3;
COMMIT;
PRAGMA foreign_keys = ON;
