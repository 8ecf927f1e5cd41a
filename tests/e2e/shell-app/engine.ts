import { connect, type Link } from '../../../electron/contract/link.ts'
import { hostService } from '../../../electron/service/host.ts'
import { serve } from '../../../electron/service/serve.ts'
import { testContract, type TestContract, testHandlers } from '../../electron/service/services/test-contract.ts'

// In the place of the engine: serves pages, and asks the inference process whatever port it last got.
let inference: Link<TestContract> | null = null
const host = hostService({
  name: 'engine',
  onPort(role, port) {
    if (role === 'inference') inference = connect(testContract, port)
    else serve(testContract, testHandlers({ busy: host.busy, peerPid }), port, { log: host.log })
  },
})

const peerPid = async () => (await inference?.client.pid()) ?? -1
