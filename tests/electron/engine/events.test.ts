import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EngineEvent } from '../../../electron/contract/engine.ts'
import type { Job } from '../../../electron/contract/jobs.ts'
import { createEvents } from '../../../electron/engine/events.ts'
import { type Client, endOf, firstBoard, newId, openStudio, type Studio, until } from './support/studio.ts'

let studio: Studio
beforeEach(() => {
  studio = openStudio()
})
afterEach(async () => {
  await studio[Symbol.asyncDispose]()
})

/** Collects what a page hears until it goes away. */
async function listen(client: Client) {
  const heard: EngineEvent[] = []
  const leaving = new AbortController()
  const events = await client.events(undefined, { signal: leaving.signal })
  const over = (async () => {
    for await (const event of events) heard.push(event)
  })().catch(() => undefined)
  const states = (jobId: string) => heard.flatMap((e) => (e.type === 'job' && e.job.id === jobId ? [e.job.state] : []))
  return { heard, states, over, leave: () => leaving.abort() }
}

async function startJob(client: Client): Promise<string> {
  const jobId = newId()
  await client.jobs.start({
    kind: 'generate',
    jobId,
    seed: 1,
    settings: {},
    count: 1,
    prompt: [{ type: 'text', text: 'a fox' }],
  })
  return jobId
}

describe('events', () => {
  it('begin with the unfinished jobs for a listener that comes late', async () => {
    studio.peer.hold()
    const [running, queued] = [await startJob(studio.client), await startJob(studio.client)]
    await studio.peer.begun(1)
    const page = await listen(studio.client)
    await until(() => page.heard.length >= 2)
    expect(page.states(running)[0]).toBe('running')
    expect(page.states(queued)[0]).toBe('queued')
    studio.peer.letGo()
    await until(() => page.states(queued).at(-1) === 'done')
    expect(page.states(running).at(-1)).toBe('done')
    page.leave()
  })

  it('reach every page, and a page that leaves does not disturb the other', async () => {
    const [one, two] = [await listen(studio.client), await listen(studio.connect().client)]
    const jobId = await startJob(studio.client)
    await until(() => one.states(jobId).at(-1) === 'done' && two.states(jobId).at(-1) === 'done')
    one.leave()
    await one.over
    const board = await firstBoard(studio.client)
    await studio.client.storyboards.change({
      storyboardId: board.id,
      changeId: newId(),
      change: { type: 'rename', title: 'x' },
    })
    await until(() => two.heard.some((event) => event.type === 'storyboard' && event.storyboard.title === 'x'))
    expect(one.heard.some((event) => event.type === 'storyboard')).toBe(false)
    two.leave()
  })

  it('tell of a finished panel before they tell that its job is done', async () => {
    const page = await listen(studio.client)
    const board = await firstBoard(studio.client)
    const jobId = newId()
    const target = { storyboardId: board.id, context: [], afterPanelId: null, newPanelId: newId(), caption: 'a fox' }
    await studio.client.jobs.start({ kind: 'continue', jobId, seed: 1, settings: {}, ...target })
    await endOf(studio.client, jobId)
    await until(() => page.states(jobId).at(-1) === 'done')
    const panel = page.heard.findIndex((event) => event.type === 'storyboard' && event.storyboard.panels.length === 1)
    const done = page.heard.findIndex((event) => event.type === 'job' && event.job.state === 'done')
    expect(panel).toBeGreaterThanOrEqual(0)
    expect(panel).toBeLessThan(done)
    page.leave()
  })
})

describe('a listener that is slow', () => {
  const job = (id: string, step: number): EngineEvent => ({ type: 'job', job: { id, step } as Job })

  it('finds the newest state of each thing, however much has happened', async () => {
    const events = createEvents()
    const leaving = new AbortController()
    const stream = events.listen([], leaving.signal)
    for (let step = 0; step < 10_000; step++) events.publish(job(step % 2 ? 'odd' : 'even', step))
    expect((await stream.next()).value).toEqual(job('even', 9998))
    expect((await stream.next()).value).toEqual(job('odd', 9999))
    const next = stream.next()
    leaving.abort()
    expect((await next).done).toBe(true)
    expect(events.listeners).toBe(0)
  })

  it('is forgotten even if it never began to listen', async () => {
    const events = createEvents()
    await events.listen([], new AbortController().signal).return()
    events.listen([], AbortSignal.abort())
    expect(events.listeners).toBe(0)
  })
})
