import { hostService } from '../../../../electron/service/host.ts'
import { serve } from '../../../../electron/service/serve.ts'
import { testContract, testHandlers } from './test-contract.ts'

const host = hostService({
  name: 'echo',
  onPort: (_role, port) => serve(testContract, testHandlers(host), port, { log: host.log }),
})
