import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { JobRequest } from '../../../electron/contract/jobs.ts'
import type { Storyboard } from '../../../electron/contract/storyboard.ts'
import { libraryPaths } from '../../../electron/service/paths.ts'
import { drawPicture } from './support/inference-peer.ts'
import { endOf, firstBoard, importBytes, newId, openStudio, type Studio } from './support/studio.ts'

let studio: Studio
let board: Storyboard
const [fox, owl, bear] = [newId(), newId(), newId()]

beforeEach(async () => {
  studio = openStudio()
  board = await firstBoard(studio.client)
})
afterEach(async () => {
  await studio[Symbol.asyncDispose]()
})

const open = () => studio.client.storyboards.open({ id: board.id })
const undo = () => studio.client.storyboards.undo({ storyboardId: board.id })
const change = (each: Parameters<Studio['client']['storyboards']['change']>[0]['change']) =>
  studio.client.storyboards.change({ storyboardId: board.id, changeId: newId(), change: each })

async function picture(seed: number): Promise<string> {
  const drawn = await drawPicture(studio.folder, seed)
  const bytes = readFileSync(libraryPaths(studio.folder).assetFile(drawn.sha256, 'png'))
  return (await importBytes(studio, bytes, 'picture.png')).sha256
}

/** Three panels: a picture with words, words, a picture. */
async function addStory(): Promise<{ first: string; third: string }> {
  const [first, third] = [await picture(100), await picture(300)]
  const panels = [
    { id: fox, caption: 'a fox', image: first, generationId: null },
    { id: owl, caption: 'an owl', image: null, generationId: null },
    { id: bear, caption: '', image: third, generationId: null },
  ]
  await change({ type: 'insert', index: 0, panels })
  return { first, third }
}

const common = (seed = 1) => ({ jobId: newId(), seed, settings: {} })
type Continue = Extract<JobRequest, { kind: 'continue' }>
const goOn = (more: Partial<Continue> = {}): Continue => ({
  ...common(),
  kind: 'continue',
  storyboardId: board.id,
  context: [bear, fox, owl],
  afterPanelId: bear,
  newPanelId: newId(),
  caption: null,
  ...more,
})

async function run(request: JobRequest) {
  await studio.client.jobs.start(request)
  return endOf(studio.client, request.jobId)
}

const generationOf = async (job: { generationIds: string[] }) => {
  const [id] = job.generationIds
  if (!id) throw new Error('the job has made nothing')
  return studio.client.generations.get({ id })
}

describe('continue', () => {
  it('reads the panels in their order on the board and puts the new one in its place, as one step to undo', async () => {
    const { first, third } = await addStory()
    const request = goOn({ afterPanelId: fox })
    const job = await run(request)
    expect(job).toMatchObject({ state: 'done', panelId: request.newPanelId, afterPanelId: fox, storyboardId: board.id })
    expect(studio.peer.runs[0]?.input).toMatchObject({
      panels: [
        { caption: 'a fox', image: first },
        { caption: 'an owl', image: null },
        { caption: '', image: third },
      ],
      caption: null,
    })
    const after = await open()
    expect(after.panels.map((panel) => panel.id)).toEqual([fox, request.newPanelId, owl, bear])
    const generation = await generationOf(job)
    expect(after.panels[1]).toMatchObject({
      caption: 'and then 3',
      generationId: generation.id,
      image: { sha256: generation.image },
    })
    expect(generation).toMatchObject({
      kind: 'continue',
      text: 'and then 3',
      prompt: [
        { type: 'text', text: 'a fox' },
        { type: 'image', sha256: first },
        { type: 'text', text: 'an owl' },
        { type: 'image', sha256: third },
      ],
    })
    expect(after.undoLabel).toBe('Continue the story')
    expect((await undo()).panels).toHaveLength(3)
    expect((await studio.client.storyboards.redo({ storyboardId: board.id })).panels).toEqual(after.panels)
  })

  it('draws a caption that is given, also on an empty board', async () => {
    const job = await run(goOn({ context: [], afterPanelId: null, caption: 'a whale' }))
    expect((await open()).panels.map((panel) => panel.caption)).toEqual(['a whale'])
    expect((await generationOf(job)).prompt).toEqual([{ type: 'text', text: 'a whale' }])
  })

  it('can follow a panel that is still being made', async () => {
    await addStory()
    const first = goOn()
    const second = goOn({ afterPanelId: first.newPanelId, context: [bear, first.newPanelId] })
    await studio.client.jobs.start(first)
    expect((await run(second)).state).toBe('done')
    expect((await open()).panels.map((panel) => panel.id).slice(2)).toEqual([bear, first.newPanelId, second.newPanelId])
    expect(studio.peer.runs[1]?.input).toMatchObject({
      panels: [{ image: expect.any(String) }, { caption: 'and then 3' }],
    })
  })

  it('says at the click what cannot work', async () => {
    await expect(run(goOn({ context: [], afterPanelId: null }))).rejects.toMatchObject({ code: 'empty-prompt' })
    await expect(run(goOn({ afterPanelId: fox, caption: 'x' }))).rejects.toMatchObject({ code: 'not-found' })
    await expect(run(goOn({ storyboardId: newId() }))).rejects.toMatchObject({ code: 'not-found' })
    await addStory()
    await expect(run(goOn({ newPanelId: fox }))).rejects.toMatchObject({ code: 'conflict' })
    expect(await studio.client.jobs.list()).toEqual([])
  })

  it('keeps the result in the history when its place was deleted meanwhile, and puts it there on a retry', async () => {
    await addStory()
    studio.peer.hold()
    const request = goOn()
    await studio.client.jobs.start(request)
    await studio.peer.begun(1)
    await change({ type: 'delete', panelIds: [bear] })
    studio.peer.letGo()
    const failed = await endOf(studio.client, request.jobId)
    expect(failed).toMatchObject({ state: 'failed', failure: { code: 'not-found' } })
    expect(failed.failure?.sentence).toContain('kept in the history')
    const generation = await generationOf(failed)
    expect(generation.image).not.toBeNull()
    expect((await open()).panels).toHaveLength(2)
    await studio.client.jobs.retry({ jobId: request.jobId })
    const tooSoon = await endOf(studio.client, request.jobId)
    expect(tooSoon).toMatchObject({ state: 'failed', failure: { sentence: failed.failure?.sentence } })
    await undo()
    await studio.client.jobs.retry({ jobId: request.jobId })
    expect((await endOf(studio.client, request.jobId)).state).toBe('done')
    expect((await open()).panels.at(-1)).toMatchObject({ id: request.newPanelId, generationId: generation.id })
    expect(studio.peer.runs).toHaveLength(1)
  })
})

