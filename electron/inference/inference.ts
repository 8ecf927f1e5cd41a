import { AppError } from '../contract/failure.ts'
import type { InferenceContract } from '../contract/inference.ts'
import type { Log } from '../service/log.ts'
import { libraryPaths } from '../service/paths.ts'
import type { Handlers } from '../service/serve.ts'
import { continueStory } from './continue-story.ts'
import { openDeviceVerdicts } from './device-verdicts.ts'
import { createDevices, type Prober } from './devices.ts'
import { compose } from './compose.ts'
import { blend, draw } from './draw.ts'
import { classify, embed } from './embed.ts'
import type { Lane } from './lane.ts'
import { createLoadedModels } from './loaded-models.ts'
import { findPack, reportPack, summarisePacks } from './packs.ts'
import { openPictures, removeLeftPreviews } from './pictures.ts'
import { type Desk, type JobTools, runJob } from './run-job.ts'
import { createRunningJobs } from './running-jobs.ts'
import { readVersions } from './versions.ts'
import { openSight } from './sight.ts'
import { write } from './write.ts'

export interface InferenceOptions {
  libraryFolder: string
  packsFolder: string
  log: Log
  /** Whoever can start a process in which a device is tried; left out, there is only the processor. */
  prober?: Prober
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
  prober = noProber,
  busy = () => undefined,
}: InferenceOptions): Inference {
  const models = createLoadedModels()
  const versions = readVersions()
  const verdicts = openDeviceVerdicts(libraryPaths(libraryFolder).deviceVerdicts, { log })
  const lanes = new Map<string, Lane>()
  const devices = createDevices({ prober, verdicts, lanes, onnxruntime: versions['onnxruntime'] ?? '' })
  let working = 0 // a job on each device may run at once
  const desk: Desk = {
    packsFolder,
    devices,
    models,
    busy(begins) {
      working += begins ? 1 : -1
      busy(working > 0)
    },
    lanes,
    versions,
    pictures: openPictures(libraryFolder),
  }
  const sight = openSight(desk)
  const jobs = createRunningJobs(desk.pictures.has)
  void removeLeftPreviews(libraryFolder)
  log.info('inference-ready', { versions: desk.versions })
  return {
    handlers: {
      packs: {
        list: () => summarisePacks(packsFolder),
        verify: ({ pack }) => reportPack(packsFolder, pack),
      },
      devices: {
        list: async ({ pack } = {}) => {
          const known = findPack(packsFolder, pack)
          return devices.list(await (pack === undefined ? known.catch(() => null) : known))
        },
        probe: async ({ pack }, { signal }) => devices.probe(await findPack(packsFolder, pack), signal),
      },
      warm: ({ settings }, call) => jobs.track(call, (job) => runJob(desk, { settings, ...job }, hashOfPack)),
      see: (query, call) => jobs.track(call, ({ signal }) => sight(query, signal)),
      embed: (query, call) => jobs.track(call, (job) => embed(desk, query, job)),
      classify: (query, call) => jobs.track(call, (job) => classify(desk, query, job)),
      draw: (input, call) => jobs.follow({ method: 'draw', input }, call, (job) => draw(desk, input, job)),
      blend: (input, call) => jobs.follow({ method: 'blend', input }, call, (job) => blend(desk, input, job)),
      compose: (input, call) => jobs.follow({ method: 'compose', input }, call, (job) => compose(desk, input, job)),
      write: (input, call) => jobs.follow({ method: 'write', input }, call, (job) => write(desk, input, job)),
      continueStory: (input, call) =>
        jobs.follow({ method: 'continueStory', input }, call, (job) => continueStory(desk, input, job)),
    },
    async close() {
      await jobs.close()
      await models.close()
    },
  }
}

const hashOfPack = async ({ model }: JobTools) => ({ packHash: model.pack.hash })

const noProber: Prober = async ({ device }) => {
  const sentence = `The device "${device}" cannot be used: nothing here can start a process to try it in.`
  throw new AppError('device-unavailable', sentence)
}
