/** A patch as it is from now on: fields of the document itself, and rows of its lists. */
const patch = (old: string) => `json_object(
    'head', iif(json_type(${old}, '$.title') = 'null', json('{}'), json_object('title', json_extract(${old}, '$.title'))),
    'lists', json_object('panels', json_object(
      'remove', json_extract(${old}, '$.remove'), 'put', json_extract(${old}, '$.put'))))`

/** One undo log for every kind of document. The columns worked out from its kind hold each entry to its document. */
export const changes = `
  CREATE TABLE document_changes (
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
  INSERT INTO document_changes (document_id, number, id, kind, state, label, joins_with, forward, inverse, created_at_ms)
    SELECT storyboard_id, number, id, 'storyboard', state, label, joins_with, ${patch('forward')}, ${patch('inverse')},
      created_at_ms
    FROM changes;
  DROP TABLE changes;
  ALTER TABLE document_changes RENAME TO changes;
  CREATE INDEX changes_applied ON changes (document_id, number) WHERE state = 'applied';
  CREATE INDEX changes_undone ON changes (document_id, number) WHERE state = 'undone';
  CREATE INDEX changes_by_storyboard ON changes (storyboard_id) WHERE storyboard_id IS NOT NULL;
  CREATE INDEX changes_by_edit ON changes (edit_id) WHERE edit_id IS NOT NULL;
  CREATE INDEX changes_by_board ON changes (board_id) WHERE board_id IS NOT NULL;
  CREATE INDEX changes_by_subject ON changes (subject_id) WHERE subject_id IS NOT NULL;
  CREATE INDEX changes_by_visual_prompt ON changes (visual_prompt_id) WHERE visual_prompt_id IS NOT NULL;
`
