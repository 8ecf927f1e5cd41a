import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { expect, it } from 'vitest'
import { AppError } from '../../../../electron/contract/failure.ts'
import type { EmbedItem } from '../../../../electron/contract/inference.ts'
import type { InferenceSource } from '../../../../electron/engine/inference-source.ts'
import { openLibrary } from '../../../../electron/engine/library/open-library.ts'
import { lookInBackground } from '../../../../electron/engine/search/background-looking.ts'
import { silentLog } from '../../../../electron/service/log.ts'
import { whenAborted } from '../../../../electron/service/when-aborted.ts'
import { hashOfPack } from '../support/colours.ts'
import { tidyLibraries } from '../support/libraries.ts'
import { generate } from '../support/requests.ts'
import { endOf, importBytes, openStudio, type Studio, until } from '../support/studio.ts'

const { folder, afterwards } = tidyLibraries()

const noRest = { afterJobMs: 0, afterOtherPackMs: 0, afterTroubleMs: 0 }

function studioIn(at: string, options: Partial<Parameters<typeof openStudio>[0]> = {}): Studio {
  const studio = openStudio({ folder: at, rests: noRest, ...options })
  afterwards(() => studio.close())
  return studio
}

const pictureOf = (level: number) =>
  sharp({ create: { width: 8, height: 8, channels: 3, background: { r: level, g: 255 - level, b: 9 } } })
    .png()
    .toBuffer()

const add = async (studio: Studio, level: number) =>
  (await importBytes(studio, await pictureOf(level), `${level}.png`)).sha256

const stateOf = ({ client }: Studio) => client.search.state()
const done = (studio: Studio, count: number) => until(async () => (await stateOf(studio)).lookedAt.done === count)
const sha256Of = (item: EmbedItem) => (item.type === 'image' ? item.sha256 : null)
const looked = ({ peer }: Studio) => peer.embedded.map(sha256Of).filter((sha256) => sha256 !== null)

it('looks at what was there before, at what is brought in and at what is drawn, each once, newest first', async () => {
  const at = folder()
  const before = studioIn(at, { takesOver: false }) // a command: it looks at nothing by itself
  const old = [await add(before, 1), await add(before, 2)]
  expect((await stateOf(before)).lookedAt).toEqual({ done: 0, failed: 0, total: 2 })
  await before.close()
  const studio = studioIn(at)
  await done(studio, 2)
  const fresh = await add(studio, 3)
  await done(studio, 3)
  await studio.client.jobs.start(generate(5))
  await done(studio, 4)
  expect(looked(studio).slice(0, 3)).toEqual([...old.toReversed(), fresh])
  expect(looked(studio)).toHaveLength(4)
  await studio.close()
  const again = studioIn(at)
  await add(again, 4)
  await done(again, 5)
  expect(looked(again)).toHaveLength(1)
})

it('tells everyone who listens how far it is', async () => {
  const studio = studioIn(folder())
  const events = await studio.client.events()
  await add(studio, 1)
  for await (const event of events) {
    if (event.type !== 'looked-at') continue
    expect(event.lookedAt.total).toBe(1)
    if (event.lookedAt.done === 1) break
  }
  expect(await stateOf(studio)).toMatchObject({ isWorking: false, sentence: null, failures: [] })
})

it('makes way for a job at once and goes on when it is over', async () => {
  const studio = studioIn(folder())
  const { peer, client } = studio
  let stopped = 0
  peer.beforeEmbedding = (_, { signal }) =>
    new Promise((resolve) => {
      signal.addEventListener('abort', () => resolve(void stopped++), { once: true })
    })
  const a = await add(studio, 1)
  await until(() => peer.embedded.some((item) => sha256Of(item) !== null || item.type === 'text'))
  peer.hold()
  const job = generate(7)
  await client.jobs.start(job)
  await peer.begun(1)
  expect(stopped).toBe(1)
  peer.beforeEmbedding = () => undefined
  peer.letGo()
  await endOf(client, job.jobId)
  await done(studio, 2)
  expect(looked(studio)).toContain(a)
})

it('rests while a job runs, while somebody waits for the model, and for a while after each', async () => {
  const at = folder()
  const fill = studioIn(at, { takesOver: false })
  await add(fill, 1)
  await fill.close()
  const library = openLibrary(at, { now: () => 1, log: silentLog })
  let nowMs = 0
  const inference: InferenceSource = {
    current: (signal) =>
      new Promise((_, reject) => whenAborted(signal, () => reject(new AppError('cancelled', 'Cancelled.')))),
  }
  const rests = { afterJobMs: 10, afterOtherPackMs: 100, afterTroubleMs: 1000 }
  const looking = lookInBackground({ library, inference, log: silentLog, now: () => nowMs, rests, changed: () => {} })
  const works = async () => {
    await new Promise((resolve) => setImmediate(resolve))
    looking.look()
    return looking.state().isWorking
  }
  expect(await works()).toBe(true)
  looking.jobSeen({ id: 'a', state: 'queued' })
  expect(await works()).toBe(false)
  nowMs = 10
  expect(await works()).toBe(true)
  looking.jobSeen({ id: 'a', state: 'running' })
  nowMs = 10_000
  expect(await works()).toBe(false)
  looking.jobSeen({ id: 'a', state: 'done' })
  expect(await works()).toBe(false)
  nowMs += 10
  expect(await works()).toBe(true)
  let answer = () => {}
  const asking = looking.makeRoom(() => new Promise<void>((resolve) => (answer = resolve)))
  expect(await works()).toBe(false)
  answer()
  await asking
  expect(await works()).toBe(true)
  await looking.close()
  expect(await works()).toBe(false)
  library.close()
})

