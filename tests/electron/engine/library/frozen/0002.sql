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
    , details TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(details))) STRICT, WITHOUT ROWID;
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
INSERT INTO sessions (id, title, created_at_ms) VALUES ('01a2108d-e72a-7452-8806-ccd9b46939aa', 'First session', 1795574064872);
INSERT INTO storyboards (id, session_id, title, revision, created_at_ms, updated_at_ms) VALUES ('01a2108d-e72c-7204-ad34-baa7524f2830', '01a2108d-e72a-7452-8806-ccd9b46939aa', 'Foxes', 3, 1795574064872, 1795574065066);
INSERT INTO assets (sha256, mime, width, height, size_bytes, created_at_ms) VALUES ('2735d08233e2c3b1e8e412eb3d801616fa465989dadb5973fd565b7adf1e924b', 'image/png', 48, 32, 148, 1795574065305);
INSERT INTO assets (sha256, mime, width, height, size_bytes, created_at_ms) VALUES ('5f4a0e920cb4ebc34301d4adc94f3b887b6f7e5f67d044f908405ab2ca822d2d', 'image/png', 48, 32, 148, 1795574065058);
INSERT INTO assets (sha256, mime, width, height, size_bytes, created_at_ms) VALUES ('5fd59832be276d0886f899064720ec10377cd80a56e0d2704b60a1c63e25ec6d', 'image/png', 48, 32, 148, 1795574065267);
INSERT INTO assets (sha256, mime, width, height, size_bytes, created_at_ms) VALUES ('d97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf', 'image/png', 8, 8, 69, 1795574064994);
INSERT INTO assets (sha256, mime, width, height, size_bytes, created_at_ms) VALUES ('dbf1927e60f21b5d2d90c3f215a388c5a699a8782bbd1ecf7fe102f234bc5b53', 'image/png', 48, 32, 148, 1795574065195);
INSERT INTO imports (id, sha256, name, created_at_ms) VALUES ('01a2108d-e761-7039-8d59-b767f0774223', 'd97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf', 'black.png', 1795574064994);
INSERT INTO generations (id, job_id, kind, image_sha256, text, completion, prompt, seed, steps, guidance, pack, pack_hash, device, versions, timings_ms, created_at_ms, details) VALUES ('01a2108d-e7a2-725c-b172-386604cc2e10', '01a2108d-e77d-73d1-8e8a-4983be2e7f60', 'continue', '5f4a0e920cb4ebc34301d4adc94f3b887b6f7e5f67d044f908405ab2ca822d2d', 'and then 1', NULL, '[{"type":"text","text":"a fox"},{"type":"image","sha256":"d97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf"}]', 41, 4, 1, 'peer', 'abababababababababababababababababababababababababababababababab', 'cpu', '{"peer":"1"}', '{"draw":1}', 1795574065058, '{}');
INSERT INTO generations (id, job_id, kind, image_sha256, text, completion, prompt, seed, steps, guidance, pack, pack_hash, device, versions, timings_ms, created_at_ms, details) VALUES ('01a2108d-e7e1-705b-8123-bdc0fd19d923', '01a2108d-e7c5-751f-b74e-a18e889f5f90', 'answer', NULL, 'a picture of 3', NULL, '[{"type":"image","sha256":"d97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf"},{"type":"text","text":"What is this?"}]', 3, 4, 1, 'peer', 'abababababababababababababababababababababababababababababababab', 'cpu', '{"peer":"1"}', '{"draw":1}', 1795574065122, '{"stoppedBy":"eos","phrases":[{"phrase":"picture","start":2,"boxes":[{"left":0.25,"top":0.25,"right":0.75,"bottom":0.75}]}]}');
INSERT INTO generations (id, job_id, kind, image_sha256, text, completion, prompt, seed, steps, guidance, pack, pack_hash, device, versions, timings_ms, created_at_ms, details) VALUES ('01a2108d-e82b-7456-b5e4-54bb259e3ac0', '01a2108d-e7f2-73ae-9aaa-f15a8b4a50af', 'compose', NULL, 'once', NULL, '[{"type":"image","sha256":"d97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf"},{"type":"text","text":"What is this?"}]', 4, 4, 1, 'peer', 'abababababababababababababababababababababababababababababababab', 'cpu', '{"peer":"1"}', '{"draw":1}', 1795574065195, '{"stoppedBy":"eos"}');
INSERT INTO generations (id, job_id, kind, image_sha256, text, completion, prompt, seed, steps, guidance, pack, pack_hash, device, versions, timings_ms, created_at_ms, details) VALUES ('01a2108d-e82b-7456-b5e4-580bca5a0369', '01a2108d-e7f2-73ae-9aaa-f15a8b4a50af', 'compose', 'dbf1927e60f21b5d2d90c3f215a388c5a699a8782bbd1ecf7fe102f234bc5b53', NULL, NULL, '[{"type":"image","sha256":"d97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf"},{"type":"text","text":"What is this?"}]', 4, 4, 1, 'peer', 'abababababababababababababababababababababababababababababababab', 'cpu', '{"peer":"1"}', '{"draw":1}', 1795574065195, '{"stoppedBy":"eos"}');
INSERT INTO generations (id, job_id, kind, image_sha256, text, completion, prompt, seed, steps, guidance, pack, pack_hash, device, versions, timings_ms, created_at_ms, details) VALUES ('01a2108d-e82b-7456-b5e4-5c92270e5e63', '01a2108d-e7f2-73ae-9aaa-f15a8b4a50af', 'compose', NULL, 'the end', NULL, '[{"type":"image","sha256":"d97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf"},{"type":"text","text":"What is this?"}]', 4, 4, 1, 'peer', 'abababababababababababababababababababababababababababababababab', 'cpu', '{"peer":"1"}', '{"draw":1}', 1795574065195, '{"stoppedBy":"eos"}');
INSERT INTO generations (id, job_id, kind, image_sha256, text, completion, prompt, seed, steps, guidance, pack, pack_hash, device, versions, timings_ms, created_at_ms, details) VALUES ('01a2108d-e873-7216-93f8-20bb3afda717', '01a2108d-e834-71d0-8457-9f053e56b47d', 'blend', '5fd59832be276d0886f899064720ec10377cd80a56e0d2704b60a1c63e25ec6d', NULL, NULL, '[{"type":"image","sha256":"d97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf"}]', 5, 4, 1, 'peer', 'abababababababababababababababababababababababababababababababab', 'cpu', '{"peer":"1"}', '{"draw":1}', 1795574065267, '{}');
INSERT INTO generations (id, job_id, kind, image_sha256, text, completion, prompt, seed, steps, guidance, pack, pack_hash, device, versions, timings_ms, created_at_ms, details) VALUES ('01a2108d-e899-7036-9f5f-011959a141ce', '01a2108d-e875-7233-a9b1-455020d3b85c', 'generate', '2735d08233e2c3b1e8e412eb3d801616fa465989dadb5973fd565b7adf1e924b', NULL, 'a completed prompt', '[{"type":"image","sha256":"d97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf"},{"type":"text","text":"What is this?"}]', 6, 4, 1, 'peer', 'abababababababababababababababababababababababababababababababab', 'cpu', '{"peer":"1"}', '{"draw":1}', 1795574065305, '{}');
INSERT INTO panels (id, storyboard_id, position, caption, image_sha256, generation_id, created_at_ms) VALUES ('01a2108d-e776-72a3-9004-28034c8a6cc4', '01a2108d-e72c-7204-ad34-baa7524f2830', 0, 'a fox', 'd97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf', NULL, 1795574065016);
INSERT INTO panels (id, storyboard_id, position, caption, image_sha256, generation_id, created_at_ms) VALUES ('01a2108d-e77d-73d1-8e8a-4e4d7c5d1f16', '01a2108d-e72c-7204-ad34-baa7524f2830', 1048576, 'and then 1', '5f4a0e920cb4ebc34301d4adc94f3b887b6f7e5f67d044f908405ab2ca822d2d', '01a2108d-e7a2-725c-b172-386604cc2e10', 1795574065058);
INSERT INTO changes (storyboard_id, number, id, state, label, joins_with, forward, inverse, created_at_ms) VALUES ('01a2108d-e72c-7204-ad34-baa7524f2830', 1, '01a2108d-e776-72a3-9004-2df7e44a56dd', 'applied', 'Add picture', NULL, '{"title":null,"remove":[],"put":[{"id":"01a2108d-e776-72a3-9004-28034c8a6cc4","caption":"a fox","image":"d97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf","generationId":null,"position":0,"createdAtMs":1795574065016}]}', '{"title":null,"remove":["01a2108d-e776-72a3-9004-28034c8a6cc4"],"put":[]}', 1795574065016);
INSERT INTO changes (storyboard_id, number, id, state, label, joins_with, forward, inverse, created_at_ms) VALUES ('01a2108d-e72c-7204-ad34-baa7524f2830', 2, '01a2108d-e7a2-725c-b172-3d482c7df8ef', 'applied', 'Continue the story', NULL, '{"title":null,"remove":[],"put":[{"id":"01a2108d-e77d-73d1-8e8a-4e4d7c5d1f16","caption":"and then 1","image":"5f4a0e920cb4ebc34301d4adc94f3b887b6f7e5f67d044f908405ab2ca822d2d","generationId":"01a2108d-e7a2-725c-b172-386604cc2e10","position":1048576,"createdAtMs":1795574065058}]}', '{"title":null,"remove":["01a2108d-e77d-73d1-8e8a-4e4d7c5d1f16"],"put":[]}', 1795574065058);
INSERT INTO changes (storyboard_id, number, id, state, label, joins_with, forward, inverse, created_at_ms) VALUES ('01a2108d-e72c-7204-ad34-baa7524f2830', 3, '01a2108d-e7a9-7028-b83c-7cead0f0742e', 'applied', 'Rename storyboard', NULL, '{"title":"Foxes","remove":[],"put":[]}', '{"title":"Untitled storyboard","remove":[],"put":[]}', 1795574065066);
INSERT INTO jobs (id, queue_number, state, owner, request, failure, cancel_wanted, dismissed, created_at_ms, finished_at_ms) VALUES ('01a2108d-e77d-73d1-8e8a-4983be2e7f60', 1, 'done', '2407-1795574064872-0', '{"jobId":"01a2108d-e77d-73d1-8e8a-4983be2e7f60","seed":41,"settings":{},"kind":"continue","storyboardId":"01a2108d-e72c-7204-ad34-baa7524f2830","context":["01a2108d-e776-72a3-9004-28034c8a6cc4"],"afterPanelId":"01a2108d-e776-72a3-9004-28034c8a6cc4","newPanelId":"01a2108d-e77d-73d1-8e8a-4e4d7c5d1f16","caption":null}', NULL, 0, 0, 1795574065025, 1795574065058);
INSERT INTO jobs (id, queue_number, state, owner, request, failure, cancel_wanted, dismissed, created_at_ms, finished_at_ms) VALUES ('01a2108d-e7c5-751f-b74e-a18e889f5f90', 2, 'done', '2407-1795574064872-0', '{"jobId":"01a2108d-e7c5-751f-b74e-a18e889f5f90","seed":3,"settings":{},"kind":"answer","task":"ask","prompt":[{"type":"image","sha256":"d97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf"},{"type":"text","text":"What is this?"}],"writing":{"maxTokens":20,"grounded":true}}', NULL, 0, 0, 1795574065097, 1795574065122);
INSERT INTO jobs (id, queue_number, state, owner, request, failure, cancel_wanted, dismissed, created_at_ms, finished_at_ms) VALUES ('01a2108d-e7f2-73ae-9aaa-f15a8b4a50af', 3, 'done', '2407-1795574064872-0', '{"jobId":"01a2108d-e7f2-73ae-9aaa-f15a8b4a50af","seed":4,"settings":{},"kind":"compose","prompt":[{"type":"image","sha256":"d97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf"},{"type":"text","text":"What is this?"}],"writing":{"temperature":0.5},"maxPictures":2}', NULL, 0, 0, 1795574065140, 1795574065195);
INSERT INTO jobs (id, queue_number, state, owner, request, failure, cancel_wanted, dismissed, created_at_ms, finished_at_ms) VALUES ('01a2108d-e834-71d0-8457-9f053e56b47d', 4, 'done', '2407-1795574064872-0', '{"jobId":"01a2108d-e834-71d0-8457-9f053e56b47d","seed":5,"settings":{},"kind":"blend","images":[{"sha256":"d97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf","weight":1}]}', NULL, 0, 0, 1795574065210, 1795574065267);
INSERT INTO jobs (id, queue_number, state, owner, request, failure, cancel_wanted, dismissed, created_at_ms, finished_at_ms) VALUES ('01a2108d-e875-7233-a9b1-455020d3b85c', 5, 'done', '2407-1795574064872-0', '{"jobId":"01a2108d-e875-7233-a9b1-455020d3b85c","seed":6,"settings":{"solver":"dpm-solver++"},"kind":"generate","prompt":[{"type":"image","sha256":"d97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf"},{"type":"text","text":"What is this?"}],"source":{"sha256":"d97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf","strength":0.5,"mask":"d97ab539a604052336db6ca28f93c9810d24f154d68c5151506f31f9c496b5cf"},"count":1}', NULL, 0, 0, 1795574065271, 1795574065305);
INSERT INTO view (key, value) VALUES ('camera', '{"x":1}');
CREATE TRIGGER jobs_with_results_stay BEFORE DELETE ON jobs
    WHEN EXISTS (SELECT 1 FROM generations WHERE job_id = old.id)
    BEGIN
      SELECT raise(ABORT, 'a result was made by this job');
    END;
PRAGMA user_version = 2;
COMMIT;
