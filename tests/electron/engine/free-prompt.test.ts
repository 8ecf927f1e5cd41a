import { readFileSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { JobRequest } from '../../../electron/contract/jobs.ts'
import type { Prompt, PromptPart, WriteSettings } from '../../../electron/contract/prompt.ts'
import { libraryPaths } from '../../../electron/service/paths.ts'
import { drawPicture } from './support/inference-peer.ts'
import { generate } from './support/requests.ts'
import { endOf, importBytes, newId, openStudio, type Studio } from './support/studio.ts'

let studio: Studio
let fox: string
beforeEach(async () => {
  studio = openStudio()
  fox = await picture(5)
})
afterEach(async () => {
  await studio[Symbol.asyncDispose]()
})

async function picture(seed: number): Promise<string> {
  const drawn = await drawPicture(studio.folder, seed)
  const bytes = readFileSync(libraryPaths(studio.folder).assetFile(drawn.sha256, 'png'))
  return (await importBytes(studio, bytes, 'picture.png')).sha256
}

const common = (seed = 1) => ({ jobId: newId(), seed, settings: {} })
const answer = (prompt: Prompt, writing: WriteSettings = {}): JobRequest => ({
  ...common(3),
  kind: 'answer',
  task: 'ask',
  prompt,
  writing,
})

async function run(request: JobRequest) {
  await studio.client.jobs.start(request)
  const job = await endOf(studio.client, request.jobId)
  const results = await Promise.all(job.generationIds.map((id) => studio.client.generations.get({ id })))
  return { job, results }
}

const gone = 'ab'.repeat(32)
const words = [{ type: 'text' as const, text: 'x' }]
const whole = { left: 0, top: 0, right: 1, bottom: 1 }

describe('answer', () => {
  it('keeps the words, and how they were written stays with the job', async () => {
    const prompt: Prompt = [
      { type: 'image', sha256: fox },
      { type: 'text', text: 'What is this?' },
    ]
    const writing = { maxTokens: 20, temperature: 0.5 }
    const { results } = await run({ ...common(3), kind: 'answer', task: 'ask', prompt, writing })
    expect(studio.peer.runs[0]?.input).toMatchObject({ task: 'ask', writing })
    expect(results).toMatchObject([{ text: 'a picture of 3', prompt, details: { stoppedBy: 'eos' } }])
    expect(results[0]?.details).not.toHaveProperty('phrases')
  })

  it('keeps the boxes of a grounded answer beside its words', async () => {
    const { results } = await run(answer([{ type: 'image', sha256: fox }], { grounded: true }))
    const phrases = [{ phrase: 'picture', start: 2, boxes: [{ left: 0.25, top: 0.25, right: 0.75, bottom: 0.75 }] }]
    expect(results).toMatchObject([{ text: 'a picture of 3', details: { phrases } }])
  })

  it('needs a picture to describe', async () => {
    const prompt: Prompt = [{ type: 'text', text: 'x' }]
    const caption = run({ ...common(), kind: 'answer', task: 'caption', prompt, writing: {} })
    await expect(caption).rejects.toMatchObject({ code: 'empty-prompt' })
  })
})

describe('compose', () => {
  const request = (prompt: Prompt): JobRequest => ({
    ...common(9),
    kind: 'compose',
    prompt,
    writing: { topK: 5 },
    maxPictures: 2,
  })

  it('keeps each part as a result of its own, in order', async () => {
    const prompt: Prompt = [{ type: 'text', text: 'a story' }]
    const { job, results } = await run(request(prompt))
    expect(job).toMatchObject({ kind: 'compose', state: 'done', text: 'once\nthe end' })
    expect(studio.peer.runs[0]?.input).toMatchObject({ prompt, writing: { topK: 5 }, maxPictures: 2 })
    expect(results).toMatchObject([
      { kind: 'compose', text: 'once', image: null, seed: 9 },
      { text: null, image: (await drawPicture(studio.folder, 9)).sha256, seed: 9 },
      { text: 'the end', image: null, details: { stoppedBy: 'eos' } },
    ])
  })

  it('keeps the pictures that were finished before it failed or was cancelled, each once', async () => {
    const failing = await run(request([{ type: 'text', text: 'please fail' }]))
    expect(failing.job).toMatchObject({ state: 'failed', failure: { code: 'out-of-memory' } })
    const finished = (await drawPicture(studio.folder, 9)).sha256
    expect(failing.results).toMatchObject([{ kind: 'compose', text: null, image: finished, seed: 9, pack: 'peer' }])
    await studio.client.jobs.retry({ jobId: failing.job.id })
    expect((await endOf(studio.client, failing.job.id)).generationIds).toHaveLength(1)

    const held = request([{ type: 'text', text: 'a story' }])
    studio.peer.hold()
    await studio.client.jobs.start(held)
    await studio.peer.begun(3)
    await studio.client.jobs.cancel({ jobId: held.jobId })
    const cancelled = await endOf(studio.client, held.jobId)
    expect([cancelled.state, cancelled.generationIds.length]).toEqual(['cancelled', 1])
    studio.peer.letGo()
    await studio.client.jobs.retry({ jobId: held.jobId })
    expect((await endOf(studio.client, held.jobId)).generationIds).toHaveLength(1 + 3) // and then the whole of it
  })
})

describe('blend', () => {
  it('draws several pictures in one', async () => {
    const images = [
      { sha256: fox, weight: 1 },
      { sha256: await picture(6), weight: 2 },
    ]
    const { results } = await run({ ...common(4), kind: 'blend', images })
    expect(studio.peer.runs[0]?.input).toMatchObject({ images, seed: 4 })
    const prompt = images.map(({ sha256 }) => ({ type: 'image', sha256 }))
    const drawn = await drawPicture(studio.folder, 4)
    expect(results).toMatchObject([{ kind: 'blend', image: drawn.sha256, text: null, prompt }])
  })

  it('needs pictures that are there and one that counts', async () => {
    const blend = (sha256: string, weight: number) => run({ ...common(), kind: 'blend', images: [{ sha256, weight }] })
    await expect(blend(gone, 1)).rejects.toMatchObject({ code: 'not-found' })
    await expect(blend(fox, 0)).rejects.toMatchObject({ code: 'bad-prompt' })
  })
})

describe('a picture to draw over', () => {
  it('goes to the model with its mask, and stays with the job', async () => {
    const source = { sha256: fox, strength: 0.5, mask: await picture(7) }
    const request = generate(1, { source })
    await run(request)
    expect(studio.peer.runs[0]?.input).toMatchObject({ source })
    const db = new Sqlite(libraryPaths(studio.folder).database, { readonly: true })
    const kept = db.prepare('SELECT request FROM jobs WHERE id = ?').pluck().get(request.jobId)
    expect(JSON.parse(String(kept))).toEqual(request)
    db.close()
  })

  it('has to be in the library, and so has its mask', async () => {
    const [sha256, mask] = [gone, gone]
    await expect(run(generate(1, { source: { sha256 } }))).rejects.toThrow(/picture to draw over is not in the library/)
    await expect(run(generate(1, { source: { sha256: fox, mask } }))).rejects.toThrow(/mask is not in the library/)
  })
})

describe('a prompt', () => {
  const shown: [string, (known: string) => PromptPart][] = [
    ['an image', () => ({ type: 'image', sha256: gone })],
    ['a mask on an image', (known) => ({ type: 'image', sha256: known, marks: [{ kind: 'mask', sha256: gone }] })],
    ['a frame', (known) => ({ type: 'video', frames: [known, gone] })],
    ['what a box looks like', () => ({ type: 'object', box: whole, sha256: gone })],
    ['a row', () => ({ type: 'example', prompt: [{ type: 'image', sha256: gone }], answer: words })],
    ['a row’s answer', () => ({ type: 'example', prompt: words, answer: [{ type: 'image', sha256: gone }] })],
    ['a turn', () => ({ type: 'turn', role: 'user', parts: [{ type: 'image', sha256: gone }] })],
  ]
  it.each(shown)('shows no picture that is not in the library: %s', async (_what, part) => {
    const prompt = [part(fox)]
    const settings = {}
    await expect(run(answer(prompt))).rejects.toMatchObject({ code: 'not-found' })
    await expect(studio.client.models.see({ settings, prompt, task: 'ask' })).rejects.toMatchObject({
      code: 'not-found',
    })
    expect(await studio.client.jobs.list()).toEqual([])
  })

  it('is seen only if a job would take it', async () => {
    const { see } = studio.client.models
    const words: Prompt = [{ type: 'text', text: 'a fox' }]
    await expect(see({ settings: {}, prompt: words, task: 'caption' })).rejects.toMatchObject({
      code: 'empty-prompt',
      message: expect.stringMatching(/no picture to describe/) as string,
    })
    await expect(see({ settings: {}, prompt: [], task: 'draw' })).rejects.toMatchObject({ code: 'empty-prompt' })
  })

  it('says something', async () => {
    const blank: Prompt = [{ type: 'text', text: ' ' }]
    const silent: Prompt = [...blank, { type: 'turn', role: 'user', parts: [{ type: 'text', text: '' }] }]
    for (const prompt of [[], blank, silent])
      await expect(run(answer(prompt))).rejects.toMatchObject({ code: 'empty-prompt' })
    const box: Prompt = [{ type: 'object', box: whole, phrase: 'a fox' }]
    const turn: Prompt = [{ type: 'turn', role: 'user', parts: [{ type: 'text', text: 'Who?' }] }]
    for (const prompt of [box, turn]) expect((await run(answer(prompt))).job.state).toBe('done')
  })
})

it('a job stays as long as its results', async () => {
  const request = generate(1)
  await run(request)
  const waiting = generate(2)
  studio.peer.hold()
  await studio.client.jobs.start(waiting)
  await studio.client.jobs.cancel({ jobId: waiting.jobId })
  await endOf(studio.client, waiting.jobId)
  const db = new Sqlite(libraryPaths(studio.folder).database)
  const remove = db.prepare('DELETE FROM jobs WHERE id = ?')
  expect(() => remove.run(request.jobId)).toThrow(/a result was made by this job/)
  expect(remove.run(waiting.jobId).changes).toBe(1)
  db.close()
})

describe('what is asked of a model at once', () => {
  const settings = {}
  it('is answered by inference', async () => {
    const { models } = studio.client
    const prompt: Prompt = [{ type: 'image', sha256: fox }]
    expect(await models.see({ settings, prompt, task: 'draw' })).toMatchObject({ used: 1, total: 10 })
    const items = [
      { type: 'image' as const, sha256: fox },
      { type: 'text' as const, text: 'a fox' },
    ]
    expect((await models.embed({ settings, items })).vectors).toHaveLength(2)
    const labels = ['a fox', 'an owl']
    expect((await models.classify({ settings, sha256: fox, labels })).map(({ label }) => label)).toEqual(labels)
  })

  it('names no picture that is not in the library', async () => {
    const { models } = studio.client
    const items = [{ type: 'image' as const, sha256: gone }]
    await expect(models.embed({ settings, items })).rejects.toMatchObject({ code: 'not-found' })
    const classify = models.classify({ settings, sha256: gone, labels: ['a', 'b'] })
    await expect(classify).rejects.toMatchObject({ code: 'not-found' })
  })
})
