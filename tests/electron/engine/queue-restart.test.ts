import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { libraryPaths } from '../../../electron/service/paths.ts'
import { generate, stateOf } from './support/requests.ts'
import { endOf, firstBoard, newId, openStudio, type Studio, until } from './support/studio.ts'

let studio: Studio
beforeEach(() => {
  studio = openStudio()
})
afterEach(async () => {
  await studio[Symbol.asyncDispose]()
})

describe('a restart', () => {
  it('offers a running job again and goes on with the waiting ones', async () => {
    studio.peer.hold()
    const [running, waiting] = [generate(1), generate(2)]
    await studio.client.jobs.start(running)
    await studio.client.jobs.start(waiting)
    await studio.peer.begun(1)
    await studio.close()
    studio = openStudio({ folder: studio.folder })
    expect(await stateOf(studio.client, running.jobId)).toBe('interrupted')
    expect((await endOf(studio.client, waiting.jobId)).state).toBe('done')
    expect(studio.peer.runs.map((run) => run.seed)).toEqual([2])
    await studio.client.jobs.retry({ jobId: running.jobId })
    expect((await endOf(studio.client, running.jobId)).state).toBe('done')
  })

  it('leaves the jobs of the app alone when it is a command', async () => {
    studio.peer.hold()
    const [running, waiting] = [generate(1), generate(2)]
    await studio.client.jobs.start(running)
    await studio.client.jobs.start(waiting)
    await studio.peer.begun(1)
    await studio.close()
    studio = openStudio({ folder: studio.folder, takesOver: false })
    const own = generate(3)
    await studio.client.jobs.start(own)
    expect((await endOf(studio.client, own.jobId)).state).toBe('done')
    expect(studio.peer.runs.map((run) => run.seed)).toEqual([3])
    expect(await stateOf(studio.client, waiting.jobId)).toBe('queued')
  })

  it('leaves a job that waits for inference in the queue', async () => {
    await studio.close()
    studio = openStudio({ folder: studio.folder, withoutInference: true })
    const request = generate(1)
    await studio.client.jobs.start(request)
    await studio.close()
    studio = openStudio({ folder: studio.folder })
    expect((await endOf(studio.client, request.jobId)).state).toBe('done')
  })
})

describe('a job in the words of another version', () => {
  it('fails with a sentence, and the others go on', async () => {
    await studio.close()
    studio = openStudio({ folder: studio.folder, withoutInference: true })
    const [other, waiting] = [generate(1), generate(2)]
    for (const request of [other, waiting]) await studio.client.jobs.start(request)
    await studio.close()
    const db = new Database(libraryPaths(studio.folder).database)
    db.prepare(`UPDATE jobs SET request = json_set(request, '$.kind', 'sculpt') WHERE id = ?`).run(other.jobId)
    db.close()
    studio = openStudio({ folder: studio.folder })
    expect((await endOf(studio.client, waiting.jobId)).state).toBe('done')
    expect(await endOf(studio.client, other.jobId)).toMatchObject({
      kind: 'unknown',
      state: 'failed',
      failure: { sentence: expect.stringMatching(/another version of Plumage/) as string },
    })
    await studio.client.jobs.dismiss({ jobId: other.jobId })
    expect((await studio.client.jobs.list()).map(({ id }) => id)).toEqual([waiting.jobId])
  })
})

describe('two engines on one library', () => {
  it('leave each other’s jobs alone, and take over from one that is gone', async () => {
    studio.peer.hold()
    const request = generate(1)
    await studio.client.jobs.start(request)
    await studio.peer.begun(1)
    const other = openStudio({ folder: studio.folder })
    expect((await other.client.jobs.list())[0]?.state).toBe('running')
    const own = generate(2)
    await other.client.jobs.start(own)
    expect((await endOf(other.client, own.jobId)).state).toBe('done')
    studio.peer.letGo()
    expect((await endOf(studio.client, request.jobId)).state).toBe('done')
    await other.close()
  })

  it('pass on a wish to cancel, and tell of changed boards', async () => {
    studio.peer.hold()
    const request = generate(1)
    await studio.client.jobs.start(request)
    await studio.peer.begun(1)
    const other = openStudio({ folder: studio.folder })
    const seen: string[] = []
    const listening = new AbortController()
    const events = await studio.client.events(undefined, { signal: listening.signal })
    void (async () => {
      for await (const event of events) if (event.type === 'storyboard') seen.push(event.storyboard.title)
    })().catch(() => undefined)
    await other.client.jobs.cancel({ jobId: request.jobId })
    expect((await endOf(studio.client, request.jobId)).state).toBe('cancelled')
    const board = await firstBoard(other.client)
    const change = { type: 'rename', title: 'From elsewhere' } as const
    await other.client.storyboards.change({ storyboardId: board.id, changeId: newId(), change })
    await until(() => seen.includes('From elsewhere'))
    listening.abort()
    await other.close()
  })

  it('tell whoever waits for a job that it was cancelled elsewhere before it began', async () => {
    studio.peer.hold()
    const [running, waiting] = [generate(1), generate(2)]
    await studio.client.jobs.start(running)
    await studio.client.jobs.start(waiting)
    await studio.peer.begun(1)
    const end = endOf(studio.client, waiting.jobId)
    const other = openStudio({ folder: studio.folder })
    await other.client.jobs.cancel({ jobId: waiting.jobId })
    expect((await end).state).toBe('cancelled')
    await other.close()
  })

  it('tell of a job’s end even if it was taken off the list at once', async () => {
    studio.peer.hold()
    const request = generate(1)
    await studio.client.jobs.start(request)
    await studio.peer.begun(1)
    const other = openStudio({ folder: studio.folder })
    const end = endOf(other.client, request.jobId)
    studio.peer.letGo()
    await endOf(studio.client, request.jobId)
    await studio.client.jobs.dismiss({ jobId: request.jobId })
    expect((await end).state).toBe('done')
    await other.close()
  })
})
