import type { Port } from '../contract/port.ts'
import { protocol, ToService, type FromService, type PortRole } from '../contract/service.ts'
import { type LogFile, openLog } from './log.ts'
import { libraryPaths } from './paths.ts'
import { type MainPortLike, mainPort, multiplex, type Multiplexer } from './ports.ts'

export interface ServiceHost {
  readonly log: LogFile
  /** To be called before and after anything that blocks the thread for seconds, so that it is not taken for a hang. */
  busy(busy: boolean): void
}

export interface ServiceSpec {
  name: string
  /** Ports may come at once and at any time. What is sent to a port waits until something listens to it. */
  onPort: (role: PortRole, port: Port) => void
  /** Last words: close what is open. The process exits when this is done, or after three seconds. */
  onStop?: () => void | Promise<void>
}

const stopWithinMs = 3000

/** What a service was started by: Electron's utilityProcess or child_process. */
interface Parent {
  send(message: FromService): void
  listen(message: (message: unknown, ports: readonly MainPortLike[]) => void, gone: () => void): void
}

/**
 * Makes this process a service: says hello, answers pings, takes ports, writes `logs/<name>.log`, and exits when it is
 * told to, when its parent has gone, or after any error nobody caught (with code 1: the supervisor starts a new one).
 */
export function hostService({ name, onPort, onStop }: ServiceSpec): ServiceHost {
  const log = openLog(libraryPaths().logFile(name))
  const parent = findParent()
  let leaving = false
  const exit = (code: number, event: string) => {
    if (leaving) return
    leaving = true
    log.info(event)
    const leave = () => process.exit(code)
    setTimeout(leave, stopWithinMs)
    Promise.resolve()
      .then(onStop)
      .catch((error: unknown) => log.error('stop-failed', { error }))
      .finally(leave)
  }
  const crash = (event: string) => (error: unknown) => {
    log.error(event, { error })
    process.exit(1)
  }
  process.on('uncaughtException', crash('uncaught-exception'))
  process.on('unhandledRejection', crash('unhandled-rejection'))
  process.on('SIGINT', () => {}) // Ctrl-C in a terminal reaches the whole group; the parent says what happens
  process.on('SIGTERM', () => exit(0, 'terminated'))

  const ports = multiplex((frame) => parent.send(frame), onPort)
  parent.listen(
    (message, attached) => receive(ToService.parse(message), attached, { parent, ports, onPort, exit }),
    () => exit(0, 'parent-gone'),
  )
  const { node, napi = '0' } = process.versions
  log.info('hello', { name, node, napi })
  parent.send({ type: 'hello', name, protocol, pid: process.pid, node, napi: Number(napi) })
  return { log, busy: (busy) => parent.send({ type: 'busy', busy }) }
}

interface Hosting {
  parent: Parent
  ports: Multiplexer
  onPort: ServiceSpec['onPort']
  exit: (code: number, event: string) => void
}

function receive(
  message: ToService,
  attached: readonly MainPortLike[],
  { parent, ports, onPort, exit }: Hosting,
): void {
  if (message.type === 'ping') parent.send({ type: 'pong', count: message.count })
  else if (message.type === 'stop') exit(0, 'stopped')
  else if (message.type === 'port') for (const port of attached) onPort(message.role, mainPort(port))
  else ports.receive(message)
}

interface ParentPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown; ports: readonly MainPortLike[] }) => void): unknown
  on(event: 'close', listener: () => void): unknown
}

function findParent(): Parent {
  const { parentPort } = process as unknown as { parentPort?: ParentPort } // Electron adds it in a utilityProcess
  if (parentPort) {
    return {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port, not a window
      send: (message) => parentPort.postMessage(message),
      listen(message, gone) {
        parentPort.on('message', ({ data, ports }) => message(data, ports))
        parentPort.on('close', gone)
      },
    }
  }
  if (!process.send) throw new Error('A service is started by the app or the command line, not by hand.')
  return {
    // The callback takes the error of a channel that has just closed; 'disconnect' follows and ends the process.
    send: (message) => void (process.connected && process.send?.(message, undefined, {}, () => {})),
    listen(message, gone) {
      process.on('message', (received) => message(received, []))
      process.on('disconnect', gone)
    },
  }
}
