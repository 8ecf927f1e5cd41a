BEGIN;
CREATE TABLE sessions (
      id TEXT PRIMARY KEY,
      title TEXT NOT NULL,
      created_at_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
CREATE TABLE storyboards (
      id TEXT PRIMARY KEY,
      session_id TEXT NOT NULL REFERENCES sessions (id),
      title TEXT NOT NULL,
      revision INTEGER NOT NULL CHECK (revision >= 0),
      created_at_ms INTEGER NOT NULL,
      updated_at_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
CREATE INDEX storyboards_by_session ON storyboards (session_id, id);
CREATE TABLE assets (
      sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
      mime TEXT NOT NULL,
      width INTEGER NOT NULL CHECK (width > 0),
      height INTEGER NOT NULL CHECK (height > 0),
      size_bytes INTEGER NOT NULL CHECK (size_bytes > 0),
      created_at_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
CREATE TABLE imports (
      id TEXT PRIMARY KEY,
      sha256 TEXT NOT NULL REFERENCES assets (sha256),
      name TEXT NOT NULL,
      created_at_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
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
    ) STRICT, WITHOUT ROWID;
CREATE INDEX generations_by_job ON generations (job_id, id);
CREATE TABLE panels (
      id TEXT PRIMARY KEY,
      storyboard_id TEXT NOT NULL REFERENCES storyboards (id),
      position INTEGER NOT NULL,
      caption TEXT NOT NULL,
      image_sha256 TEXT REFERENCES assets (sha256),
      generation_id TEXT REFERENCES generations (id),
      created_at_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX panels_by_position ON panels (storyboard_id, position);
CREATE TABLE changes (
      storyboard_id TEXT NOT NULL REFERENCES storyboards (id),
      number INTEGER NOT NULL,
      id TEXT NOT NULL UNIQUE,
      state TEXT NOT NULL CHECK (state IN ('applied', 'undone', 'retired')),
      label TEXT NOT NULL,
      joins_with TEXT,
      forward TEXT NOT NULL CHECK (json_valid(forward)),
      inverse TEXT NOT NULL CHECK (json_valid(inverse)),
      created_at_ms INTEGER NOT NULL,
      PRIMARY KEY (storyboard_id, number)
    ) STRICT, WITHOUT ROWID;
CREATE INDEX changes_applied ON changes (storyboard_id, number) WHERE state = 'applied';
CREATE INDEX changes_undone ON changes (storyboard_id, number) WHERE state = 'undone';
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
CREATE INDEX jobs_to_do ON jobs (queue_number) WHERE state IN ('queued', 'running');
CREATE INDEX jobs_shown ON jobs (queue_number) WHERE dismissed = 0;
CREATE TABLE view (
      key TEXT PRIMARY KEY,
      value TEXT NOT NULL CHECK (json_valid(value))
    ) STRICT, WITHOUT ROWID;
INSERT INTO sessions (id, title, created_at_ms) VALUES ('01a20267-1970-70ec-b242-229bb00f301d', 'First session', 1795336640838);
INSERT INTO storyboards (id, session_id, title, revision, created_at_ms, updated_at_ms) VALUES ('01a20267-1971-734c-b970-a24e1665efcc', '01a20267-1970-70ec-b242-229bb00f301d', 'Foxes', 3, 1795336640838, 1795336641106);
INSERT INTO assets (sha256, mime, width, height, size_bytes, created_at_ms) VALUES ('5f4a0e920cb4ebc34301d4adc94f3b887b6f7e5f67d044f908405ab2ca822d2d', 'image/png', 48, 32, 148, 1795336641088);
INSERT INTO assets (sha256, mime, width, height, size_bytes, created_at_ms) VALUES ('d97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf', 'image/png', 8, 8, 69, 1795336640972);
INSERT INTO imports (id, sha256, name, created_at_ms) VALUES ('01a20267-19ca-7655-a79f-5e103ac457db', 'd97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf', 'black.png', 1795336640972);
INSERT INTO generations (id, job_id, kind, image_sha256, text, completion, prompt, seed, steps, guidance, pack, pack_hash, device, versions, timings_ms, created_at_ms) VALUES ('01a20267-1a3f-75a8-b35c-d228387162cd', '01a20267-1a02-71a8-b8c9-7f8b9a3d895f', 'continue', '5f4a0e920cb4ebc34301d4adc94f3b887b6f7e5f67d044f908405ab2ca822d2d', 'and then 1', NULL, '[{"type":"text","text":"a fox"},{"type":"image","sha256":"d97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf"}]', 41, 4, 1, 'peer', 'abababababababababababababababababababababababababababababababab', 'cpu', '{"peer":"1"}', '{"draw":1}', 1795336641088);
INSERT INTO panels (id, storyboard_id, position, caption, image_sha256, generation_id, created_at_ms) VALUES ('01a20267-19ec-77c6-ae9a-0a7cb13e1264', '01a20267-1971-734c-b970-a24e1665efcc', 0, 'a fox', 'd97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf', NULL, 1795336641008);
INSERT INTO panels (id, storyboard_id, position, caption, image_sha256, generation_id, created_at_ms) VALUES ('01a20267-1a02-71a8-b8c9-83e326746b31', '01a20267-1971-734c-b970-a24e1665efcc', 1048576, 'and then 1', '5f4a0e920cb4ebc34301d4adc94f3b887b6f7e5f67d044f908405ab2ca822d2d', '01a20267-1a3f-75a8-b35c-d228387162cd', 1795336641088);
INSERT INTO changes (storyboard_id, number, id, state, label, joins_with, forward, inverse, created_at_ms) VALUES ('01a20267-1971-734c-b970-a24e1665efcc', 1, '01a20267-19ed-707e-aafb-723a8c862693', 'applied', 'Add picture', NULL, '{"title":null,"remove":[],"put":[{"id":"01a20267-19ec-77c6-ae9a-0a7cb13e1264","caption":"a fox","image":"d97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf","generationId":null,"position":0,"createdAtMs":1795336641008}]}', '{"title":null,"remove":["01a20267-19ec-77c6-ae9a-0a7cb13e1264"],"put":[]}', 1795336641008);
INSERT INTO changes (storyboard_id, number, id, state, label, joins_with, forward, inverse, created_at_ms) VALUES ('01a20267-1971-734c-b970-a24e1665efcc', 2, '01a20267-1a40-7660-bf33-bd995d264eea', 'applied', 'Continue the story', NULL, '{"title":null,"remove":[],"put":[{"id":"01a20267-1a02-71a8-b8c9-83e326746b31","caption":"and then 1","image":"5f4a0e920cb4ebc34301d4adc94f3b887b6f7e5f67d044f908405ab2ca822d2d","generationId":"01a20267-1a3f-75a8-b35c-d228387162cd","position":1048576,"createdAtMs":1795336641088}]}', '{"title":null,"remove":["01a20267-1a02-71a8-b8c9-83e326746b31"],"put":[]}', 1795336641088);
INSERT INTO changes (storyboard_id, number, id, state, label, joins_with, forward, inverse, created_at_ms) VALUES ('01a20267-1971-734c-b970-a24e1665efcc', 3, '01a20267-1a51-729f-a28e-edc60c4645ee', 'applied', 'Rename storyboard', NULL, '{"title":"Foxes","remove":[],"put":[]}', '{"title":"Untitled storyboard","remove":[],"put":[]}', 1795336641106);
INSERT INTO jobs (id, queue_number, state, owner, request, failure, cancel_wanted, dismissed, created_at_ms, finished_at_ms) VALUES ('01a20267-1a02-71a8-b8c9-7f8b9a3d895f', 1, 'done', '562-1795336640887-0', '{"jobId":"01a20267-1a02-71a8-b8c9-7f8b9a3d895f","seed":41,"settings":{},"kind":"continue","storyboardId":"01a20267-1971-734c-b970-a24e1665efcc","context":["01a20267-19ec-77c6-ae9a-0a7cb13e1264"],"afterPanelId":"01a20267-19ec-77c6-ae9a-0a7cb13e1264","newPanelId":"01a20267-1a02-71a8-b8c9-83e326746b31","caption":null}', NULL, 0, 0, 1795336641032, 1795336641088);
INSERT INTO view (key, value) VALUES ('camera', '{"x":1}');
PRAGMA user_version = 1;
COMMIT;
