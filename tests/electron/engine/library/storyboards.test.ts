import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Change, Storyboard } from '../../../../electron/contract/storyboard.ts'
import { drawPicture } from '../support/inference-peer.ts'
import { firstBoard, importBytes, newId, openStudio, type Studio } from '../support/studio.ts'
import { readFileSync } from 'node:fs'
import { libraryPaths } from '../../../../electron/service/paths.ts'

let nowMs = 1_800_000_000_000
let studio: Studio
let board: Storyboard

beforeEach(async () => {
  studio = openStudio({ now: () => nowMs })
  board = await firstBoard(studio.client)
})
afterEach(async () => {
  await studio[Symbol.asyncDispose]()
})

const change = (change: Change, changeId = newId()) =>
  studio.client.storyboards.change({ storyboardId: board.id, changeId, change })
const undo = () => studio.client.storyboards.undo({ storyboardId: board.id })
const redo = () => studio.client.storyboards.redo({ storyboardId: board.id })
const captions = ({ panels }: Storyboard) => panels.map((panel) => panel.caption).join('')

/** Puts panels captioned a, b, c … on the board and gives their ids. */
async function addPanels(letters: string, index = 1000): Promise<string[]> {
  const panels = letters.split('').map((caption) => ({ id: newId(), caption }))
  const inputs = panels.map((panel) => ({ ...panel, image: null, generationId: null }))
  await change({ type: 'insert', index, panels: inputs })
  return panels.map((panel) => panel.id)
}

