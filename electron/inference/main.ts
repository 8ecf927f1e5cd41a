import { inferenceContract } from '../contract/inference.ts'
import { hostService } from '../service/host.ts'
import { libraryFolder, packsFolder } from '../service/paths.ts'
import { serve } from '../service/serve.ts'
import { createInference, type Inference } from './inference.ts'

/** The process that computes. It is started by the app's main process or by the command line, never by hand. */
const host = hostService({
  name: 'inference',
  onPort: (_role, port) => serve(inferenceContract, inference.handlers, port, { log: host.log }),
  onStop: () => inference.close(),
})

const inference: Inference = createInference({
  libraryFolder: libraryFolder(),
  packsFolder: packsFolder(),
  log: host.log,
  busy: host.busy,
})
