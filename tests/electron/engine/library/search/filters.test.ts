import { expect, it } from 'vitest'
import { SearchFilter } from '../../../../../electron/contract/search.ts'
import { findByWords, findNewest } from '../../../../../electron/engine/library/search/find-words.ts'
import { toMatch } from '../../../../../electron/engine/library/search/match-query.ts'
import { loadVectorFunctions } from '../../../../../electron/engine/library/search/vector-functions.ts'
import { findAlike, findDoc, knowModel, putLooked } from '../../../../../electron/engine/library/search/vectors.ts'
import { memoryLibrary, nameOf, promptOf, rowsIn } from '../../support/rows.ts'
import { newId } from '../../support/studio.ts'

// One library in which every filter leaves something else. All pictures have the word "fox" and the same vector, so that
// a search by words, by meaning and by time must leave the same pictures.

const db = memoryLibrary()
loadVectorFunctions(db)
const rows = rowsIn(db)
const other = {
  session: newId(),
  storyboard: newId(),
  board: newId(),
  subject: newId(),
  chat: newId(),
  message: newId(),
}
const document = { revision: 0, created_at_ms: 1, updated_at_ms: 1 }
rows.insert('sessions', { id: other.session, title: 'fox session', created_at_ms: 1 })
rows.insert('storyboards', { id: other.storyboard, session_id: other.session, title: 'fox board', ...document })
rows.insert('boards', { id: other.board, title: 'fox collection', ...document })
rows.insert('subjects', { id: other.subject, kind: 'character', name: 'Fox', notes: '', ...document })
rows.insert('chats', {
  id: other.chat,
  session_id: other.session,
  title: 'fox chat',
  created_at_ms: 1,
  updated_at_ms: 1,
})
rows.insert('messages', {
  id: other.message,
  chat_id: other.chat,
  role: 'user',
  parts: promptOf('fox'),
  created_at_ms: 1,
})

const picture = (word: string, more = {}) => {
  const sha256 = rows.picture(word, more)
  rows.tag(`fox ${word}`, sha256)
  return sha256
}
const brought = picture('brought', { created_at_ms: 100 })
rows.imported(brought, 'fox.png', { session_id: rows.sessionId })
const drawn = picture('drawn', { created_at_ms: 200, rating: 5, starred_at_ms: 1 })
const drawnBy = rows.generation({ image_sha256: drawn, seed: 7, pack: 'nano', kind: 'generate' })
rows.generation({ image_sha256: drawn, seed: 8, pack: 'emu', pack_hash: nameOf('emu'), kind: 'blend' })
const told = picture('told', { created_at_ms: 300, rating: 3 })
rows.generation({ image_sha256: told, seed: 9, kind: 'continue', session_id: other.session })
const toldPanel = rows.panel({
  caption: 'fox',
  image_sha256: told,
  storyboard_id: other.storyboard,
  created_at_ms: 300,
})
const thrown = picture('thrown', { created_at_ms: 400, trashed_at_ms: 9 })
const subject = picture('subject', { created_at_ms: 500 })
rows.insert('subject_pictures', { subject_id: other.subject, number: 1, image_sha256: subject })
rows.insert('generation_parents', { generation_id: drawnBy, image_sha256: subject, parent_id: null })
rows.insert('panel_subjects', { panel_id: toldPanel, number: 1, subject_id: other.subject })
rows.insert('board_items', { board_id: other.board, image_sha256: told, position: 1, added_at_ms: 1 })
rows.insert('board_items', { board_id: other.board, image_sha256: thrown, position: 2, added_at_ms: 1 })
const answer = rows.generation({ kind: 'answer', text: 'a fox', seed: 7, created_at_ms: 600 })
const bare = rows.panel({ caption: 'fox', created_at_ms: 700 })
const gone = rows.panel({ caption: 'fox', created_at_ms: 800, trashed_at_ms: 9 })

const model = knowModel(db, { packHash: nameOf('p'), dimensions: 2, isUsual: true, nowMs: 1 })
const pictures = [brought, drawn, told, thrown, subject]
putLooked(
  db,
  model,
  pictures.map((sha256) => ({ docId: findDoc(db, sha256)!, vector: [1, 1] })),
)

