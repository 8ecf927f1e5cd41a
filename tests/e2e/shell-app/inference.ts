import { hostService } from '../../../electron/service/host.ts'
import { serve } from '../../../electron/service/serve.ts'
import { testContract, testHandlers } from '../../electron/service/services/test-contract.ts'

// In the place of the inference process.
const host = hostService({
  name: 'inference',
  onPort: (_role, port) => serve(testContract, testHandlers(host), port, { log: host.log }),
})
