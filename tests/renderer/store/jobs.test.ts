import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { inOrder } from '../../../renderer/store/jobs.ts'
import { selectOnly } from '../../../renderer/store/selection.ts'
import { canContinue, continueRequest, destinationOf, emptyPanel, panelRequest } from '../../../renderer/store/story.ts'
import { layoutOf } from '../../../renderer/store/view.ts'
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

const insert = (...captions: string[]) => {
  const panels = captions.map((caption) => ({ ...emptyPanel(), caption }))
  page.state().change({ type: 'insert', index: 99, panels })
}
const destination = () => destinationOf(page.state().board, page.state().selection, page.state().jobs)
const goOn = (words: string, seed = 1) => {
  const request = continueRequest(page.state().board!, destination(), words, seed)
  page.state().startJob(request)
  return request
}
const kinds = () => layoutOf(page.state()).slots.map((slot) => slot.kind)
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 10_000 })

describe('continuing a story', () => {
  it('says where the panel will go and what is read', () => {
    expect(destination()).toMatchObject({ afterPanelId: null, afterNumber: 0, context: [], range: null })
    insert('one', 'two', 'three', 'four')
    const ids = page.state().board!.panels.map((panel) => panel.id)
    expect(destination()).toMatchObject({ afterPanelId: ids[3], afterNumber: 4, range: [1, 4] })
    page.state().select(selectOnly(ids[1]!))
    expect(destination()).toMatchObject({ afterPanelId: ids[1], afterNumber: 2, range: [1, 2] })
    page.state().select({ ids: [ids[0]!, ids[2]!], anchor: ids[0]!, active: ids[2]! })
    expect(destination()).toMatchObject({ afterNumber: 3, context: [ids[0], ids[2]], range: null })
  })

  it('needs a line, or something in the panels', () => {
    const can = (words: string) => canContinue(page.state().board, destination(), words)
    expect([can(''), can('  '), can('a fox')]).toEqual([false, false, true])
    insert('')
    expect(can('')).toBe(false)
    insert('a fox')
    expect(can('')).toBe(true)
  })

  it('shows a card in the place of the panel, then the panel', async () => {
    studio.peer.hold()
    insert('one', 'two')
    page.state().select(selectOnly(page.state().board!.panels[0]!.id))
    const { newPanelId } = goOn('a fox')
    expect(kinds()).toEqual(['panel', 'job', 'panel', 'new'])
    await studio.peer.begun(1)
    studio.peer.letGo()
    await eventually(() => expect(page.captions()).toEqual(['one', 'a fox', 'two']))
    expect(kinds()).toEqual(['panel', 'panel', 'panel', 'new'])
    await eventually(() => expect(page.state().selection.ids).toEqual([newPanelId])) // the story goes on from there
    expect(page.state().jobs).toEqual({})
  })

  it('queues one panel after another while the first is being drawn', async () => {
    studio.peer.hold()
    insert('one')
    goOn('two', 1)
    expect(destination().afterNumber).toBeNull()
    goOn('three', 2)
    studio.peer.letGo()
    await eventually(() => expect(page.captions()).toEqual(['one', 'two', 'three']))
  })

  it('reads a caption that was typed a moment before', async () => {
    insert('one')
    await untilSaved(page)
    page.state().typeCaption(page.state().board!.panels[0]!.id, 'a fox on a hill')
    goOn('')
    await studio.peer.begun(1)
    expect(studio.peer.runs[0]!.input).toMatchObject({ panels: [{ caption: 'a fox on a hill' }] })
  })
})

