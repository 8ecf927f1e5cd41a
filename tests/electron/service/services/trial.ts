import { AppError, type FailureCode } from '../../../../electron/contract/failure.ts'
import { probeContract } from '../../../../electron/contract/probe.ts'
import { hostService } from '../../../../electron/service/host.ts'
import { serve } from '../../../../electron/service/serve.ts'

// What drivers do to the process that tries them; the device's name says which.
const host = hostService({
  name: 'probe',
  onPort: (_role, port) => serve(probeContract, { measure: ({ device }) => behave(device) }, port, { log: host.log }),
})

function behave(device: string): { speed: number; difference: number } {
  if (device === 'crash') process.abort()
  if (device === 'kill') process.kill(process.pid, 'SIGKILL')
  if (device === 'hang') for (;;);
  if (device === 'good') return { speed: 3.21, difference: 1e-5 }
  throw new AppError(device as FailureCode, 'Said by the trial.')
}
