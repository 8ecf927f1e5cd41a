import { type MessagePort, parentPort } from 'node:worker_threads'
import { browserPort, type Port } from '../../../../electron/contract/port.ts'
import { silentLog } from '../../../../electron/service/log.ts'
import { serve } from '../../../../electron/service/serve.ts'
import { testContract, testHandlers } from './test-contract.ts'

// Serves every port it is sent; 'close' closes the last of them.
let last: Port | null = null
parentPort?.on('message', (message: MessagePort | 'close') => {
  if (message === 'close') return last?.close()
  last = browserPort(message)
  serve(testContract, testHandlers(), last, { log: silentLog })
})
