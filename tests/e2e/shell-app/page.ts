import './no-eval.ts'
import { connect, type Link } from '../../../electron/contract/link.ts'
import { browserPort, type Port } from '../../../electron/contract/port.ts'
import {
  type MenuCommand,
  type ServiceState,
  shellContract,
  type ShellContract,
} from '../../../electron/contract/shell.ts'
import { invariants, type PortKind } from '../../electron/service/ports/invariants.ts'
import { testContract } from '../../electron/service/services/test-contract.ts'

// The page of the test app: it takes its ports as electron/contract/README.md says, and lets the test drive them.
const violations: string[] = []
document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
  violations.push(`${effectiveDirective} ${blockedURI}`)
})

const waiting: ((port: Port) => void)[] = []
const states: ServiceState[] = []
const commands: { command: MenuCommand; asGesture: boolean }[] = []
let enginePorts = 0
let shell: Link<ShellContract> | null = null

window.addEventListener(
  'message',
  ({ source, data, ports }: MessageEvent<{ plumage?: unknown; service?: unknown }>) => {
    const [port] = ports
    if (source !== window || data.plumage !== 'port' || !port) return
    if (data.service === 'engine') {
      enginePorts++
      waiting.shift()?.(browserPort(port))
    } else if (!shell) {
      shell = connect(shellContract, browserPort(port))
      void watchServices(shell)
      void watchCommands(shell)
    }
  },
)

async function watchServices({ client }: Link<ShellContract>): Promise<void> {
  for await (const state of await client.services()) states.push(state)
}

async function watchCommands({ client }: Link<ShellContract>): Promise<void> {
  for await (const command of await client.commands()) {
    commands.push({ command, asGesture: navigator.userActivation.isActive })
  }
}

const ready = () => window.postMessage({ plumage: 'ready' }, window.origin)

const open = () =>
  new Promise<Port>((resolve) => {
    waiting.push(resolve)
    ready()
  })

const kind: PortKind = {
  open,
  async kill() {
    const { client } = connect(testContract, await open())
    await client.crash({ how: 'kill' }).catch(() => {})
  },
}

/** What the tests call with page.evaluate. */
const testPage = {
  states,
  commands,
  violations,
  enginePorts: () => enginePorts,
  shell: () => shell,
  /** From a script of the page, since the debugger's own may do anything. */
  // oxlint-disable-next-line no-eval -- to see that it is refused
  evaluate: (code: string): unknown => globalThis.eval(code),
  engine: async () => connect(testContract, await open()).client,
  check: async (name: string) => await invariants.find((invariant) => invariant.name === name)?.check(kind),
}
export type TestPage = typeof testPage
Object.assign(window, { testPage })
ready()