const source = db.prepare('SELECT source_id FROM search_docs WHERE id = ?').pluck()
const named = (ids: number[]) => ids.map((id) => String(source.get(id)))

const words = {
  session: other.session,
  storyboard: other.storyboard,
  collection: other.board,
  subject: other.subject,
  chat: other.chat,
  message: other.message,
}

it.each<[string, Partial<SearchFilter>, string[]]>([
  ['nothing', {}, [brought, drawn, told, subject, answer, bare, ...Object.values(words)]],
  ['the trash', { trash: 'only' }, [thrown, gone]],
  ['the trash too', { trash: 'with', things: ['picture'] }, pictures],
  ['pictures', { things: ['picture'] }, [brought, drawn, told, subject]],
  ['panels, with and without a picture', { things: ['panel'] }, [toldPanel, bare]],
  ['a time', { fromMs: 200, toMs: 500 }, [drawn, told]],
  ['a pack', { pack: 'emu' }, [drawn]],
  ['a pack by its hash', { pack: nameOf('emu') }, [drawn]],
  ['a seed', { seed: 7 }, [drawn, answer]],
  ['a seed and a pack of one run', { seed: 7, pack: 'emu' }, []],
  ['kinds', { kinds: ['blend', 'continue'] }, [drawn, told]],
  ['what was brought in', { kinds: ['imported'] }, [brought]],
  ['brought in or answered', { kinds: ['imported', 'answer'] }, [brought, answer]],
  ['a subject', { subjectId: other.subject }, [subject, drawn, told, other.subject]],
  ['a rating', { ratingAtLeast: 3 }, [drawn, told]],
  ['the best rating', { ratingAtLeast: 5 }, [drawn]],
  ['stars', { starred: true }, [drawn]],
  ['no star', { starred: false }, [brought, told, subject]],
  ['a tag in any case', { tag: 'FOX Brought' }, [brought]],
  ['a session', { sessionId: other.session }, [told, other.session, other.storyboard, other.chat, other.message]],
  [
    'the first session',
    { sessionId: rows.sessionId, things: ['picture', 'panel', 'text'] },
    [brought, drawn, answer, bare],
  ],
  ['a storyboard', { storyboardId: other.storyboard }, [told, other.storyboard]],
  ['a collection', { boardId: other.board }, [told, other.board]],
  ['a collection with its trash', { boardId: other.board, trash: 'with' }, [told, thrown, other.board]],
  [
    'everything at once',
    {
      things: ['picture'],
      fromMs: 1,
      toMs: 1000,
      pack: 'nano',
      seed: 7,
      kinds: ['generate'],
      subjectId: other.subject,
      ratingAtLeast: 1,
      starred: true,
      tag: 'fox drawn',
      sessionId: rows.sessionId,
    },
    [drawn],
  ],
])('%s', (_, some, expected) => {
  const filter = SearchFilter.parse(some)
  const byWords = named(findByWords(db, toMatch('fox')!, filter, 99))
  expect(byWords.toSorted()).toEqual(expected.toSorted())
  const byTime = named(findNewest(db, toMatch('fox'), filter, { before: null, limit: 99 }))
  expect(byTime.toSorted()).toEqual(expected.toSorted())
  const alike = named(findAlike(db, { model, vector: [1, 1], filter, limit: 99 }).map(({ id }) => id))
  const isPicture = (id: string) => pictures.some((sha256) => sha256 === id)
  expect(alike.toSorted()).toEqual(expected.filter(isPicture).toSorted())
})

it('what is part of something in the trash is in the trash', () => {
  const inTrash = () =>
    named(
      findByWords(
        db,
        toMatch('fox')!,
        SearchFilter.parse({ trash: 'only', things: ['panel', 'message', 'chat', 'storyboard'] }),
        99,
      ),
    )
  expect(inTrash()).toEqual([gone])
  db.prepare('UPDATE storyboards SET trashed_at_ms = 1 WHERE id = ?').run(other.storyboard)
  db.prepare('UPDATE chats SET trashed_at_ms = 1').run()
  expect(inTrash().toSorted()).toEqual([gone, toldPanel, other.storyboard, other.chat, other.message].toSorted())
})
