import { createPort, type Port } from '../contract/port.ts'
import type { PortFrame, PortRole } from '../contract/service.ts'

/**
 * Electron's MessagePortMain, named by its shape so that plain Node loads this file. The ports of browsers, of
 * worker_threads and of Node's own MessageChannel are all taken by `browserPort` in contract/port.ts.
 */
export interface MainPortLike {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
  start(): void
  close(): void
}

/** The port of Electron's main and utility processes. */
export function mainPort(port: MainPortLike): Port {
  return createPort({
    post: (message) => port.postMessage(message),
    start(deliver, closed) {
      port.on('message', (event) => deliver(event.data))
      port.on('close', () => closed())
      port.start()
    },
    close: () => port.close(),
  })
}

/** Many ports over one channel that can only send messages, like the one of child_process. */
export interface Multiplexer {
  open(role: PortRole): Port
  receive(frame: PortFrame): void
  /** For when the channel itself has gone. */
  closeAll(reason: string): void
}

interface LogicalPort {
  deliver(message: unknown): void
  closed(reason: string): void
}

/** Whoever started the process opens; the other side is told by `opened`. */
export function multiplex(
  send: (frame: PortFrame) => void,
  opened: (role: PortRole, port: Port) => void = () => {},
): Multiplexer {
  const ports = new Map<number, LogicalPort>()
  let last = 0
  const add = (id: number): Port => {
    let waiting: unknown[] | null = [] // until someone listens
    let hear: (message: unknown) => void = (message) => void waiting?.push(message)
    let end: ((reason?: string) => void) | null = null
    let ended: string | null = null
    ports.set(id, {
      deliver: (message) => hear(message),
      closed(reason) {
        ports.delete(id)
        ended = reason
        end?.(reason)
      },
    })
    return createPort({
      post: (message) => send({ type: 'data', port: id, message }),
      start(deliver, closed) {
        end = closed
        for (const message of waiting ?? []) deliver(message)
        waiting = null
        hear = deliver
        if (ended !== null) closed(ended)
      },
      close(reason) {
        ports.delete(id)
        send({ type: 'close', port: id, reason })
      },
    })
  }
  return {
    open(role) {
      const port = ++last
      send({ type: 'open', port, role })
      return add(port)
    },
    receive(frame) {
      if (frame.type === 'open') opened(frame.role, add(frame.port))
      else if (frame.type === 'data') ports.get(frame.port)?.deliver(frame.message)
      else ports.get(frame.port)?.closed(frame.reason)
    },
    closeAll(reason) {
      for (const port of ports.values()) port.closed(reason)
    },
  }
}

/** Passes everything on between two ports; when one closes, so does the other, for the same reason. */
export function pipe(a: Port, b: Port): void {
  a.listen({ message: (message) => b.post(message), close: (reason) => b.close(reason) })
  b.listen({ message: (message) => a.post(message), close: (reason) => a.close(reason) })
}
