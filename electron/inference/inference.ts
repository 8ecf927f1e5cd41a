import type { InferenceContract } from '../contract/inference.ts'
import type { Log } from '../service/log.ts'
import type { Handlers } from '../service/serve.ts'
import { listDevices } from '../../models/runtime/providers.ts'
import { continueStory } from './continue-story.ts'
import { draw } from './draw.ts'
import { createLoadedModels } from './loaded-models.ts'
import { reportPack, summarisePacks } from './packs.ts'
import { openPictures, removeLeftPreviews } from './pictures.ts'
import { followJob } from './progress.ts'
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
  /** Lets go of the models. Jobs that still run are expected to be cancelled by then. */
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
    ...{ packsFolder, models, busy, lanes: new Map(), versions: readVersions() },
    pictures: openPictures(libraryFolder),
  }
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
      draw: (input, { signal }) => followJob(signal, (job) => draw(desk, input, job)),
      write: (input, { signal }) => followJob(signal, (job) => write(desk, input, job)),
      continueStory: (input, { signal }) => followJob(signal, (job) => continueStory(desk, input, job)),
    },
    close: () => models.close(),
  }
}
