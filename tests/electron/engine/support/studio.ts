import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { v7 as uuidv7 } from 'uuid'
import { engineContract, type EngineContract } from '../../../../electron/contract/engine.ts'
import { inferenceContract } from '../../../../electron/contract/inference.ts'
import type { Job } from '../../../../electron/contract/jobs.ts'
import { connect, type Link } from '../../../../electron/contract/link.ts'
import { browserPort, type Port } from '../../../../electron/contract/port.ts'
import type { ImportedAsset } from '../../../../electron/contract/pictures.ts'
import type { Asset, Storyboard } from '../../../../electron/contract/storyboard.ts'
import { createEngine, type Engine } from '../../../../electron/engine/engine.ts'
import { createInferenceSource } from '../../../../electron/engine/inference-source.ts'
import type { Rests } from '../../../../electron/engine/search/background-looking.ts'
import { silentLog } from '../../../../electron/service/log.ts'
import { libraryPaths } from '../../../../electron/service/paths.ts'
import { serve } from '../../../../electron/service/serve.ts'
import { createPeer, type Peer } from './inference-peer.ts'

export type Client = Link<EngineContract>['client']

/** A whole engine over real ports, with a peer that draws. */
export interface Studio extends AsyncDisposable {
  readonly folder: string
  readonly engine: Engine
  readonly client: Client
  readonly peer: Peer
  /** Another page on the same engine. */
  connect(): Link<EngineContract>
  /** As when the supervisor has started inference; the last one is gone first. */
  startInference(): void
  /** Another process's port instead of the peer's. */
  offerInference(port: Port): void
  /** As when the inference process dies: its port closes without a word. */
  killInference(): void
  close(): Promise<void>
}

export const newId = (): string => uuidv7()

export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'plumage-engine-'))

interface Options {
  folder?: string
  /** Inference is not there yet. */
  withoutInference?: boolean
  now?: () => number
  takesOver?: boolean
  rests?: Rests
}

export function openStudio({
  folder = temporaryFolder(),
  withoutInference = false,
  ...engineOptions
}: Options = {}): Studio {
  const inference = createInferenceSource()
  const engine = createEngine({ libraryFolder: folder, inference, log: silentLog, ...engineOptions })
  const peer = createPeer(folder)
  const links: Link<EngineContract>[] = []
  const connectPage = () => {
    const { port1, port2 } = new MessageChannel()
    serve(engineContract, engine.handlers, browserPort(port1), { log: silentLog })
    const link = connect(engineContract, browserPort(port2))
    links.push(link)
    return link
  }
  let inferencePort: MessagePort | null = null
  const startInference = () => {
    inferencePort?.close()
    const { port1, port2 } = new MessageChannel()
    serve(inferenceContract, peer.handlers, browserPort(port1), { log: silentLog })
    inferencePort = port1
    inference.offer(browserPort(port2))
  }
  if (!withoutInference) startInference()
  const close = async () => {
    await engine.close()
    for (const link of links.splice(0)) link.close()
    inference.close()
    inferencePort?.close()
  }
  return {
    folder,
    engine,
    client: connectPage().client,
    peer,
    connect: connectPage,
    startInference,
    offerInference: (port) => inference.offer(port),
    killInference: () => inferencePort?.close(),
    close,
    async [Symbol.asyncDispose]() {
      await close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The board that is there from the first start. */
export async function firstBoard(client: Client): Promise<Storyboard> {
  const [summary] = await client.storyboards.list()
  if (!summary) throw new Error('there is no storyboard')
  return client.storyboards.open({ id: summary.id })
}

/** Puts bytes where plumage://incoming would, and imports them. */
export async function importBytes(studio: Studio, bytes: Uint8Array, name: string, incoming = newId()): Promise<Asset> {
  const { found: _, ...asset } = await importWithRecipe(studio, bytes, name, incoming)
  return asset
}

/** The same, with what the file says about how it was made. */
export function importWithRecipe(
  { folder, client }: Studio,
  bytes: Uint8Array,
  name: string,
  incoming = newId(),
): Promise<ImportedAsset> {
  writeFileSync(libraryPaths(folder).incomingFile(incoming), bytes)
  return client.assets.import({ incoming, name })
}

/** The job as it ended. */
export async function endOf(client: Client, jobId: string): Promise<Job> {
  const changes = await client.jobs.watch({ jobId })
  for (;;) {
    const step = await changes.next()
    if (step.done) return step.value
  }
}

/** Waits for something that another process or a timer brings about. */
export async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await new Promise((resolve) => setTimeout(resolve, 10))
}
