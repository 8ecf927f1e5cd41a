import sharp from 'sharp'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { JobRequest } from '../../../electron/contract/jobs.ts'
import { endOf, importBytes, newId, openStudio, type Studio } from './support/studio.ts'

let studio: Studio
beforeEach(() => {
  studio = openStudio()
})
afterEach(() => studio[Symbol.asyncDispose]())

type Story = Extract<JobRequest, { kind: 'story' }>
const story = (more: Partial<Story>): Story => ({
  kind: 'story',
  jobId: newId(),
  seed: 3,
  settings: {},
  panels: [],
  caption: null,
  ...more,
})

it('makes the next panel of a story that is on no board, from the panels that say something', async () => {
  const red = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
    .png()
    .toBuffer()
  const { sha256 } = await importBytes(studio, red, 'red.png')
  const panels = [
    { caption: 'a fox', image: null },
    { caption: ' ', image: null },
    { caption: '\n', image: sha256 },
  ]
  const request = story({ panels })
  await studio.client.jobs.start(request)
  const { state, generationIds } = await endOf(studio.client, request.jobId)
  expect(state).toBe('done')
  expect(studio.peer.runs[0]?.input).toMatchObject({
    panels: [
      { caption: 'a fox', image: null },
      { caption: '', image: sha256 },
    ],
    caption: null,
  })
  const generation = await studio.client.generations.get({ id: generationIds[0] ?? '' })
  expect(generation).toMatchObject({
    kind: 'story',
    text: 'and then 2',
    prompt: [
      { type: 'text', text: 'a fox' },
      { type: 'image', sha256 },
    ],
  })
})

const unknown = 'ef'.repeat(32)
it.each([
  ['nothing at all', {}, 'empty-prompt', 'There is nothing to continue yet'],
  ['a picture that is not there', { panels: [{ caption: '', image: unknown }] }, 'not-found', 'is not in the library'],
])('says at once what is wrong with %s', async (_, more, code, sentence) => {
  const started = studio.client.jobs.start(story(more))
  await expect(started).rejects.toMatchObject({ code, message: expect.stringContaining(sentence) })
})
