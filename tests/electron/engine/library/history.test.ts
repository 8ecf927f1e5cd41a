import { expect, it } from 'vitest'
import { listHistory } from '../../../../electron/engine/library/history.ts'
import { readHistoryTree } from '../../../../electron/engine/library/history-tree.ts'
import { memoryLibrary, nameOf, promptOf, rowsIn } from '../support/rows.ts'

function library() {
  const rows = rowsIn(memoryLibrary())
  const from = (generation_id: string, ...parents: [string, string | null][]) => {
    for (const [image_sha256, parent_id] of parents)
      rows.insert('generation_parents', { generation_id, image_sha256, parent_id })
  }
  return { ...rows, from }
}

it('lists what was made and brought in, newest first, page by page', () => {
  const { db, picture, imported, generation } = library()
  const made: string[] = []
  for (let i = 0; i < 7; i++) {
    const sha256 = picture(`${i}`)
    made.push(
      i % 2
        ? imported(sha256, `${i}.png`)
        : generation({ image_sha256: sha256, prompt: promptOf('before', `a ${i}`), seed: i }),
    )
  }
  const seen: string[] = []
  let before: string | null = null
  do {
    const page = listHistory(db, { limit: 3, before })
    seen.push(...page.entries.map(({ id }) => id))
    before = page.next
    generation() // newer than all pages to come
  } while (before !== null)
  expect(seen).toEqual(made.toReversed())
  expect(listHistory(db, { limit: 500, before: null }).entries.slice(-2)).toMatchObject([
    { type: 'imported', name: '1.png', image: { sha256: nameOf('1') } },
    { type: 'made', words: 'a 0', seed: 0, kind: 'generate', pack: 'nano' },
  ])
  db.prepare('UPDATE assets SET purged_at_ms = 1 WHERE sha256 = ?').run(nameOf('0'))
  expect(listHistory(db, { limit: 500, before: null }).entries.at(-1)).toMatchObject({ name: '1.png' })
})

it('a tree leads back to what was brought in and on to everything made from it', () => {
  const { db, picture, imported, generation, from } = library()
  const photo = imported(picture('photo'), 'photo.jpg')
  const first = generation({ image_sha256: picture('first') })
  from(first, [nameOf('photo'), null])
  const sibling = generation({ image_sha256: picture('sibling') })
  from(sibling, [nameOf('photo'), null])
  const second = generation({ image_sha256: picture('second') })
  from(second, [nameOf('first'), first], [nameOf('photo'), null])
  const caption = generation({ kind: 'caption', text: 'a fox' })
  from(caption, [nameOf('second'), second])
  generation({ image_sha256: picture('stranger') })

  const tree = readHistoryTree(db, { generationId: first })
  const link = (parent: string, child: string) => ({ parent, child })
  expect(tree).toMatchObject({ roots: [first], isCut: false })
  expect(tree.entries.map(({ id }) => id)).toEqual([first, photo, second, caption])
  expect(tree.links).toEqual([link(photo, first), link(first, second), link(second, caption)])

  const whole = readHistoryTree(db, { sha256: nameOf('photo') })
  expect(whole.entries.map(({ id }) => id)).toEqual([photo, first, sibling, second, caption])
  expect(whole.links).toEqual([
    link(photo, first),
    link(photo, sibling),
    link(photo, second),
    link(first, second),
    link(second, caption),
  ])
})

it('a picture that was made twice and brought in is all three', () => {
  const { db, picture, imported, generation } = library()
  const sha256 = picture('same')
  const [a, b, c] = [
    generation({ image_sha256: sha256 }),
    imported(sha256, 'same.png'),
    generation({ image_sha256: sha256 }),
  ]
  expect(readHistoryTree(db, { sha256 }).roots).toEqual([c, b, a])
})

it('a use belongs to the import before it', () => {
  const { db, picture, imported, generation, from } = library()
  const sha256 = picture('photo')
  const early = imported(sha256, 'early')
  const use = generation({ image_sha256: picture('use') })
  from(use, [sha256, null])
  const late = imported(sha256, 'late')
  expect(readHistoryTree(db, { generationId: use }).links).toEqual([{ parent: early, child: use }])
  expect(readHistoryTree(db, { sha256 }).links).toEqual([{ parent: early, child: use }])
  expect(readHistoryTree(db, { sha256 }).roots).toEqual([late, early])
})

it('says so when a tree is cut, and when there is none', () => {
  const { db, picture, generation, from, imported } = library()
  const root = imported(picture('root'), 'root')
  for (let i = 0; i < 1005; i++) from(generation(), [nameOf('root'), null])
  const tree = readHistoryTree(db, { sha256: nameOf('root') })
  expect(tree.isCut).toBe(true)
  expect(tree.entries).toHaveLength(1000)
  expect(tree.entries[0]?.id).toBe(root)
  expect(() => readHistoryTree(db, { sha256: nameOf('none') })).toThrow('This picture is not in the history.')
  expect(() => readHistoryTree(db, { generationId: root })).toThrow('This result is not in the history.')
})
