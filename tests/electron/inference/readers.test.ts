import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { v7 as newId } from 'uuid'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type DrawnImage, inferenceContract, type Progress } from '../../../electron/contract/inference.ts'
import { connect } from '../../../electron/contract/link.ts'
import { browserPort } from '../../../electron/contract/port.ts'
import { createInference, type Inference } from '../../../electron/inference/inference.ts'
import { silentLog } from '../../../electron/service/log.ts'
import { libraryPaths, packsFolder } from '../../../electron/service/paths.ts'
import { serve } from '../../../electron/service/serve.ts'

// Readers over real ports that come and go while the real nano pack draws.

vi.setConfig({ testTimeout: 120_000 })

let library: string
let inference: Inference
/** What the service said about being busy: once true and once false for each job that was really run. */
let busy: boolean[]
let idle: () => void
beforeEach(async () => {
  library = await mkdtemp(join(tmpdir(), 'plumage-readers-'))
  busy = []
  idle = () => undefined
  const tell = (now: boolean) => {
    busy.push(now)
    if (!now) idle()
  }
  inference = createInference({ libraryFolder: library, packsFolder: packsFolder(), log: silentLog, busy: tell })
})
afterEach(async () => {
  await inference.close()
  await rm(library, { recursive: true, force: true })
})

/** A reader with a port of its own; `vanish` is over when the service knows. */
function reader() {
  const { port1, port2 } = new MessageChannel()
  let noticed = () => {}
  const gone = new Promise<void>((resolve) => (noticed = resolve))
  const info = (event: string) => void (event === 'port-closed' && noticed())
  serve(inferenceContract, inference.handlers, browserPort(port1), { log: { ...silentLog, info } })
  const { client, close } = connect(inferenceContract, browserPort(port2))
  const vanish = () => {
    port2.close() // as a process that dies: without a word
    return gone
  }
  return { client, close, vanish }
}

/** So many steps that whoever asks again after the first preview finds the job at work, on any machine. */
const order = () => ({
  jobId: newId(),
  seed: 7,
  settings: { steps: 40 },
  prompt: [{ type: 'text' as const, text: 'a red apple on a blue background' }],
})

async function untilPreview(stream: AsyncIterator<Progress, DrawnImage>): Promise<void> {
  for (let step = await stream.next(); ; step = await stream.next()) {
    if (step.done) throw new Error('the job ended without a preview')
    if (step.value.type === 'preview') return
  }
}

async function read(stream: AsyncIterator<Progress, DrawnImage>) {
  const progress: Progress[] = []
  for (;;) {
    const step = await stream.next()
    if (step.done) return { progress, result: step.value }
    progress.push(step.value)
  }
}

describe('a reader that disappears', () => {
  it('leaves its job at work; the same request follows it from where it is', async () => {
    const [first, second, input] = [reader(), reader(), order()]
    await untilPreview(await first.client.draw(input))
    await first.vanish()
    const { progress, result } = await read(await second.client.draw(input))
    expect(progress[0]).toEqual({ type: 'stage', stage: 'decode' })
    expect(progress.slice(0, 4).map(({ type }) => type)).toEqual(['stage', 'text', 'step', 'preview'])
    expect(progress).toContainEqual({ type: 'step', step: 40, steps: 40 })
    expect(busy).toEqual([true, false])

    const undisturbed = await read(await second.client.draw({ ...input, jobId: newId() }))
    expect(result.image).toEqual(undisturbed.result.image)
    second.close()
  })

  it('finds the result of a job that ended meanwhile, and its picture in the library', async () => {
    const [first, second, input] = [reader(), reader(), order()]
    const ended = new Promise<void>((resolve) => (idle = resolve))
    await untilPreview(await first.client.draw(input))
    await first.vanish()
    await ended
    const { progress, result } = await read(await second.client.draw(input))
    expect(progress).not.toContainEqual({ type: 'stage', stage: 'load' })
    expect(busy).toEqual([true, false])
    const bytes = await readFile(libraryPaths(library).assetFile(result.image.sha256, 'png'))
    expect(bytes.length).toBe(result.image.sizeBytes)
    second.close()
  })
})

it('a reader that cancels ends the job, for the other readers too', async () => {
  const [first, second, input] = [reader(), reader(), order()]
  const stop = new AbortController()
  const stream = await first.client.draw(input, { signal: stop.signal })
  await untilPreview(stream)
  const other = read(await second.client.draw(input))
  stop.abort()
  await expect(read(stream)).rejects.toMatchObject({ code: 'cancelled' })
  await expect(other).rejects.toMatchObject({ code: 'cancelled' })
  const again = await read(await second.client.draw({ ...input, settings: { steps: 1 } }))
  expect(again.progress[0]).toEqual({ type: 'stage', stage: 'load' })
  for (const { close } of [first, second]) close()
})

it('refuses another request under the name of a job while somebody follows it, and cancels an orphan for it', async () => {
  const [first, second, input] = [reader(), reader(), order()]
  await untilPreview(await first.client.draw(input))
  const other = { ...input, prompt: [{ type: 'text' as const, text: 'a cat' }] }
  await expect(second.client.draw(other)).rejects.toMatchObject({
    code: 'conflict',
    message: 'Something else is being made under this name. Start it anew.',
  })
  await first.vanish()
  const { progress, result } = await read(await second.client.draw({ ...other, settings: { steps: 1 } }))
  expect(progress).toContainEqual({ type: 'step', step: 1, steps: 1 })
  expect(result.steps).toBe(1)
  second.close()
})