describe('the first start', () => {
  it('has one storyboard to open', async () => {
    expect(board).toMatchObject({
      title: 'Untitled storyboard',
      panels: [],
      revision: 0,
      undoLabel: null,
      redoLabel: null,
    })
    await studio.close()
    studio = openStudio({ folder: studio.folder })
    expect(await studio.client.storyboards.list()).toHaveLength(1)
  })

  it('makes a storyboard once, however often it is asked', async () => {
    const id = newId()
    await studio.client.storyboards.create({ id, title: ' Night ' })
    expect((await studio.client.storyboards.create({ id, title: 'Night' })).title).toBe('Night')
    expect((await studio.client.storyboards.list()).map((each) => each.title)).toEqual(['Night', 'Untitled storyboard'])
    await expect(studio.client.storyboards.open({ id: newId() })).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('each kind of change, taken back and done again', () => {
  it.each<[string, (ids: string[]) => Change, string, string]>([
    [
      'insert',
      () => ({ type: 'insert', index: 1, panels: [{ id: newId(), caption: 'x', image: null, generationId: null }] }),
      'axbcd',
      'Add panel',
    ],
    [
      'insert past the end',
      () => ({ type: 'insert', index: 99, panels: [{ id: newId(), caption: 'x', image: null, generationId: null }] }),
      'abcdx',
      'Add panel',
    ],
    ['caption', (ids) => ({ type: 'caption', panelId: ids[1]!, caption: 'B' }), 'aBcd', 'Write caption'],
    ['move forwards', (ids) => ({ type: 'move', panelIds: [ids[2]!, ids[0]!], index: 3 }), 'bacd', 'Move 2 panels'],
    ['move to the front', (ids) => ({ type: 'move', panelIds: [ids[3]!], index: 0 }), 'dabc', 'Move panel'],
    ['move past the end', (ids) => ({ type: 'move', panelIds: [ids[0]!], index: 99 }), 'bcda', 'Move panel'],
    [
      'move before one that moves too',
      (ids) => ({ type: 'move', panelIds: [ids[0]!, ids[2]!], index: 2 }),
      'bacd',
      'Move 2 panels',
    ],
    ['delete', (ids) => ({ type: 'delete', panelIds: [ids[0]!, ids[2]!] }), 'bd', 'Delete 2 panels'],
    ['delete one', (ids) => ({ type: 'delete', panelIds: [ids[1]!] }), 'acd', 'Delete panel'],
  ])('%s', async (_, changeOf, after, label) => {
    const ids = await addPanels('abcd')
    const before = await studio.client.storyboards.open({ id: board.id })
    const changed = await change(changeOf(ids))
    expect(captions(changed)).toBe(after)
    expect(changed).toMatchObject({ undoLabel: label, redoLabel: null, revision: before.revision + 1 })
    const undone = await undo()
    expect(undone.panels).toEqual(before.panels)
    expect(undone).toMatchObject({ undoLabel: 'Add 4 panels', redoLabel: label, revision: before.revision + 2 })
    expect((await redo()).panels).toEqual(changed.panels)
  })

  it('rename', async () => {
    expect(await change({ type: 'rename', title: 'Foxes' })).toMatchObject({
      title: 'Foxes',
      undoLabel: 'Rename storyboard',
    })
    expect(await undo()).toMatchObject({ title: 'Untitled storyboard', redoLabel: 'Rename storyboard' })
    expect((await redo()).title).toBe('Foxes')
  })

  it('picture', async () => {
    const [id] = await addPanels('a')
    const drawn = await drawPicture(studio.folder, 5)
    const bytes = readFileSync(libraryPaths(studio.folder).assetFile(drawn.sha256, 'png'))
    const asset = await importBytes(studio, bytes, 'five.png')
    const changed = await change({ type: 'picture', panelId: id!, image: asset.sha256, generationId: null })
    expect(changed.panels[0]?.image).toEqual(asset)
    expect(changed.undoLabel).toBe('Add picture')
    expect((await studio.client.storyboards.list())[0]).toMatchObject({ cover: asset.sha256, panelCount: 1 })
    expect((await undo()).panels[0]?.image).toBeNull()
    expect((await redo()).panels[0]?.image).toEqual(asset)
    expect((await change({ type: 'picture', panelId: id!, image: null, generationId: null })).undoLabel).toBe(
      'Remove picture',
    )
  })
})

describe('undo', () => {
  it('goes back to the very beginning, across a restart', async () => {
    for (const letter of 'abcdefgh') await addPanels(letter, 0)
    for (let i = 0; i < 4; i++) await undo()
    await studio.close()
    studio = openStudio({ folder: studio.folder })
    expect(captions(await redo())).toBe('edcba')
    for (let i = 0; i < 5; i++) await undo()
    const empty = await undo()
    expect(empty).toMatchObject({ panels: [], undoLabel: null, redoLabel: 'Add panel' })
    for (let i = 0; i < 8; i++) await redo()
    expect(captions(await studio.client.storyboards.open({ id: board.id }))).toBe('hgfedcba')
  })

  it('is cut off from what was undone by a new change', async () => {
    await addPanels('a')
    await addPanels('b')
    await undo()
    await addPanels('c')
    expect(await redo()).toMatchObject({ redoLabel: null })
    expect(captions(await studio.client.storyboards.open({ id: board.id }))).toBe('ac')
  })

  it('takes back typing in one go, but not words with a pause between them or in another panel', async () => {
    const [a, b] = await addPanels('ab')
    const type = (panelId: string, caption: string) => change({ type: 'caption', panelId, caption })
    await type(a!, 'on')
    await type(a!, 'once')
    nowMs += 60_000
    await type(a!, 'once upon')
    await type(b!, 'bee')
    const texts = async () => (await undo()).panels.map((panel) => panel.caption)
    expect(await texts()).toEqual(['once upon', 'b'])
    expect(await texts()).toEqual(['once', 'b'])
    expect(await texts()).toEqual(['a', 'b'])
    expect((await redo()).panels[0]?.caption).toBe('once')
  })

  it('has no step for words that were typed and taken back by typing', async () => {
    const [a] = await addPanels('a')
    await change({ type: 'caption', panelId: a!, caption: 'ab' })
    const after = await change({ type: 'caption', panelId: a!, caption: 'a' })
    expect(after).toMatchObject({ undoLabel: 'Add panel', redoLabel: null })
    expect((await undo()).panels).toEqual([])
  })

  it('has no step for a change that changes nothing', async () => {
    const [a] = await addPanels('a')
    const before = await studio.client.storyboards.open({ id: board.id })
    const after = await change({ type: 'caption', panelId: a!, caption: 'a' })
    expect(after).toMatchObject({ undoLabel: 'Add panel', revision: before.revision + 1, panels: before.panels })
  })
})

describe('a change', () => {
  it('is applied once, even if it comes again after it was undone', async () => {
    const changeId = newId()
    const insert: Change = {
      type: 'insert',
      index: 0,
      panels: [{ id: newId(), caption: 'a', image: null, generationId: null }],
    }
    await change(insert, changeId)
    expect((await change(insert, changeId)).revision).toBe(1)
    await undo()
    expect((await change(insert, changeId)).panels).toEqual([])
    await addPanels('b')
    expect(captions(await change(insert, changeId))).toBe('b')
  })

  it('that does not fit is refused with a sentence and changes nothing', async () => {
    const [a] = await addPanels('a')
    const draft = { id: newId(), caption: '', image: null, generationId: null }
    const before = await studio.client.storyboards.open({ id: board.id })
    const refused: [Change, string][] = [
      [{ type: 'delete', panelIds: [a!, newId()] }, 'not-found'],
      [{ type: 'caption', panelId: newId(), caption: '' }, 'not-found'],
      [{ type: 'insert', index: 0, panels: [{ ...draft, id: a! }] }, 'conflict'],
      [{ type: 'insert', index: 0, panels: [draft, draft] }, 'conflict'],
      [{ type: 'insert', index: 0, panels: [{ ...draft, image: 'ab'.repeat(32) }] }, 'not-found'],
      [{ type: 'picture', panelId: a!, image: null, generationId: newId() }, 'not-found'],
    ]
    for (const [each, code] of refused) await expect(change(each)).rejects.toMatchObject({ code })
    expect(await studio.client.storyboards.open({ id: board.id })).toEqual(before)
  })

  it('always finds room between two panels', async () => {
    await addPanels('az')
    for (let i = 0; i < 60; i++) await addPanels('x', 1)
    const full = await studio.client.storyboards.open({ id: board.id })
    expect(captions(full)).toBe(`a${'x'.repeat(60)}z`)
    for (let i = 0; i < 60; i++) await undo()
    expect(captions(await studio.client.storyboards.open({ id: board.id }))).toBe('az')
    for (let i = 0; i < 60; i++) await redo()
    expect((await studio.client.storyboards.open({ id: board.id })).panels).toEqual(full.panels)
  })
})

describe('the view', () => {
  it('comes back as it was left', async () => {
    expect(await studio.client.view.get({ key: 'camera' })).toBeNull()
    await studio.client.view.put({ key: 'camera', value: { x: 1, y: [2, null] } })
    await studio.client.view.put({ key: 'camera', value: { x: 3, y: [] } })
    await studio.close()
    studio = openStudio({ folder: studio.folder })
    expect(await studio.client.view.get({ key: 'camera' })).toEqual({ x: 3, y: [] })
  })
})
