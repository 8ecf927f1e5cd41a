/** Frames of a picture are shares of its width and height, and may reach beyond it. Places are on the free canvas. */
export const storyboards = `
  ALTER TABLE storyboards ADD COLUMN layout TEXT NOT NULL DEFAULT 'grid' CHECK (layout IN ('grid', 'strip', 'free'));
  ALTER TABLE storyboards ADD COLUMN ratio_width REAL NOT NULL DEFAULT 1 CHECK (ratio_width > 0);
  ALTER TABLE storyboards ADD COLUMN ratio_height REAL NOT NULL DEFAULT 1 CHECK (ratio_height > 0);
  ALTER TABLE storyboards ADD COLUMN frames_per_second REAL NOT NULL DEFAULT 24 CHECK (frames_per_second > 0);
  -- How long a panel is shown that does not say it itself.
  ALTER TABLE storyboards ADD COLUMN panel_ms INTEGER NOT NULL DEFAULT 2000 CHECK (panel_ms > 0);
  ALTER TABLE storyboards ADD COLUMN trashed_at_ms INTEGER;
  CREATE INDEX storyboards_trashed ON storyboards (trashed_at_ms) WHERE trashed_at_ms IS NOT NULL;

  ALTER TABLE panels ADD COLUMN dialogue TEXT NOT NULL DEFAULT '';
  ALTER TABLE panels ADD COLUMN action TEXT NOT NULL DEFAULT '';
  ALTER TABLE panels ADD COLUMN notes TEXT NOT NULL DEFAULT '';
  -- Labels such as 1 and A. Empty: as the panel before.
  ALTER TABLE panels ADD COLUMN scene TEXT NOT NULL DEFAULT '';
  ALTER TABLE panels ADD COLUMN shot TEXT NOT NULL DEFAULT '';
  ALTER TABLE panels ADD COLUMN shot_type TEXT;
  ALTER TABLE panels ADD COLUMN duration_ms INTEGER CHECK (duration_ms > 0);
  ALTER TABLE panels ADD COLUMN transition TEXT NOT NULL DEFAULT 'cut' CHECK (transition IN ('cut', 'crossfade'));
  ALTER TABLE panels ADD COLUMN transition_ms INTEGER NOT NULL DEFAULT 0 CHECK (transition_ms >= 0);
  -- The part of the picture that is shown.
  ALTER TABLE panels ADD COLUMN reframe_x REAL;
  ALTER TABLE panels ADD COLUMN reframe_y REAL;
  ALTER TABLE panels ADD COLUMN reframe_width REAL CHECK (reframe_width > 0);
  ALTER TABLE panels ADD COLUMN reframe_height REAL CHECK (reframe_height > 0 AND reframe_width + reframe_x + reframe_y IS NOT NULL
    OR reframe_height IS NULL AND coalesce(reframe_x, reframe_y, reframe_width) IS NULL);
  -- Where the camera ends, when the panel is played with a movement.
  ALTER TABLE panels ADD COLUMN move_x REAL;
  ALTER TABLE panels ADD COLUMN move_y REAL;
  ALTER TABLE panels ADD COLUMN move_width REAL CHECK (move_width > 0);
  ALTER TABLE panels ADD COLUMN move_height REAL CHECK (move_height > 0 AND move_width + move_x + move_y IS NOT NULL
    OR move_height IS NULL AND coalesce(move_x, move_y, move_width) IS NULL);
  ALTER TABLE panels ADD COLUMN place_x REAL;
  ALTER TABLE panels ADD COLUMN place_y REAL;
  ALTER TABLE panels ADD COLUMN place_width REAL CHECK (place_width > 0);
  ALTER TABLE panels ADD COLUMN place_height REAL CHECK (place_height > 0 AND place_width + place_x + place_y IS NOT NULL
    OR place_height IS NULL AND coalesce(place_x, place_y, place_width) IS NULL);
  -- A deleted panel keeps its position, so that it comes back where it stood.
  ALTER TABLE panels ADD COLUMN trashed_at_ms INTEGER;
  CREATE INDEX panels_trashed ON panels (trashed_at_ms) WHERE trashed_at_ms IS NOT NULL;
  CREATE INDEX panels_by_picture ON panels (image_sha256) WHERE image_sha256 IS NOT NULL;
  CREATE INDEX panels_by_generation ON panels (generation_id) WHERE generation_id IS NOT NULL;

  CREATE TABLE panel_subjects (
    panel_id TEXT NOT NULL REFERENCES panels (id) ON DELETE CASCADE,
    number INTEGER NOT NULL CHECK (number > 0),
    subject_id TEXT NOT NULL REFERENCES subjects (id) ON DELETE CASCADE,
    PRIMARY KEY (panel_id, number)
  ) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX panel_subjects_by_subject ON panel_subjects (subject_id, panel_id);
`

export const subjects = `
  -- What panels mention as @name: "references" for the person, a word SQL has taken.
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
  CREATE UNIQUE INDEX subjects_by_name ON subjects (name) WHERE trashed_at_ms IS NULL;
  CREATE INDEX subjects_trashed ON subjects (trashed_at_ms) WHERE trashed_at_ms IS NOT NULL;

  CREATE TABLE subject_pictures (
    subject_id TEXT NOT NULL REFERENCES subjects (id) ON DELETE CASCADE,
    number INTEGER NOT NULL CHECK (number > 0),
    image_sha256 TEXT NOT NULL REFERENCES assets (sha256),
    PRIMARY KEY (subject_id, number)
  ) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX subject_pictures_by_picture ON subject_pictures (image_sha256, subject_id);
`
