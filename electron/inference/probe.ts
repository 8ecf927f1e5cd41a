import { readPack } from '../../models/emu/pack.ts'
import { probeContract } from '../contract/probe.ts'
import { hostService } from '../service/host.ts'
import { serve } from '../service/serve.ts'
import { measureDevice } from './device-self-test.ts'
import { explainModel } from './model-failure.ts'

/** The process in which a device is tried with a pack. Whoever starts it ends it: it may never answer. */
const host = hostService({
  name: 'probe',
  onPort: (_role, port) => serve(probeContract, handlers, port, { log: host.log }),
})

const handlers = {
  measure: ({ device, folder }: { device: string; folder: string }) =>
    explainModel(async () => measureDevice(await readPack(folder), device)),
}
