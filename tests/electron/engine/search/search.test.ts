import sharp from 'sharp'
import { expect, it } from 'vitest'
import type { SearchHit } from '../../../../electron/contract/search.ts'
import { tidyLibraries } from '../support/libraries.ts'
import { firstBoard, importBytes, newId, type Studio, until } from '../support/studio.ts'

const { folder, studioIn } = tidyLibraries()

type Colour = { r: number; g: number; b: number }
const red = { r: 255, g: 0, b: 0 }
const green = { r: 0, g: 255, b: 0 }
const blue = { r: 0, g: 0, b: 255 }

const plain = (background: Colour) =>
  sharp({ create: { width: 40, height: 40, channels: 3, background } })
    .png()
    .toBuffer()

const add = async (studio: Studio, background: Colour, name: string) =>
  (await importBytes(studio, await plain(background), name)).sha256

/** Puts a picture, or none, on the first board. */
async function show({ client }: Studio, image: string | null, caption: string): Promise<string> {
  const { id: storyboardId } = await firstBoard(client)
  const panel = { id: newId(), caption, image, generationId: null }
  await client.storyboards.change({
    storyboardId,
    changeId: newId(),
    change: { type: 'insert', index: 99, panels: [panel] },
  })
  return panel.id
}

const lookedAt = ({ client }: Studio, count: number) =>
  until(async () => (await client.search.state()).lookedAt.done === count)

const names = (hits: readonly SearchHit[]) => hits.map(({ id }) => id)

it('puts first what fits the words and what they mean', async () => {
  const studio = studioIn(folder())
  const [a, b, c] = [await add(studio, red, 'one'), await add(studio, green, 'two'), await add(studio, blue, 'three')]
  await show(studio, a, 'the red one')
  await show(studio, b, 'not red at all')
  await lookedAt(studio, 3)
  const { hits, next, notice, lookedAt: how } = await studio.client.search.find({ words: 'red', waitForModel: true })
  expect(names(hits)).toEqual([a, b, c])
  expect(hits.map(({ foundBy }) => foundBy)).toEqual([['words', 'meaning'], ['words', 'meaning'], ['meaning']])
  expect(hits[0]).toMatchObject({ thing: 'picture', title: 'one', likeness: 1, image: { sha256: a }, isTrashed: false })
  expect(hits[1]?.likeness).toBeCloseTo(0, 2)
  expect([next, notice, how]).toEqual([null, null, { done: 3, failed: 0, total: 3 }])
})

it('finds more like a picture, and like a part of one, but not the picture itself', async () => {
  const studio = studioIn(folder())
  const half = await sharp(await plain(red))
    .composite([
      {
        input: await sharp(await plain(blue))
          .resize(20, 40, { fit: 'fill' })
          .toBuffer(),
        left: 20,
        top: 0,
      },
    ])
    .png()
    .toBuffer()
  const mixed = (await importBytes(studio, half, 'mixed')).sha256
  const [a, b, c] = [await add(studio, red, 'a'), await add(studio, green, 'b'), await add(studio, blue, 'c')]
  await lookedAt(studio, 4)
  const like = (box?: { left: number; top: number; right: number; bottom: number }) =>
    studio.client.search.find({ like: { sha256: mixed, ...(box && { box }) } })
  expect(names((await like()).hits).at(-1)).toBe(b)
  const right = await like({ left: 0.5, top: 0, right: 1, bottom: 1 })
  expect(right.hits[0]).toMatchObject({ id: c, foundBy: ['picture'], likeness: 1 })
  expect(names(right.hits)).not.toContain(mixed)
  const left = await like({ left: 0, top: 0, right: 0.5, bottom: 1 })
  expect(names(left.hits)[0]).toBe(a)
})

it('a picture that was looked at is compared without asking the model', async () => {
  const studio = studioIn(folder())
  const [a, b] = [await add(studio, red, 'a'), await add(studio, { ...red, b: 60 }, 'b')]
  await lookedAt(studio, 2)
  studio.killInference()
  expect(names((await studio.client.search.find({ like: { sha256: a } })).hits)).toEqual([b])
})

it('pages go on where they were, whatever is added or taken away meanwhile', async () => {
  const studio = studioIn(folder())
  const ids: string[] = []
  for (let i = 0; i < 7; i++) ids.push(await show(studio, null, `a fox ${'and more '.repeat(i)}`))
  const all = names((await studio.client.search.find({ words: 'fox', ways: ['words'] })).hits)
  expect(all.toSorted()).toEqual(ids.toSorted())
  for (const order of ['best', 'newest'] as const) {
    const whole = names((await studio.client.search.find({ words: 'fox', ways: ['words'], order })).hits)
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page = await studio.client.search.find({ words: 'fox', ways: ['words'], order, limit: 3, cursor })
      seen.push(...names(page.hits))
      cursor = page.next
      await show(studio, null, 'fox')
    } while (cursor !== null)
    expect(seen).toEqual(whole)
  }
})

it('without words there is everything, newest first', async () => {
  const studio = studioIn(folder())
  const a = await add(studio, red, 'a')
  const panel = await show(studio, null, 'bare')
  const { hits } = await studio.client.search.find({})
  expect(hits.map(({ thing }) => thing)).toEqual(expect.arrayContaining(['session', 'storyboard', 'picture', 'panel']))
  expect(hits.find(({ thing }) => thing === 'picture')?.id).toBe(a)
  expect(hits.find(({ thing }) => thing === 'panel')?.id).toBe(panel)
  expect(hits.slice(0, 2).map(({ id }) => id)).toEqual([panel, a])
})

it('when the model does not answer, words are looked for and that is said', async () => {
  const studio = studioIn(folder())
  await show(studio, null, 'a red fox')
  studio.peer.beforeEmbedding = (_, { signal }) =>
    new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
  const page = await studio.client.search.find({ words: 'red' })
  expect(page.hits).toHaveLength(1)
  expect(page.notice).toBe('Only words were looked for. The model is busy or not ready yet.')
})

it('says which vectors there are by which model, each beside the others', async () => {
  const studio = studioIn(folder())
  const [a, b] = [await add(studio, red, 'a'), await add(studio, green, 'b')]
  await lookedAt(studio, 2)
  const asked = () =>
    studio.client.search.find({ words: 'green', ways: ['meaning'], settings: { pack: 'other' }, waitForModel: true })
  expect(await asked()).toMatchObject({ hits: [], lookedAt: { done: 0, failed: 0, total: 2 } })
  const steps = await studio.client.search.lookAtPictures({ settings: { pack: 'other' }, limit: null })
  let last = await steps.next()
  while (!last.done) last = await steps.next()
  expect(last.value).toEqual({ done: 2, failed: 0, total: 2 })
  expect(names((await asked()).hits)).toEqual([b, a])
  expect((await studio.client.search.state()).lookedAt).toEqual({ done: 2, failed: 0, total: 2 })
})

it('refuses places it never gave, and orders that make no sense', async () => {
  const { client } = studioIn(folder())
  for (const cursor of ['', 'x', 'b%%%', 'bAA', 'n', 'n1.', 'n-1', 'n1e5', `b${'_'.repeat(200)}`])
    await expect(client.search.find({ words: 'fox', cursor }), cursor).rejects.toMatchObject({ code: 'bad-message' })
  await expect(client.search.find({ like: { sha256: 'a'.repeat(64) } })).rejects.toMatchObject({ code: 'not-found' })
  const like = { sha256: 'a'.repeat(64) }
  await expect(client.search.find({ like, order: 'newest' })).rejects.toMatchObject({ code: 'bad-message' })
})
