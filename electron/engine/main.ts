import { engineContract } from '../contract/engine.ts'
import { hostService } from '../service/host.ts'
import { libraryFolder } from '../service/paths.ts'
import { serve } from '../service/serve.ts'
import { createEngine } from './engine.ts'
import { createInferenceSource } from './inference-source.ts'

// The engine as a process of its own. Ports are kept until something listens to them, so none is lost while the
// library is opened.
const inference = createInferenceSource()
const { log, busy } = hostService({
  name: 'engine',
  onPort(role, port) {
    if (role === 'inference') inference.offer(port)
    else serve(engineContract, engine.handlers, port, { log })
  },
  async onStop() {
    await engine.close()
    inference.close()
  },
})
busy(true) // a large library is read through, and kept before it is brought up to date
const engine = createEngine({ libraryFolder: libraryFolder(), inference, log })
busy(false)
log.info('engine-ready')
