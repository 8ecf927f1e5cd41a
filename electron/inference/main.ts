import { inferenceContract } from '../contract/inference.ts'
import { connect, type Link } from '../contract/link.ts'
import { proberContract, type ProberContract } from '../contract/probe.ts'
import { hostService } from '../service/host.ts'
import { libraryFolder, packsFolder } from '../service/paths.ts'
import { serve } from '../service/serve.ts'
import type { Prober } from './devices.ts'
import { createInference, type Inference } from './inference.ts'

let offerProber: (client: Link<ProberContract>['client']) => void
const untilProber = new Promise<Link<ProberContract>['client']>((resolve) => (offerProber = resolve))

/** The process that computes. It is started by the app's main process or by the command line, never by hand. */
const host = hostService({
  name: 'inference',
  onPort(role, port) {
    if (role === 'prober') offerProber(connect(proberContract, port).client)
    else serve(inferenceContract, inference.handlers, port, { log: host.log })
  },
  onStop: () => inference.close(),
})

const prober: Prober = async (request, signal) => (await untilProber).probe(request, { signal })

const inference: Inference = createInference({
  libraryFolder: libraryFolder(),
  packsFolder: packsFolder(),
  log: host.log,
  prober,
  busy: host.busy,
})
