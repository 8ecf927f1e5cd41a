import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { JobRequest } from '../../../electron/contract/jobs.ts'
import { generate, stateOf } from './support/requests.ts'
import { endOf, newId, openStudio, type Studio } from './support/studio.ts'

let studio: Studio
beforeEach(() => {
  studio = openStudio()
})
afterEach(async () => {
  await studio[Symbol.asyncDispose]()
})

describe('the queue', () => {
  it('tells the end of a job that writes with the words that are kept, not with those that came on the way', async () => {
    studio.peer.hold()
    const prompt = [{ type: 'text' as const, text: 'Who is there?' }]
    const common = { jobId: newId(), seed: 3, settings: {} }
    const request: JobRequest = { ...common, kind: 'answer', task: 'ask', prompt, writing: {} }
    await studio.client.jobs.start(request)
    await studio.peer.begun(1)
    const changes = await studio.client.jobs.watch({ jobId: request.jobId })
    let change = await changes.next()
    studio.peer.letGo()
    while (!change.done) change = await changes.next()
    expect(change.value.text).toBe('a picture of 3')
  })

  it('runs one job at a time, in the order they were started', async () => {
    const requests = [generate(1), generate(2), generate(3)]
    for (const request of requests) await studio.client.jobs.start(request)
    const ends = await Promise.all(requests.map(({ jobId }) => endOf(studio.client, jobId)))
    expect(ends.map((job) => job.state)).toEqual(['done', 'done', 'done'])
    expect(studio.peer.runs.map((run) => run.seed)).toEqual([1, 2, 3])
  })

  it('keeps everything needed to make a result again', async () => {
    const request = generate(7)
    await studio.client.jobs.start(request)
    const { generationIds } = await endOf(studio.client, request.jobId)
    const generation = await studio.client.generations.get({ id: generationIds[0]! })
    expect(generation).toMatchObject({
      jobId: request.jobId,
      kind: 'generate',
      prompt: request.prompt,
      seed: 7,
      completion: 'a completed prompt',
      pack: 'peer',
      device: 'cpu',
      versions: { peer: '1' },
      steps: 4,
    })
    expect(generation.image).toMatch(/^[0-9a-f]{64}$/)
  })

  it('draws several pictures with the seeds that follow, each kept as soon as it is made', async () => {
    const request = generate(10, { count: 3 })
    await studio.client.jobs.start(request)
    const { generationIds } = await endOf(studio.client, request.jobId)
    const generations = await Promise.all(generationIds.map((id) => studio.client.generations.get({ id })))
    expect(generations.map((each) => each.seed)).toEqual([10, 11, 12])
  })

  it('takes the same job once', async () => {
    const request = generate(1)
    await Promise.all([studio.client.jobs.start(request), studio.client.jobs.start(request)])
    await endOf(studio.client, request.jobId)
    expect((await studio.client.jobs.start(request)).state).toBe('done')
    expect(studio.peer.runs).toHaveLength(1)
    expect(await studio.client.jobs.list()).toHaveLength(1)
  })

  it('cancels a waiting job at once and goes on with the next', async () => {
    studio.peer.hold()
    const [first, second, third] = [generate(1), generate(2), generate(3)]
    for (const request of [first, second, third]) await studio.client.jobs.start(request)
    await studio.peer.begun(1)
    expect(await studio.client.jobs.cancel({ jobId: second.jobId })).toMatchObject({
      state: 'cancelled',
      failure: null,
    })
    studio.peer.letGo()
    await endOf(studio.client, third.jobId)
    expect(studio.peer.runs.map((run) => run.seed)).toEqual([1, 3])
  })

  it('cancels a running job and keeps nothing of it', async () => {
    studio.peer.hold()
    const [first, second] = [generate(1), generate(2)]
    await studio.client.jobs.start(first)
    await studio.client.jobs.start(second)
    await studio.peer.begun(1)
    expect((await studio.client.jobs.cancel({ jobId: first.jobId })).id).toBe(first.jobId)
    expect(await endOf(studio.client, first.jobId)).toMatchObject({
      state: 'cancelled',
      failure: null,
      generationIds: [],
    })
    studio.peer.letGo()
    expect((await endOf(studio.client, second.jobId)).state).toBe('done')
  })

  it('lets go of a cancelled job even if inference hears nothing of it', async () => {
    studio.peer.hold()
    const [first, second] = [generate(1, { prompt: [{ type: 'text', text: 'hears nothing' }] }), generate(2)]
    await studio.client.jobs.start(first)
    await studio.client.jobs.start(second)
    await studio.peer.begun(1)
    await studio.client.jobs.cancel({ jobId: first.jobId })
    expect((await endOf(studio.client, first.jobId)).state).toBe('cancelled')
    await studio.peer.begun(2)
    studio.peer.letGo()
    expect((await endOf(studio.client, second.jobId)).state).toBe('done')
  })

  it('fails the running job when inference dies, waits for the next one, and a retry gives the same', async () => {
    studio.peer.hold()
    const [first, second] = [generate(1), generate(2)]
    await studio.client.jobs.start(first)
    await studio.client.jobs.start(second)
    await studio.peer.begun(1)
    studio.killInference()
    const failed = await endOf(studio.client, first.jobId)
    expect(failed).toMatchObject({ state: 'failed', failure: { code: 'service-stopped' } })
    expect(failed.failure?.sentence).toContain('Try it again')
    expect(await stateOf(studio.client, second.jobId)).toBe('queued')
    studio.peer.letGo()
    studio.startInference()
    expect((await endOf(studio.client, second.jobId)).state).toBe('done')
    expect((await studio.client.jobs.retry({ jobId: first.jobId })).failure).toBeNull()
    const again = await endOf(studio.client, first.jobId)
    expect(again).toMatchObject({ state: 'done', seed: 1 })
  })

  it('passes on the sentence of a failure, and goes on', async () => {
    const [bad, good] = [generate(1, { prompt: [{ type: 'text', text: 'please fail' }] }), generate(2)]
    await studio.client.jobs.start(bad)
    await studio.client.jobs.start(good)
    const failure = { code: 'out-of-memory', sentence: 'The memory is not enough for this.' }
    expect(await endOf(studio.client, bad.jobId)).toMatchObject({ state: 'failed', failure })
    expect((await endOf(studio.client, good.jobId)).state).toBe('done')
  })

  it('makes only what is missing when a job of several pictures is tried again', async () => {
    studio.peer.hold()
    const request = generate(1, { count: 3 })
    await studio.client.jobs.start(request)
    await studio.peer.begun(1)
    studio.peer.letGo()
    studio.peer.hold()
    await studio.peer.begun(2)
    studio.killInference()
    await endOf(studio.client, request.jobId)
    studio.peer.letGo()
    studio.startInference()
    await studio.client.jobs.retry({ jobId: request.jobId })
    expect((await endOf(studio.client, request.jobId)).generationIds).toHaveLength(3)
    expect(studio.peer.runs.map((run) => run.seed).filter((seed) => seed === 1)).toHaveLength(1)
  })

  it('takes finished jobs off the list, and only those', async () => {
    studio.peer.hold()
    const request = generate(1)
    await studio.client.jobs.start(request)
    await studio.peer.begun(1)
    await expect(studio.client.jobs.dismiss({ jobId: request.jobId })).rejects.toMatchObject({ code: 'conflict' })
    studio.peer.letGo()
    await endOf(studio.client, request.jobId)
    await studio.client.jobs.dismiss({ jobId: request.jobId })
    expect(await studio.client.jobs.list()).toEqual([])
  })

  it('keeps its list short by itself, but never forgets what failed', async () => {
    const bad = generate(0, { prompt: [{ type: 'text', text: 'please fail' }] })
    await studio.client.jobs.start(bad)
    const requests = Array.from({ length: 60 }, (_, i) => generate(i))
    for (const request of requests) {
      await studio.client.jobs.start(request)
      await endOf(studio.client, request.jobId)
    }
    const list = await studio.client.jobs.list()
    expect(list[0]).toMatchObject({ id: bad.jobId, state: 'failed' })
    expect(list.slice(1).map((job) => job.id)).toEqual(requests.slice(-51).map((request) => request.jobId))
  })

  it('says at the click what cannot work', async () => {
    const { client } = studio
    const start = (request: JobRequest) => client.jobs.start(request)
    await expect(start(generate(1, { prompt: [{ type: 'text', text: '  ' }] }))).rejects.toMatchObject({
      code: 'empty-prompt',
    })
    const unknown = generate(1, { prompt: [{ type: 'image', sha256: 'cd'.repeat(32) }] })
    await expect(start(unknown)).rejects.toMatchObject({ code: 'not-found' })
    await expect(client.jobs.cancel({ jobId: newId() })).rejects.toMatchObject({ code: 'not-found' })
    expect(await client.jobs.list()).toEqual([])
  })
})
