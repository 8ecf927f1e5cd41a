import { mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { type EngineContract, engineContract } from '../../../electron/contract/engine.ts'
import { connect, type Link } from '../../../electron/contract/link.ts'
import { type Exit, launchService, type ServiceProcess } from '../../../electron/service/launcher.ts'
import { pipe } from '../../../electron/service/ports.ts'
import { writeTinyPack } from '../../models/support/tiny-pack.ts'
import { makePlace, type Place, root } from '../command-line.ts'

export type Client = Link<EngineContract>['client']

/** A place with the tiny pack alone, which takes a moment where nano takes many. */
export async function makeTinyPlace(): Promise<Place> {
  const place = await makePlace()
  const tiny = await writeTinyPack()
  const packs = join(place.folder, 'packs')
  await mkdir(packs)
  await rename(tiny.folder, join(packs, 'tiny'))
  return { ...place, env: { ...place.env, PLUMAGE_PACKS: packs } }
}

export interface RunningInference {
  readonly process: ServiceProcess
  kill(): Promise<Exit>
}

export function startInference({ env }: Place): RunningInference {
  const process = launchService({ name: 'inference', entry: join(root, 'electron/inference/main.ts'), env })
  process.listen(() => undefined)
  return { process, kill: () => killed(process) }
}

/** The engine as the app starts it. Calls may be made at once: they wait in the port until it listens. */
export interface RunningEngine {
  readonly pid: number | undefined
  /** A page of its own. */
  connect(): Client
  /** Until then nothing is drawn, and what waits goes on waiting. */
  offer(inference: RunningInference): void
  readonly exited: Promise<Exit>
  kill(): Promise<Exit>
  /** Asks it to finish, as the app does when it is closed. */
  stop(): Promise<Exit>
}

export function startEngine({ env }: Place): RunningEngine {
  const process = launchService({
    name: 'engine',
    entry: join(root, 'electron/engine/main.ts'),
    env,
    needsSqlite: true,
  })
  process.listen(() => undefined)
  return {
    pid: process.pid,
    connect: () => connect(engineContract, process.open('page')).client,
    offer: (inference) => pipe(process.open('inference'), inference.process.open('engine')),
    exited: process.exited,
    kill: () => killed(process),
    stop() {
      process.send({ type: 'stop' })
      return process.exited
    },
  }
}

function killed(process: ServiceProcess): Promise<Exit> {
  process.kill()
  return process.exited
}
