import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { v7 as newId } from 'uuid'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Job } from '../../electron/contract/jobs.ts'
import { runJob } from '../../electron/cli/run-job.ts'
import { openStudio, type Studio } from '../../electron/cli/studio.ts'
import { openTerminal } from '../../electron/cli/terminal.ts'
import { libraryPaths } from '../../electron/service/paths.ts'
import { makePlace, type Place, plumage, start } from './command-line.ts'

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

let place: Place
beforeEach(async () => {
  place = await makePlace()
})
afterEach(() => place.remove())

const bytesOf = (name: string) => readFile(join(place.folder, name), 'base64')
const never = new AbortController().signal
const open = () => openStudio({ library: place.library }, openTerminal(process, never))
const prompt = [{ type: 'text' as const, text: 'a red apple' }]

/** The inference processes that ran on this library, newest last. */
async function inferencePids(): Promise<number[]> {
  const lines = (await readFile(libraryPaths(place.library).logFile('inference'), 'utf8')).trim().split('\n')
  return lines
    .map((line) => JSON.parse(line) as { event: string; pid: number })
    .flatMap(({ event, pid }) => (event === 'hello' ? [pid] : []))
}

/** Previews exist only while a picture is drawn. */
const previews = () => readdir(libraryPaths(place.library).previews).catch(() => [])
const untilDrawing = () => vi.waitUntil(async () => (await previews()).length > 0, { timeout: 120_000 })

/** Follows a job to whatever end. */
async function follow(
  { engine }: Studio,
  jobId: string,
  onChange: (job: Job) => void | Promise<void> = () => {},
): Promise<Job> {
  const changes = await engine.jobs.watch({ jobId })
  for (;;) {
    const { done, value } = await changes.next()
    await onChange(value)
    if (done) return value
  }
}

it('draws the same bytes for the same seed, from one process to the next', async () => {
  const once = ['generate', '-t', 'a red apple on a blue background', '--seed', '7', '--steps', '2', '--json', '--out']
  const [first, second] = [await plumage(place, ...once, 'a.png'), await plumage(place, ...once, 'b.png')]
  expect(first).toMatchObject({ code: 0, stderr: '' })
  expect(JSON.parse(first.stdout)).toMatchObject({
    images: [{ path: 'a.png', seed: 7, timingsMs: { decode: expect.any(Number) } }],
    pack: 'nano',
    packHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    device: 'cpu',
    steps: 2,
  })
  expect(JSON.parse(second.stdout)).toMatchObject({ images: [{ sha256: JSON.parse(first.stdout).images[0].sha256 }] })
  expect(await bytesOf('b.png')).toBe(await bytesOf('a.png'))
})

it('draws several pictures, edits one, describes it and answers about it', async () => {
  const drawn = await plumage(
    place,
    'generate',
    'a cat',
    '-n',
    '2',
    '--seed',
    '5',
    '--steps',
    '1',
    '--out',
    'cat-{seed}.png',
  )
  expect(drawn).toMatchObject({ code: 0, stdout: 'cat-5.png\ncat-6.png\n' })
  expect(drawn.stderr).toMatch(/^seed 5, nano on cpu, [\d.]+ s\nseed 6, /)
  expect(await bytesOf('cat-5.png')).not.toBe(await bytesOf('cat-6.png'))

  const edited = await plumage(place, 'edit', 'cat-5.png', 'at night', '--steps', '1', '--seed', '1')
  expect(edited).toMatchObject({ code: 0, stdout: 'plumage-1.png\n' })
  const captioned = await plumage(place, 'caption', 'cat-5.png', '--max-tokens', '6', '--json')
  expect(JSON.parse(captioned.stdout)).toMatchObject({ text: expect.any(String), pack: 'nano', device: 'cpu' })
  const asked = await plumage(place, 'ask', 'cat-5.png', 'What is it?', '--max-tokens', '6')
  expect(asked.code).toBe(0)
})

