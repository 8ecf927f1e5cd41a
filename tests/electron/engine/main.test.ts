import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { engineContract } from '../../../electron/contract/engine.ts'
import { inferenceContract } from '../../../electron/contract/inference.ts'
import { connect } from '../../../electron/contract/link.ts'
import { launchService, type ServiceProcess } from '../../../electron/service/launcher.ts'
import { silentLog } from '../../../electron/service/log.ts'
import { serve } from '../../../electron/service/serve.ts'
import { createPeer } from './support/inference-peer.ts'
import { endOf, firstBoard, newId, temporaryFolder } from './support/studio.ts'

const entry = join(import.meta.dirname, '../../../electron/engine/main.ts')

let library: string
const running: ServiceProcess[] = []
beforeEach(() => {
  library = temporaryFolder()
})
afterEach(async () => {
  for (const process of running.splice(0)) {
    process.kill()
    await process.exited
  }
  rmSync(library, { recursive: true, force: true })
})

function startEngine() {
  const process = launchService({ name: 'engine', entry, env: { PLUMAGE_LIBRARY: library }, needsSqlite: true })
  running.push(process)
  return { process, client: connect(engineContract, process.open('page')).client }
}

it('the engine process serves pages, finds inference, and has kept everything when it is killed and started again', async () => {
  const first = startEngine()
  const board = await firstBoard(first.client)
  const change = { type: 'rename', title: 'Foxes' } as const
  await first.client.storyboards.change({ storyboardId: board.id, changeId: newId(), change })
  const peer = createPeer(library)
  peer.hold()
  serve(inferenceContract, peer.handlers, first.process.open('inference'), { log: silentLog })
  const jobId = newId()
  const target = { storyboardId: board.id, context: [], afterPanelId: null, newPanelId: newId(), caption: 'a fox' }
  await first.client.jobs.start({ kind: 'continue', jobId, seed: 1, settings: {}, ...target })
  await peer.begun(1)
  first.process.kill()
  await expect(endOf(first.client, jobId)).rejects.toMatchObject({ code: 'service-stopped' })

  const second = startEngine()
  expect((await firstBoard(second.client)).title).toBe('Foxes')
  expect(await second.client.jobs.list()).toMatchObject([
    { id: jobId, state: 'interrupted', failure: { code: 'service-stopped' } },
  ])
  peer.letGo()
  serve(inferenceContract, peer.handlers, second.process.open('inference'), { log: silentLog })
  await second.client.jobs.retry({ jobId })
  expect((await endOf(second.client, jobId)).state).toBe('done')
  expect((await firstBoard(second.client)).panels).toMatchObject([{ id: target.newPanelId, caption: 'a fox' }])
  second.process.send({ type: 'stop' })
  expect((await second.process.exited).reason).toBe('exit code 0')
})
