export const chats = `
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
  CREATE INDEX chats_by_session ON chats (session_id, id);
  CREATE INDEX chats_by_leaf ON chats (leaf_id) WHERE leaf_id IS NOT NULL;
  CREATE INDEX chats_trashed ON chats (trashed_at_ms) WHERE trashed_at_ms IS NOT NULL;

  -- Never changed: to say something else is another branch, a message with the same parent.
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
  CREATE INDEX messages_by_parent ON messages (chat_id, parent_id, id);

  CREATE TABLE message_generations (
    message_id TEXT NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    number INTEGER NOT NULL CHECK (number > 0),
    generation_id TEXT NOT NULL REFERENCES generations (id),
    PRIMARY KEY (message_id, number)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX message_generations_by_generation ON message_generations (generation_id);
`

export const saved = `
  -- Rows of before and after, saved under a name.
  CREATE TABLE visual_prompts (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    notes TEXT NOT NULL,
    revision INTEGER NOT NULL CHECK (revision >= 0),
    created_at_ms INTEGER NOT NULL,
    updated_at_ms INTEGER NOT NULL,
    trashed_at_ms INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX visual_prompts_trashed ON visual_prompts (trashed_at_ms) WHERE trashed_at_ms IS NOT NULL;

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
`
