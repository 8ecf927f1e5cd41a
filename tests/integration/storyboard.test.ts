import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { JobRequest } from '../../electron/contract/jobs.ts'
import { launchService, type ServiceProcess } from '../../electron/service/launcher.ts'
import {
  endOf,
  firstBoard,
  newId,
  openStudio,
  type Studio,
  temporaryFolder,
} from '../electron/engine/support/studio.ts'

vi.setConfig({ testTimeout: 900_000, hookTimeout: 60_000 })

// The engine with the real inference process and the pack that comes with the app.

let studio: Studio
const processes: ServiceProcess[] = []

beforeEach(() => {
  const folder = temporaryFolder()
  studio = openStudio({ folder, withoutInference: true })
})
afterEach(async () => {
  await studio.close()
  for (const process of processes.splice(0)) {
    process.kill()
    await process.exited
  }
  rmSync(studio.folder, { recursive: true, force: true })
})

function startInference(): ServiceProcess {
  const process = launchService({
    name: 'inference',
    entry: fileURLToPath(new URL('../../electron/inference/main.ts', import.meta.url)),
    env: { PLUMAGE_LIBRARY: studio.folder },
  })
  processes.push(process)
  studio.offerInference(process.open('engine'))
  return process
}

async function run(request: JobRequest) {
  await studio.client.jobs.start(request)
  const job = await endOf(studio.client, request.jobId)
  expect(job.failure).toBeNull()
  return job
}

const settings = { steps: 2 }
const common = (seed: number) => ({ jobId: newId(), seed, settings })

it('a story is begun, goes on by itself, is retold and described, and a killed inference costs one retry', async () => {
  const board = await firstBoard(studio.client)
  const storyboardId = board.id
  const [first, second] = [newId(), newId()]
  startInference()
  const begin = { context: [], afterPanelId: null, newPanelId: first, caption: 'a red apple on a blue background' }
  await run({ ...common(1), kind: 'continue', storyboardId, ...begin })
  await run({
    ...common(2),
    kind: 'continue',
    storyboardId,
    context: [first],
    afterPanelId: first,
    newPanelId: second,
    caption: null,
  })
  const story = await firstBoard(studio.client)
  expect(story.panels.map((panel) => panel.id)).toEqual([first, second])
  expect(story.panels[1]?.caption).not.toBe('')
  expect(story.panels[1]?.image?.sha256).not.toBe(story.panels[0]?.image?.sha256)

  await run({ ...common(3), kind: 'retell', storyboardId, panelId: second })
  await run({ ...common(4), kind: 'caption', storyboardId, panelId: first })
  const told = await firstBoard(studio.client)
  expect(told.panels[1]?.image?.sha256).not.toBe(story.panels[1]?.image?.sha256)
  expect(told.panels[0]?.caption).not.toBe('')

  const retold: JobRequest = { ...common(5), settings: { steps: 200 }, kind: 'retell', storyboardId, panelId: first }
  await studio.client.jobs.start(retold)
  const changes = await studio.client.jobs.watch({ jobId: retold.jobId })
  for (let next = await changes.next(); !next.done && next.value.state === 'queued';) next = await changes.next()
  processes[0]?.kill()
  expect(await endOf(studio.client, retold.jobId)).toMatchObject({
    state: 'failed',
    failure: { code: 'service-stopped' },
  })
  startInference()
  await studio.client.jobs.retry({ jobId: retold.jobId })
  expect((await endOf(studio.client, retold.jobId)).state).toBe('done')

  for (let i = 0; i < 5; i++) await studio.client.storyboards.undo({ storyboardId })
  expect(await firstBoard(studio.client)).toMatchObject({ panels: [], undoLabel: null })
})