describe('retell', () => {
  it('draws a panel anew from its words and the panels before it', async () => {
    const { first } = await addStory()
    const job = await run({ ...common(9), kind: 'retell', storyboardId: board.id, panelId: owl })
    expect(studio.peer.runs[0]?.input).toMatchObject({
      panels: [{ caption: 'a fox', image: first }],
      caption: 'an owl',
    })
    const after = await open()
    const generation = await generationOf(job)
    expect(after.panels[1]).toMatchObject({
      caption: 'an owl',
      generationId: generation.id,
      image: { sha256: generation.image },
    })
    expect(after.undoLabel).toBe('Retell panel')
    expect((await undo()).panels[1]).toMatchObject({ image: null, generationId: null })
  })

  it('needs words', async () => {
    await addStory()
    const retell = run({ ...common(), kind: 'retell', storyboardId: board.id, panelId: bear })
    await expect(retell).rejects.toMatchObject({
      code: 'empty-prompt',
      message: expect.stringContaining('write one first'),
    })
  })

  it('keeps the picture when the panel was deleted meanwhile', async () => {
    await addStory()
    studio.peer.hold()
    const request: JobRequest = { ...common(4), kind: 'retell', storyboardId: board.id, panelId: owl }
    await studio.client.jobs.start(request)
    await studio.peer.begun(1)
    await change({ type: 'delete', panelIds: [owl] })
    studio.peer.letGo()
    const job = await endOf(studio.client, request.jobId)
    expect(job).toMatchObject({ state: 'failed', failure: { code: 'not-found' } })
    expect((await generationOf(job)).image).toMatch(/^[0-9a-f]{64}$/)
  })
})

describe('caption', () => {
  it('writes words for a panel’s picture', async () => {
    const { third } = await addStory()
    const job = await run({ ...common(12), kind: 'caption', storyboardId: board.id, panelId: bear })
    expect(job.text).toBe('a picture of 12')
    const after = await open()
    expect(after.panels[2]?.caption).toBe('a picture of 12')
    expect(after.undoLabel).toBe('Describe picture')
    expect(await generationOf(job)).toMatchObject({
      text: 'a picture of 12',
      image: null,
      prompt: [{ type: 'image', sha256: third }],
    })
  })

  it('needs a picture', async () => {
    await addStory()
    const caption = run({ ...common(), kind: 'caption', storyboardId: board.id, panelId: owl })
    await expect(caption).rejects.toMatchObject({ code: 'empty-prompt' })
  })
})

describe('a page that goes away', () => {
  it('does not take its job with it', async () => {
    await addStory()
    studio.peer.hold()
    const page = studio.connect()
    const request = goOn()
    await page.client.jobs.start(request)
    await studio.peer.begun(1)
    page.close()
    studio.peer.letGo()
    expect((await endOf(studio.client, request.jobId)).state).toBe('done')
    expect((await open()).panels).toHaveLength(4)
  })
})
