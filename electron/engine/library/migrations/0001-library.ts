import type { Migration } from './migration.ts'

/** The first library: boards and their undo log, pictures, what made them, the queue, and where the person was. */
export default {
  version: 1,
  up: (db) =>
    void db.exec(`
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

    -- A row is written only after its file is safe on disk.
    CREATE TABLE assets (
      sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
      mime TEXT NOT NULL,
      width INTEGER NOT NULL CHECK (width > 0),
      height INTEGER NOT NULL CHECK (height > 0),
      size_bytes INTEGER NOT NULL CHECK (size_bytes > 0),
      created_at_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- What a person brought in, and under which name; asked again, the same import has the same answer.
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

    -- The undo log. 'retired' rows take no part in undo any more; their id stays, so that a repeated request is known.
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

    -- The durable queue. 'owner' is the process that works on it, see owner.ts.
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
  `),
} satisfies Migration
