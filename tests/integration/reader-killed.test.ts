import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { v7 as newId } from 'uuid'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type EngineContract, engineContract } from '../../electron/contract/engine.ts'
import type { Job } from '../../electron/contract/jobs.ts'
import { connect, type Link } from '../../electron/contract/link.ts'
import type { FromService } from '../../electron/contract/service.ts'
import { launchService, type ServiceProcess } from '../../electron/service/launcher.ts'
import { libraryPaths } from '../../electron/service/paths.ts'
import { pipe } from '../../electron/service/ports.ts'
import { makePlace, type Place, root } from './command-line.ts'

// Engine and inference as processes of their own, joined as the app joins them; the engine is killed while its job runs.

vi.setConfig({ testTimeout: 300_000 })

let place: Place
let inference: ServiceProcess
/** What inference said about being busy: once true and once false for each job it really ran. */
let busy: boolean[]
let idle: () => void
const engines: ServiceProcess[] = []
beforeEach(async () => {
  place = await makePlace()
  busy = []
  idle = () => undefined
  inference = launchService({ name: 'inference', entry: join(root, 'electron/inference/main.ts'), env: place.env })
  inference.listen((message: FromService) => {
    if (message.type !== 'busy') return
    busy.push(message.busy)
    if (!message.busy) idle()
  })
})
afterEach(async () => {
  for (const process of [...engines.splice(0), inference]) {
    process.kill()
    await process.exited
  }
  await place.remove()
})

function startEngine() {
  const entry = join(root, 'electron/engine/main.ts')
  const process = launchService({ name: 'engine', entry, env: place.env, needsSqlite: true })
  engines.push(process)
  const client = connect(engineContract, process.open('page')).client
  pipe(process.open('inference'), inference.open('engine'))
  return { process, client }
}
type Client = Link<EngineContract>['client']

/** So many steps that a new engine finds the job at work. */
const order = (jobId: string) => ({
  kind: 'generate' as const,
  jobId,
  seed: 7,
  count: 1,
  settings: { steps: 120 },
  prompt: [{ type: 'text' as const, text: 'a red apple on a blue background' }],
})

async function follow(client: Client, jobId: string, stopAt: (job: Job) => boolean = () => false) {
  const changes = await client.jobs.watch({ jobId })
  for (;;) {
    const step = await changes.next()
    if (step.done || stopAt(step.value)) return step.value
  }
}

/** Starts the job and kills the engine when the first preview is there. */
async function killedWhileDrawing(jobId: string): Promise<void> {
  const { process, client } = startEngine()
  await client.jobs.start(order(jobId))
  const job = await follow(client, jobId, ({ preview }) => preview !== null)
  expect(job).toMatchObject({ state: 'running', stage: 'decode' })
  process.kill()
  await process.exited
}

async function imageOf(client: Client, { generationIds }: Job): Promise<string> {
  const { image } = await client.generations.get({ id: generationIds[0]! })
  if (image === null) throw new Error('the job has no picture')
  return image
}

it('a job of an engine that is killed goes on, and the next engine picks it up where it is', async () => {
  const jobId = newId()
  await killedWhileDrawing(jobId)
  const { client } = startEngine()
  expect(await client.jobs.list()).toMatchObject([{ id: jobId, state: 'interrupted' }])
  await client.jobs.retry({ jobId })
  const job = await follow(client, jobId)
  expect(job).toMatchObject({ state: 'done', failure: null })
  expect(busy).toEqual([true, false])

  const undisturbed = newId()
  await client.jobs.start(order(undisturbed))
  expect(await imageOf(client, job)).toBe(await imageOf(client, await follow(client, undisturbed)))
})

it('a job that ended while there was no engine is not done again', async () => {
  const jobId = newId()
  const ended = new Promise<void>((resolve) => (idle = resolve))
  await killedWhileDrawing(jobId)
  await ended
  const { client } = startEngine()
  await client.jobs.retry({ jobId })
  const job = await follow(client, jobId)
  expect(job).toMatchObject({ state: 'done', failure: null })
  expect(busy).toEqual([true, false])
  expect(existsSync(libraryPaths(place.library).assetFile(await imageOf(client, job), 'png'))).toBe(true)
})

it('a job that is cancelled ends, and begins anew when it is tried again', async () => {
  const { client } = startEngine()
  const jobId = newId()
  await client.jobs.start(order(jobId))
  await follow(client, jobId, ({ preview }) => preview !== null)
  await client.jobs.cancel({ jobId })
  expect((await follow(client, jobId)).state).toBe('cancelled')
  await client.jobs.retry({ jobId })
  await follow(client, jobId, ({ preview }) => preview !== null)
  expect(busy).toEqual([true, false, true])
})
