import type { SearchFilter } from '../../../contract/search.ts'

/** Which docs are wanted, as SQL over `search_docs d`, each a condition of its own. */
export interface Conditions {
  sql: string[]
  binds: Record<string, string | number>
}

const ran = (what: string) => `EXISTS (SELECT 1 FROM search_runs r WHERE r.doc_id = d.id AND ${what})`

const ofSession = `CASE d.thing
    WHEN 'picture' THEN ${ran('r.session_id = :sessionId')}
      OR EXISTS (SELECT 1 FROM panels p JOIN storyboards s ON s.id = p.storyboard_id
        WHERE p.image_sha256 = d.image_sha256 AND p.trashed_at_ms IS NULL AND s.session_id = :sessionId)
    WHEN 'panel' THEN EXISTS (SELECT 1 FROM panels p JOIN storyboards s ON s.id = p.storyboard_id
      WHERE p.id = d.source_id AND s.session_id = :sessionId)
    WHEN 'text' THEN ${ran('r.session_id = :sessionId')}
    WHEN 'message' THEN EXISTS (SELECT 1 FROM messages m JOIN chats c ON c.id = m.chat_id
      WHERE m.id = d.source_id AND c.session_id = :sessionId)
    WHEN 'chat' THEN EXISTS (SELECT 1 FROM chats c WHERE c.id = d.source_id AND c.session_id = :sessionId)
    WHEN 'storyboard' THEN EXISTS (SELECT 1 FROM storyboards s WHERE s.id = d.source_id AND s.session_id = :sessionId)
    WHEN 'edit' THEN EXISTS (SELECT 1 FROM edits e WHERE e.id = d.source_id AND e.session_id = :sessionId)
    WHEN 'session' THEN d.source_id = :sessionId
    ELSE 0 END`

const ofSubject = `CASE d.thing
    WHEN 'picture' THEN EXISTS (SELECT 1 FROM subject_pictures s
        WHERE s.image_sha256 = d.image_sha256 AND s.subject_id = :subjectId)
      OR EXISTS (SELECT 1 FROM panels p JOIN panel_subjects s ON s.panel_id = p.id
        WHERE p.image_sha256 = d.image_sha256 AND p.trashed_at_ms IS NULL AND s.subject_id = :subjectId)
      OR EXISTS (SELECT 1 FROM generations g JOIN generation_parents f ON f.generation_id = g.id
        JOIN subject_pictures s ON s.image_sha256 = f.image_sha256
        WHERE g.image_sha256 = d.image_sha256 AND s.subject_id = :subjectId)
    WHEN 'panel' THEN EXISTS (SELECT 1 FROM panel_subjects s WHERE s.panel_id = d.source_id AND s.subject_id = :subjectId)
    WHEN 'text' THEN EXISTS (SELECT 1 FROM generation_parents f JOIN subject_pictures s ON s.image_sha256 = f.image_sha256
      WHERE f.generation_id = d.source_id AND s.subject_id = :subjectId)
    WHEN 'edit' THEN EXISTS (SELECT 1 FROM marks m WHERE m.edit_id = d.source_id AND m.subject_id = :subjectId)
    WHEN 'subject' THEN d.source_id = :subjectId
    ELSE 0 END`

const onStoryboard = `CASE d.thing
    WHEN 'picture' THEN EXISTS (SELECT 1 FROM panels p
      WHERE p.image_sha256 = d.image_sha256 AND p.trashed_at_ms IS NULL AND p.storyboard_id = :storyboardId)
    WHEN 'panel' THEN EXISTS (SELECT 1 FROM panels p WHERE p.id = d.source_id AND p.storyboard_id = :storyboardId)
    WHEN 'storyboard' THEN d.source_id = :storyboardId
    ELSE 0 END`

type Simple = 'fromMs' | 'toMs' | 'subjectId' | 'ratingAtLeast' | 'tag' | 'sessionId' | 'storyboardId' | 'boardId'

/** Wishes that are one value, which the SQL knows by the same name. */
const simple: readonly { name: Simple; sql: string }[] = [
  { name: 'fromMs', sql: 'd.created_at_ms >= :fromMs' },
  { name: 'toMs', sql: 'd.created_at_ms < :toMs' },
  { name: 'subjectId', sql: ofSubject },
  { name: 'ratingAtLeast', sql: 'd.rating >= :ratingAtLeast' },
  {
    name: 'tag',
    sql: `EXISTS (SELECT 1 FROM picture_tags pt JOIN tags t ON t.id = pt.tag_id
      WHERE pt.image_sha256 = d.image_sha256 AND t.name = :tag)`,
  },
  { name: 'sessionId', sql: ofSession },
  { name: 'storyboardId', sql: onStoryboard },
  {
    name: 'boardId',
    sql: `(EXISTS (SELECT 1 FROM board_items b WHERE b.image_sha256 = d.image_sha256 AND b.board_id = :boardId)
      OR d.thing = 'board' AND d.source_id = :boardId)`,
  },
]

/** What the filter asks for beside the trash. */
export function conditionsOf(filter: SearchFilter): Conditions {
  const { things, starred } = filter
  const sql: string[] = []
  const binds: Conditions['binds'] = {}
  if (things !== undefined) {
    sql.push('d.thing IN (SELECT value FROM json_each(:things))')
    binds['things'] = JSON.stringify(things)
  }
  if (starred !== undefined) sql.push(`d.is_starred = ${starred ? 1 : 0}`)
  for (const wish of simple) {
    const value = filter[wish.name]
    if (value === undefined) continue
    sql.push(wish.sql)
    binds[wish.name] = value
  }
  const run = conditionsOfRun(filter)
  return { sql: [...sql, ...run.sql], binds: { ...binds, ...run.binds } }
}

/** Pack, seed and kind are those of one run: not this one's seed with that one's pack. */
function conditionsOfRun({ pack, seed, kinds }: SearchFilter): Conditions {
  const what: string[] = []
  const binds: Conditions['binds'] = {}
  if (pack !== undefined) {
    what.push(`${pack.length === 64 ? 'r.pack_hash' : 'r.pack'} = :pack`)
    binds['pack'] = pack
  }
  if (seed !== undefined) {
    what.push('r.seed = :seed')
    binds['seed'] = seed
  }
  if (kinds !== undefined) {
    what.push('r.kind IN (SELECT value FROM json_each(:kinds))')
    binds['kinds'] = JSON.stringify(kinds)
  }
  return { sql: what.length === 0 ? [] : [ran(what.join(' AND '))], binds }
}

/** `doc` is where the id of a doc stands. */
export function trashCondition({ trash }: SearchFilter, doc: string): string[] {
  if (trash === 'with') return []
  return [`${doc} ${trash === 'only' ? 'IN' : 'NOT IN'} (SELECT doc_id FROM search_trash)`]
}
