/** A picture being edited, in layers; what is marked on it and said to the model stays with it. */
export const edits = `
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
  CREATE INDEX edits_by_session ON edits (session_id, id);
  CREATE INDEX edits_trashed ON edits (trashed_at_ms) WHERE trashed_at_ms IS NOT NULL;

  -- From the bottom up. A mask is grey and of the picture's size: where it is black, the layer does not show.
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
  CREATE UNIQUE INDEX layers_by_position ON layers (edit_id, position);
  CREATE INDEX layers_by_picture ON layers (image_sha256);
  CREATE INDEX layers_by_mask ON layers (mask_sha256) WHERE mask_sha256 IS NOT NULL;
  CREATE INDEX layers_by_generation ON layers (generation_id) WHERE generation_id IS NOT NULL;

  -- 'shape' is a mark of a prompt: a box, an ellipse, an arrow, a brush mask.
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
  CREATE UNIQUE INDEX marks_by_position ON marks (edit_id, position);
  CREATE INDEX marks_by_picture ON marks (image_sha256) WHERE image_sha256 IS NOT NULL;
  CREATE INDEX marks_by_subject ON marks (subject_id) WHERE subject_id IS NOT NULL;
`
