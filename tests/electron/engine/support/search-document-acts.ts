import { promptOf, type Rows } from './rows.ts'
import { newId } from './studio.ts'

/** Changes one thing in some table; what it changes is picked among what is there. */
export type Act = (rows: Rows, pick: (column: string, table: string) => string | null, words: [string, string]) => void

export const change = ({ db }: Rows, sql: string, ...binds: (string | null)[]) => void db.prepare(sql).run(...binds)

/** What may happen to chats, storyboards, sessions, collections, references, edits and visual prompts. */
export const documentActs: Record<string, Act> = {
  chat(rows, _, [title, parts]) {
    const id = newId()
    const common = { created_at_ms: 1 }
    rows.insert('chats', { id, session_id: rows.sessionId, title, updated_at_ms: 1, ...common })
    rows.insert('messages', { id: newId(), chat_id: id, role: 'user', parts: promptOf(parts), ...common })
  },
  renameChat: (rows, pick, [title]) =>
    change(rows, 'UPDATE chats SET title = ? WHERE id = ?', title, pick('id', 'chats')),
  message: (rows, pick, [parts]) =>
    change(rows, 'UPDATE messages SET parts = ? WHERE id = ?', promptOf(parts), pick('id', 'messages')),
  removeMessage: (rows, pick) => change(rows, 'DELETE FROM messages WHERE id = ?', pick('id', 'messages')),
  removeChat: (rows, pick) => change(rows, 'DELETE FROM chats WHERE id = ?', pick('id', 'chats')),
  renameSession: (rows, _, [title]) => change(rows, 'UPDATE sessions SET title = ?', title),
  renameStoryboard: (rows, _, [title]) => change(rows, 'UPDATE storyboards SET title = ?', title),
  storyboard: ({ insert, sessionId }, _, [title]) =>
    insert('storyboards', { id: newId(), session_id: sessionId, title, ...document }),
  removeStoryboard: (rows) =>
    change(
      rows,
      'DELETE FROM storyboards WHERE id NOT IN (SELECT storyboard_id FROM panels) AND id <> ?',
      rows.storyboardId,
    ),
  session: ({ insert }, _, [title]) => insert('sessions', { id: newId(), title, created_at_ms: 1 }),
  removeSession: (rows) =>
    change(
      rows,
      'DELETE FROM sessions WHERE id NOT IN (SELECT session_id FROM storyboards) AND id <> ?',
      rows.sessionId,
    ),
  renameBoard: (rows, pick, [title]) =>
    change(rows, 'UPDATE boards SET title = ? WHERE id = ?', title, pick('id', 'boards')),
  removeBoard: (rows, pick) => change(rows, 'DELETE FROM boards WHERE id = ?', pick('id', 'boards')),
  board: ({ insert }, _, [title]) => insert('boards', { id: newId(), title, ...document }),
  subject: ({ insert }, _, [name, notes]) =>
    insert('subjects', { id: newId(), kind: 'prop', name: `${name} ${newId()}`, notes, ...document }),
  renameSubject: (rows, pick, [notes]) =>
    change(rows, 'UPDATE subjects SET notes = ? WHERE id = ?', notes, pick('id', 'subjects')),
  edit({ insert, sessionId }, _, [title, prompt]) {
    const id = newId()
    insert('edits', {
      id,
      session_id: sessionId,
      title,
      width_px: 1,
      height_px: 1,
      prompt: promptOf(prompt),
      ...document,
    })
    insert('marks', { id: newId(), edit_id: id, position: 1, shape: '{}', phrase: title, created_at_ms: 1 })
  },
  removeSubject: (rows, pick) => change(rows, 'DELETE FROM subjects WHERE id = ?', pick('id', 'subjects')),
  editPrompt: (rows, pick, [words]) =>
    change(rows, 'UPDATE edits SET prompt = ? WHERE id = ?', promptOf(words), pick('id', 'edits')),
  removeEdit: (rows, pick) => change(rows, 'DELETE FROM edits WHERE id = ?', pick('id', 'edits')),
  mark: ({ insert }, pick, [phrase]) => {
    const edit_id = pick('id', 'edits')
    if (edit_id) insert('marks', { id: newId(), edit_id, position: ++position, shape: '{}', phrase, created_at_ms: 1 })
  },
  renamePrompt: (rows, pick, [title]) =>
    change(rows, 'UPDATE visual_prompts SET title = ? WHERE id = ?', title, pick('id', 'visual_prompts')),
  answer: (rows, pick, [answer]) =>
    change(
      rows,
      'UPDATE visual_prompt_rows SET answer = ? WHERE visual_prompt_id = ?',
      promptOf(answer),
      pick('id', 'visual_prompts'),
    ),
  retag: (rows, pick) => change(rows, 'UPDATE OR IGNORE picture_tags SET image_sha256 = ?', pick('sha256', 'assets')),
  reimport: (rows, pick) =>
    change(rows, 'UPDATE imports SET sha256 = ? WHERE id = ?', pick('sha256', 'assets') ?? '', pick('id', 'imports')),
  phrase: (rows, pick, [phrase]) =>
    change(rows, 'UPDATE marks SET phrase = ? WHERE id = ?', phrase, pick('id', 'marks')),
  removeMark: (rows, pick) => change(rows, 'DELETE FROM marks WHERE id = ?', pick('id', 'marks')),
  visualPrompt({ insert }, _, [title, prompt]) {
    const id = newId()
    insert('visual_prompts', { id, title, notes: '', ...document })
    insert('visual_prompt_rows', { visual_prompt_id: id, number: 1, prompt: promptOf(prompt), answer: '[]' })
  },
  removeRows: (rows, pick) =>
    change(rows, 'DELETE FROM visual_prompt_rows WHERE visual_prompt_id = ?', pick('id', 'visual_prompts')),
  removePrompt: (rows, pick) => change(rows, 'DELETE FROM visual_prompts WHERE id = ?', pick('id', 'visual_prompts')),
}

let position = 10
const document = { revision: 0, created_at_ms: 1, updated_at_ms: 1 }