it('passes over a picture that cannot be looked at, with its reason, and not when it comes again', async () => {
  const at = folder()
  const studio = studioIn(at)
  const bad = createHash('sha256')
    .update(await pictureOf(66))
    .digest('hex')
  studio.peer.beforeEmbedding = (item) => {
    if (sha256Of(item) === bad) throw new AppError('bad-image', 'This picture is damaged.')
  }
  const before = studioIn(at, { takesOver: false })
  await add(before, 66)
  const good = await add(before, 1)
  await done(studio, 1)
  await until(async () => (await stateOf(studio)).lookedAt.failed === 1)
  expect(await stateOf(studio)).toMatchObject({
    failures: [{ sha256: bad, sentence: 'This picture is damaged.' }],
    sentence: null,
  })
  expect(looked(studio).toSorted()).toEqual([good, bad].toSorted())
  studio.peer.beforeEmbedding = () => undefined
  expect(await add(studio, 66)).toBe(bad) // brought in again: the file may be whole now
  await done(studio, 2)
})

it('goes on when inference dies over a picture, tries that one once more after the next start, and then never', async () => {
  const at = folder()
  const fill = studioIn(at, { takesOver: false })
  const [a, killer, b] = [await add(fill, 1), await add(fill, 2), await add(fill, 3)]
  await fill.close()
  for (const isLast of [false, true]) {
    const studio = studioIn(at)
    studio.peer.beforeEmbedding = async (item) => {
      if (sha256Of(item) !== killer) return
      studio.killInference()
      studio.startInference()
      await new Promise(() => {}) // nobody is left who could answer
    }
    await until(async () => (await stateOf(studio)).lookedAt.failed === 1 && looked(studio).includes(killer))
    await done(studio, 2)
    expect(looked(studio)).toEqual(isLast ? [killer] : [b, killer, a])
    await studio.close()
  }
  const last = studioIn(at)
  await add(last, 4)
  await done(last, 3)
  expect(looked(last)).not.toContain(killer)
  expect((await stateOf(last)).failures).toMatchObject([{ sha256: killer }])
})

it('waits where no picture is to blame, says why, and tries again', async () => {
  const studio = studioIn(folder())
  studio.peer.beforeEmbedding = () => {
    throw new AppError('bad-pack', 'The pack cannot be used.')
  }
  await add(studio, 1)
  await until(async () => (await stateOf(studio)).sentence === 'The pack cannot be used.')
  expect((await stateOf(studio)).lookedAt).toEqual({ done: 0, failed: 0, total: 1 })
  studio.peer.beforeEmbedding = () => undefined
  await done(studio, 1)
})

it('a picture whose file is gone is passed over; a pack that is gone is not held against pictures', async () => {
  const at = folder()
  const studio = studioIn(at)
  let gone = false
  studio.peer.beforeEmbedding = () => {
    if (gone) throw new AppError('not-found', 'There is no pack "peer".')
  }
  await add(studio, 1)
  await done(studio, 1)
  gone = true
  await add(studio, 2)
  await until(async () => (await stateOf(studio)).sentence !== null)
  expect((await stateOf(studio)).lookedAt).toEqual({ done: 1, failed: 0, total: 2 })
})

it('an exchanged pack looks at everything anew, and what the other saw stays', async () => {
  const at = folder()
  const studio = studioIn(at)
  const [a, b] = [await add(studio, 250), await add(studio, 5)]
  await done(studio, 2)
  const first = (await stateOf(studio)).packHash
  studio.peer.packHash = hashOfPack('newer')
  await studio.client.search.find({ words: 'red', waitForModel: true })
  await until(async () => {
    const { packHash, lookedAt } = await stateOf(studio)
    return packHash === hashOfPack('newer') && lookedAt.done === 2
  })
  expect(looked(studio)).toHaveLength(4)
  studio.peer.packHash = first ?? ''
  const { hits } = await studio.client.search.find({ words: 'red', ways: ['meaning'] })
  expect(hits.map(({ id }) => id)).toEqual([a, b])
  expect(looked(studio)).toHaveLength(4)
})