it('continues a storyboard, in words and a picture', async () => {
  await using studio = await open()
  const storyboardId = newId()
  const [first, second] = [newId(), newId()]
  await studio.engine.storyboards.create({ id: storyboardId, title: 'The cat' })
  const panels = [{ id: first, caption: 'a cat sleeps' }]
  await studio.engine.storyboards.change({
    storyboardId,
    changeId: newId(),
    change: { type: 'insert', index: 0, panels },
  })
  const jobId = newId()
  const settings = { steps: 1 }
  await studio.engine.jobs.start({
    kind: 'continue',
    jobId,
    storyboardId,
    context: [first],
    afterPanelId: first,
    newPanelId: second,
    seed: 3,
    settings,
    caption: 'the cat wakes',
  })
  expect(await follow(studio, jobId)).toMatchObject({ state: 'done', failure: null })
  const board = await studio.engine.storyboards.open({ id: storyboardId })
  expect(board.panels).toMatchObject([{ id: first }, { id: second, caption: 'the cat wakes', image: { width: 256 } }])
  expect((await readFile(studio.assetFile(board.panels[1]!.image!.sha256))).length).toBe(
    board.panels[1]!.image!.sizeBytes,
  )
})

it('names the failure when inference is killed in the middle, and makes the picture when it is tried again', async () => {
  await using studio = await open()
  const jobId = newId()
  await studio.engine.jobs.start({ kind: 'generate', jobId, prompt, seed: 7, count: 1, settings: { steps: 24 } })
  let killed = false
  const failed = await follow(studio, jobId, async ({ stage, step }) => {
    if (killed || stage !== 'decode' || step < 2) return
    killed = true
    process.kill((await inferencePids()).at(-1)!, 'SIGKILL')
  })
  expect(failed).toMatchObject({ state: 'failed', failure: { code: 'service-stopped' }, generationIds: [] })

  await studio.engine.jobs.retry({ jobId })
  const [, made] = [await follow(studio, jobId), await studio.engine.jobs.list()]
  const { generationIds } = made.find((job) => job.id === jobId)!
  const retried = await studio.engine.generations.get({ id: generationIds[0]! })
  expect(await inferencePids()).toHaveLength(2)

  const again = newId()
  await studio.engine.jobs.start({ kind: 'generate', jobId: again, prompt, seed: 7, count: 1, settings: { steps: 24 } })
  const unharmed = await studio.engine.generations.get({ id: (await follow(studio, again)).generationIds[0]! })
  expect(retried.image).toBe(unharmed.image)
})

it('cancels in the middle, and the next job starts at once', async () => {
  await using studio = await open()
  const stop = new AbortController()
  const steps: number[] = []
  const run = runJob(
    studio.engine,
    { kind: 'generate', jobId: newId(), prompt, seed: 7, count: 2, settings: { steps: 200 } },
    {
      signal: stop.signal,
      onChange({ stage, step }) {
        if (stage === 'decode') steps.push(step)
        if (step >= 2) stop.abort()
      },
      onResult: async () => {},
    },
  )
  await expect(run).rejects.toMatchObject({ code: 'cancelled' })
  // Steps are told while they are made: had they all come at the end, nothing could have been cancelled.
  expect(Math.max(...steps)).toBeLessThan(200)
  const next = { kind: 'generate', jobId: newId(), prompt, seed: 7, count: 1, settings: { steps: 1 } } as const
  const result = await runJob(studio.engine, next, { signal: never, onChange: () => {}, onResult: async () => {} })
  expect(result.state).toBe('done')
})

// Windows has no signals: a terminal there tells the process in its own way, which no parent can imitate.
it.skipIf(process.platform === 'win32')('is cancelled by Ctrl-C, with exit code 130 and nothing written', async () => {
  const running = start(place, [
    'generate',
    'a cat',
    '--steps',
    '200',
    '-n',
    '8',
    '--seed',
    '1',
    '--out',
    'cat.png',
    '--json',
  ])
  await untilDrawing()
  running.child.kill('SIGINT')
  const { code, stdout, stderr } = await running.finished
  expect(stderr).toMatch(/Cancelling\. Press Ctrl-C again to stop at once\.\nCancelled\.\n$/)
  expect(code).toBe(130)
  expect(JSON.parse(stdout)).toMatchObject({ failure: { code: 'cancelled' }, images: [] })
  expect(await previews()).toEqual([])
})

it('names it when inference is killed under a running command', async () => {
  const running = start(place, ['generate', 'a cat', '--steps', '200', '-n', '8', '--seed', '1', '--out', 'cat.png'])
  await untilDrawing()
  process.kill((await inferencePids()).at(-1)!, 'SIGKILL')
  const { code, stdout, stderr } = await running.finished
  expect(stderr).toMatch(/^The part of Plumage that draws and writes has stopped in the middle of this\. .*\n$/)
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
})