describe('jobs', () => {
  it('can be cancelled, and leave nothing behind', async () => {
    studio.peer.hold()
    const { jobId } = goOn('a fox')
    await studio.peer.begun(1)
    await page.state().cancelJob(jobId)
    await eventually(() => expect(page.state().jobs).toEqual({}))
    expect(kinds()).toEqual(['new'])
  })

  it('are offered again when they were put down, with the same seed', async () => {
    studio.peer.hold()
    const { jobId } = goOn('a fox', 77)
    await studio.peer.begun(1)
    studio.killInference()
    await eventually(() => expect(page.state().jobs[jobId]?.state).toMatch(/failed|interrupted/))
    expect(page.state().jobs[jobId]!.failure?.sentence).toBeTruthy()
    studio.peer.letGo()
    studio.startInference()
    await page.state().retryJob(jobId)
    await eventually(() => expect(page.captions()).toEqual(['a fox']))
    expect(studio.peer.runs.map((run) => run.seed)).toEqual([77, 77])
  })

  it('go on while the page is away, and wait for the engine when it is', async () => {
    studio.peer.hold()
    goOn('one')
    await studio.peer.begun(1)
    await page.disconnect()
    goOn('two')
    expect(inOrder(page.state().jobs).map((job) => job.state)).toEqual([expect.any(String), 'queued'])
    studio.peer.letGo()
    await page.connect()
    await eventually(() => expect(page.captions()).toEqual(['one', 'two']))
  })

  it('that fail at once stay as cards and can be dismissed', async () => {
    insert('one')
    await untilSaved(page)
    const board = page.state().board!
    page.state().startJob(panelRequest(board, 'caption', board.panels[0]!.id, 1)) // there is no picture to describe
    await eventually(() => expect(inOrder(page.state().jobs)).toMatchObject([{ state: 'failed' }]))
    await page.state().dismissJob(inOrder(page.state().jobs)[0]!.id)
    expect(page.state().jobs).toEqual({})
  })

  it('retell a panel and describe its picture', async () => {
    goOn('a fox')
    await eventually(() => expect(page.captions()).toEqual(['a fox']))
    const before = page.state().board!.panels[0]!
    page.state().startJob(panelRequest(page.state().board!, 'retell', before.id, 2))
    await eventually(() => expect(page.state().board!.panels[0]!.image?.sha256).not.toBe(before.image?.sha256))
    page.state().startJob(panelRequest(page.state().board!, 'caption', before.id, 3))
    await eventually(() => expect(page.captions()).not.toEqual(['a fox']))
  })
})

it('gives the words back to the prompt bar when a job that failed is dismissed', async () => {
  studio.peer.hold()
  const { jobId } = goOn('a fox on the moon')
  page.state().setPrompt('')
  await studio.peer.begun(1)
  studio.killInference()
  await eventually(() => expect(page.state().jobs[jobId]?.state).toMatch(/failed|interrupted/))
  await page.state().dismissJob(jobId)
  expect(page.state().prompt).toBe('a fox on the moon')
})

it('gives the words back to the prompt bar when a job is cancelled', async () => {
  studio.peer.hold()
  const { jobId } = goOn('a fox on the moon')
  page.state().setPrompt('')
  await studio.peer.begun(1)
  await page.state().cancelJob(jobId)
  await eventually(() => expect(page.state().jobs).toEqual({}))
  expect(page.state().prompt).toBe('a fox on the moon')
})

it('never asks for a job that was cancelled while it waited for what comes first', async () => {
  insert('one')
  const { jobId } = goOn('two')
  await page.state().cancelJob(jobId)
  await untilSaved(page)
  await page.state().sendUnsent()
  expect([page.state().jobs, await studio.client.jobs.list()]).toEqual([{}, []])
  await eventually(() => expect(page.captions()).toEqual(['one']))
})

it('sends all that was done before a job, then the job', async () => {
  insert('one')
  insert('')
  const last = page.state().board!.panels[1]!
  page.state().typeCaption(last.id, 'two')
  page.state().startJob(panelRequest(page.state().board!, 'retell', last.id, 1))
  await eventually(() => expect(page.state().board!.panels[1]!.image).not.toBeNull())
})

it('does not try a refused job again by itself when the engine is back', async () => {
  insert('one')
  await untilSaved(page)
  const { id } = page.state().board!.panels[0]!
  page.state().startJob(panelRequest(page.state().board!, 'caption', id, 1)) // there is no picture to describe
  await eventually(() => expect(inOrder(page.state().jobs)).toMatchObject([{ state: 'failed' }]))
  const [refused] = inOrder(page.state().jobs)
  await page.disconnect()
  await page.connect()
  expect(inOrder(page.state().jobs)).toEqual([refused])
})

it('hands a job that could not be asked for to the next page, words and all', async () => {
  const storage = memoryStorage()
  const first = openPage(studio, storage)
  await first.connect()
  await first.disconnect()
  const { board, selection, jobs } = first.state()
  first.state().startJob(continueRequest(board!, destinationOf(board, selection, jobs), 'a fox in the dark', 5))
  const second = openPage(studio, storage)
  await second.connect()
  await eventually(() => expect(second.captions()).toEqual(['a fox in the dark']))
  expect(storage.length).toBe(0)
})

it('leaves the selection with the panel whose caption is being written when the next one comes', async () => {
  for (const write of [page.state().edit, page.state().setWriting]) {
    insert('one')
    const { id } = page.state().board!.panels.at(-1)!
    page.state().select(selectOnly(id))
    write(id)
    const { newPanelId } = goOn('two')
    await eventually(() => expect(page.state().board!.panels.map((panel) => panel.id)).toContain(newPanelId))
    await eventually(() => expect(page.state().jobs).toEqual({}))
    await Promise.resolve() // the selection follows a moment later
    expect(page.state().selection.ids).toEqual([id])
    write(null)
  }
})
