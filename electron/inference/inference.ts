import type { InferenceContract } from '../contract/inference.ts'
import type { Log } from '../service/log.ts'
import type { Handlers } from '../service/serve.ts'
import { listDevices } from '../../models/runtime/providers.ts'
import { continueStory } from './continue-story.ts'
import { draw } from './draw.ts'
import { createLoadedModels } from './loaded-models.ts'
import { reportPack, summarisePacks } from './packs.ts'
import { openPictures, removeLeftPreviews } from './pictures.ts'
import { type Following, followJob } from './progress.ts'
import { type Desk, runJob } from './run-job.ts'
import { readVersions } from './versions.ts'
import { write } from './write.ts'

export interface InferenceOptions {
  libraryFolder: string
  packsFolder: string
  log: Log
  /** Told while the thread may be blocked for long, so that nobody takes it for a hang. */
  busy?: (busy: boolean) => void
}

export interface Inference {
  readonly handlers: Handlers<InferenceContract>
  /** Cancels what still runs, waits for it to end, and lets go of the models. */
  close(): Promise<void>
}

/** The whole inference service, for a process of its own or for a test. */
export function createInference({
  libraryFolder,
  packsFolder,
  log,
  busy = () => undefined,
}: InferenceOptions): Inference {
  const models = createLoadedModels()
  const desk: Desk = {
    packsFolder,
    models,
    busy,
    lanes: new Map(),
    versions: readVersions(),
    pictures: openPictures(libraryFolder),
  }
  const closing = new AbortController()
  const running = new Set<Promise<unknown>>()
  const track = <Result>(work: Promise<Result>): Promise<Result> => {
    running.add(work)
    const forget = () => void running.delete(work)
    work.then(forget, forget)
    return work
  }
  const follow = <Result>(signal: AbortSignal, work: (job: Following) => Promise<Result>) =>
    followJob(AbortSignal.any([signal, closing.signal]), (job) => track(work(job)))
  void removeLeftPreviews(libraryFolder)
  log.info('inference-ready', { versions: desk.versions })
  return {
    handlers: {
      packs: {
        list: () => summarisePacks(packsFolder),
        verify: ({ pack }) => reportPack(packsFolder, pack),
      },
      devices: { list: () => listDevices().map((device) => ({ ...device })) },
      warm: ({ settings }, { signal }) =>
        runJob(desk, { settings, signal, report: () => undefined }, async ({ model }) => ({
          packHash: model.pack.hash,
        })),
      draw: (input, { signal }) => follow(signal, (job) => draw(desk, input, job)),
      write: (input, { signal }) => follow(signal, (job) => write(desk, input, job)),
      continueStory: (input, { signal }) => follow(signal, (job) => continueStory(desk, input, job)),
    },
    async close() {
      closing.abort()
      await Promise.allSettled(running)
      await models.close()
    },
  }
}
