import * as fc from 'fast-check'
import { v7 as uuidv7 } from 'uuid'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../electron/contract/failure.ts'
import type { Change } from '../../../electron/contract/storyboard.ts'
import { emptyPanel } from '../../../renderer/store/story.ts'
import { openStudio, type Studio } from '../../electron/engine/support/studio.ts'
import { memoryStorage } from '../support/memory-storage.ts'
import { openPage, type TestPage, untilSaved } from '../support/page.ts'

let studio: Studio
let page: TestPage
beforeEach(async () => {
  studio = openStudio()
  page = openPage(studio)
  await page.connect()
})
afterEach(async () => {
  await studio[Symbol.asyncDispose]()
})

const saved = async () => {
  await untilSaved(page)
  return await studio.client.storyboards.open({ id: page.state().base!.id })
}
const insert = (...captions: string[]) =>
  page.state().change({
    type: 'insert',
    index: 99,
    panels: captions.map((caption) => ({ ...emptyPanel(), caption })),
  })
const idOf = (index: number) => page.state().board!.panels[index]!.id

describe('the document', () => {
  it('begins with a storyboard of its own', async () => {
    expect(page.state().boards).toMatchObject([{ title: 'Untitled storyboard', panelCount: 0 }])
    expect(page.state().board).toMatchObject({ title: 'Untitled storyboard', panels: [] })
  })

  it('shows a change at once and has it in the library soon after', async () => {
    insert('one', 'two')
    expect(page.captions()).toEqual(['one', 'two'])
    expect((await saved()).panels.map((panel) => panel.caption)).toEqual(['one', 'two'])
    expect(page.state().boards).toMatchObject([{ panelCount: 2 }])
  })

  it('foresees what the engine will make of any change', async () => {
    const place = fc.nat({ max: 12 })
    const step = fc.oneof(
      fc.record({ type: fc.constant('insert' as const), index: place, count: fc.integer({ min: 1, max: 3 }) }),
      fc.record({ type: fc.constant('caption' as const), at: place, caption: fc.string() }),
      fc.record({ type: fc.constant('move' as const), at: fc.uniqueArray(place, { minLength: 1 }), index: place }),
      fc.record({ type: fc.constant('delete' as const), at: fc.uniqueArray(place, { minLength: 1, maxLength: 3 }) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        for (const each of steps) {
          const ids = page.state().board!.panels.map((panel) => panel.id)
          const chosen = 'at' in each ? [each.at].flat().flatMap((at) => ids[at] ?? []) : []
          if ('at' in each && chosen.length === 0) continue
          const change: Change =
            each.type === 'insert'
              ? { type: 'insert', index: each.index, panels: Array.from({ length: each.count }, emptyPanel) }
              : each.type === 'caption'
                ? { type: 'caption', panelId: chosen[0]!, caption: each.caption }
                : each.type === 'move'
                  ? { type: 'move', panelIds: chosen, index: each.index }
                  : { type: 'delete', panelIds: chosen }
          page.state().change(change)
        }
        const foreseen = page.state().board!.panels.map(({ id, caption }) => ({ id, caption }))
        expect((await saved()).panels.map(({ id, caption }) => ({ id, caption }))).toEqual(foreseen)
      }),
      { numRuns: 20 },
    )
  })

  it('sends typed words within a second, and several keystrokes as one step to undo', async () => {
    insert('')
    for (const caption of ['a', 'a f', 'a fox']) page.state().typeCaption(idOf(0), caption)
    expect(page.captions()).toEqual(['a fox'])
    expect(Object.keys(page.state().drafts)).toHaveLength(1)
    expect((await saved()).panels[0]!.caption).toBe('a fox')
    await page.state().undo()
    expect(page.captions()).toEqual([''])
    await page.state().redo()
    expect(page.captions()).toEqual(['a fox'])
  })

  it('undoes what was typed a moment ago, and deletion too', async () => {
    insert('one', 'two')
    page.state().typeCaption(idOf(1), 'second')
    await page.state().undo()
    expect(page.captions()).toEqual(['one', 'two'])
    page.state().change({ type: 'delete', panelIds: [idOf(0), idOf(1)] })
    expect(page.captions()).toEqual([])
    await page.state().undo()
    expect(page.captions()).toEqual(['one', 'two'])
  })

  it('selects what undo and redo bring back', async () => {
    insert('one', 'two', 'three')
    const gone = [idOf(0), idOf(2)]
    page.state().change({ type: 'delete', panelIds: gone })
    await page.state().undo()
    expect(page.state().selection).toEqual({ ids: gone, anchor: gone[0], active: gone[1] })
  })

  it('keeps words on the page while the disk is full, and sends them when there is room', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      insert('one')
      await page.state().sendUnsent()
      const { engine } = page.state()
      const full = async () => {
        throw new AppError('disk-full', 'The disk is full.')
      }
      page.store.setState({ engine: { ...engine!, storyboards: { ...engine!.storyboards, change: full } } })
      page.state().typeCaption(idOf(0), 'written on a full disk')
      await page.state().undo() // cannot take back something else instead
      expect(page.captions()).toEqual(['written on a full disk'])
      expect(page.state().notices).toMatchObject([{ sentence: 'The disk is full.' }, { tone: 'note' }])
      page.store.setState({ engine })
      vi.runAllTimers()
    } finally {
      vi.useRealTimers()
    }
    expect((await saved()).panels[0]!.caption).toBe('written on a full disk')
  })

  it('takes over what another page does', async () => {
    const other = openPage(studio)
    await other.connect()
    insert('here')
    await vi.waitFor(() => expect(other.captions()).toEqual(['here']))
    other.state().change({ type: 'insert', index: 0, panels: [{ ...emptyPanel(), caption: 'there' }] })
    await vi.waitFor(() => expect(page.captions()).toEqual(['there', 'here']))
  })

  it('keeps and shows everything while the engine is away, and sends it when it is back', async () => {
    insert('one')
    await untilSaved(page)
    await page.disconnect()
    insert('two')
    page.state().typeCaption(idOf(0), 'first')
    page.state().flushCaptions()
    page.state().typeCaption(idOf(1), 'second')
    expect(page.captions()).toEqual(['first', 'second'])
    await page.connect()
    expect((await saved()).panels.map((panel) => panel.caption)).toEqual(['first', 'second'])
    expect(page.captions()).toEqual(['first', 'second'])
  })

  it('hands what it could not send to the next page', async () => {
    const storage = memoryStorage()
    const first = openPage(studio, storage)
    await first.connect()
    const id = emptyPanel().id
    first.state().change({ type: 'insert', index: 0, panels: [{ ...emptyPanel(), id, caption: '' }] })
    await untilSaved(first)
    await first.disconnect()
    first.state().typeCaption(id, 'written in the dark')
    const second = openPage(studio, storage)
    await second.connect()
    second.state().flushCaptions()
    await untilSaved(second)
    expect((await saved()).panels[0]!.caption).toBe('written in the dark')
    expect(storage.length).toBe(0)
  })

  it('says why a change cannot be made, and shows what the engine has', async () => {
    insert('one')
    await untilSaved(page)
    page.state().change({ type: 'caption', panelId: uuidv7(), caption: 'lost' })
    insert('two')
    await untilSaved(page)
    expect(page.state().notices).toMatchObject([{ tone: 'error' }])
    expect(page.captions()).toEqual(['one', 'two'])
  })

  it('gives the selection to the neighbour of a deleted panel', async () => {
    insert('one', 'two', 'three')
    page.state().select({ ids: [idOf(1)], anchor: idOf(1), active: idOf(1) })
    page.state().change({ type: 'delete', panelIds: [idOf(1)] })
    expect(page.state().selection.ids).toEqual([idOf(1)])
    expect(page.captions()).toEqual(['one', 'three'])
  })
})
