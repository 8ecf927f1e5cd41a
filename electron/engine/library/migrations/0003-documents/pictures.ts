/** What a person says of a picture hangs on the picture, not on a result: build/decisions/0007. */
export const pictures = `
  ALTER TABLE assets ADD COLUMN purpose TEXT NOT NULL DEFAULT 'picture' CHECK (purpose IN ('picture', 'mask', 'frame'));
  ALTER TABLE assets ADD COLUMN starred_at_ms INTEGER;
  ALTER TABLE assets ADD COLUMN rating INTEGER CHECK (rating BETWEEN 1 AND 5);
  ALTER TABLE assets ADD COLUMN trashed_at_ms INTEGER;
  -- Gone for the person, but a storyboard, a step of undo or another result still shows it.
  ALTER TABLE assets ADD COLUMN purged_at_ms INTEGER;
  CREATE INDEX assets_by_time ON assets (created_at_ms, sha256);
  CREATE INDEX assets_starred ON assets (starred_at_ms) WHERE starred_at_ms IS NOT NULL;
  CREATE INDEX assets_trashed ON assets (trashed_at_ms) WHERE trashed_at_ms IS NOT NULL;

  ALTER TABLE imports ADD COLUMN session_id TEXT REFERENCES sessions (id) ON DELETE SET NULL;
  UPDATE imports SET session_id = (SELECT id FROM sessions ORDER BY id DESC LIMIT 1);
  CREATE INDEX imports_by_session ON imports (session_id, id);
  CREATE INDEX imports_by_picture ON imports (sha256);

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
  CREATE INDEX picture_tags_by_tag ON picture_tags (tag_id, image_sha256);

  -- A collection of pictures; not a storyboard.
  CREATE TABLE boards (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    cover_sha256 TEXT REFERENCES assets (sha256) ON DELETE SET NULL,
    revision INTEGER NOT NULL CHECK (revision >= 0),
    created_at_ms INTEGER NOT NULL,
    updated_at_ms INTEGER NOT NULL,
    trashed_at_ms INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX boards_by_cover ON boards (cover_sha256) WHERE cover_sha256 IS NOT NULL;
  CREATE INDEX boards_trashed ON boards (trashed_at_ms) WHERE trashed_at_ms IS NOT NULL;

  -- 'position' grows: the newest has the largest. A picture in the trash keeps its place.
  CREATE TABLE board_items (
    board_id TEXT NOT NULL REFERENCES boards (id) ON DELETE CASCADE,
    image_sha256 TEXT NOT NULL REFERENCES assets (sha256) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    added_at_ms INTEGER NOT NULL,
    PRIMARY KEY (board_id, image_sha256)
  ) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX board_items_by_position ON board_items (board_id, position);
  CREATE INDEX board_items_by_picture ON board_items (image_sha256);
`

/**
 * Results become a tree. Which pictures one was made from stands in its prompt, and what it was drawn over in the
 * request of its job; the parent is the newest result of that picture that is older than the child.
 */
export const generations = `
  ALTER TABLE generations ADD COLUMN session_id TEXT REFERENCES sessions (id) ON DELETE SET NULL;
  ALTER TABLE generations ADD COLUMN variant INTEGER NOT NULL DEFAULT 1 CHECK (variant > 0);
  UPDATE generations SET session_id = coalesce(
    (SELECT s.session_id FROM jobs j JOIN storyboards s ON s.id = json_extract(j.request, '$.storyboardId')
     WHERE j.id = generations.job_id),
    (SELECT id FROM sessions ORDER BY id DESC LIMIT 1));
  UPDATE generations SET variant = numbered.variant
  FROM (SELECT id, row_number() OVER (PARTITION BY job_id ORDER BY id) AS variant FROM generations) numbered
  WHERE numbered.id = generations.id;
  CREATE INDEX generations_by_session ON generations (session_id, id);
  CREATE INDEX generations_by_picture ON generations (image_sha256, id) WHERE image_sha256 IS NOT NULL;

  CREATE TABLE generation_parents (
    generation_id TEXT NOT NULL REFERENCES generations (id) ON DELETE CASCADE,
    image_sha256 TEXT NOT NULL REFERENCES assets (sha256),
    -- Null for a picture that somebody brought.
    parent_id TEXT REFERENCES generations (id) ON DELETE SET NULL,
    PRIMARY KEY (generation_id, image_sha256)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX generation_parents_by_picture ON generation_parents (image_sha256);
  CREATE INDEX generation_parents_by_parent ON generation_parents (parent_id) WHERE parent_id IS NOT NULL;

  INSERT INTO generation_parents (generation_id, image_sha256, parent_id)
  SELECT made.id, made.sha256, (SELECT max(g.id) FROM generations g WHERE g.image_sha256 = made.sha256 AND g.id < made.id)
  FROM (
    SELECT g.id, t.value AS sha256 FROM generations g, json_tree(g.prompt) t
    WHERE t.key = 'sha256' OR t.path LIKE '%.frames'
    UNION
    SELECT g.id, t.value FROM generations g JOIN jobs j ON j.id = g.job_id, json_tree(j.request, '$.source') t
    WHERE t.key IN ('sha256', 'mask')
  ) made
  WHERE made.sha256 IN (SELECT sha256 FROM assets);
`
