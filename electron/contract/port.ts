import type { MessagePortMainLike } from '@orpc/client/message-port'
import type { z } from 'zod'
import { AppError } from './failure.ts'

/** Far more than any message of the contract; pixels never travel over a port. A longer one is no message of ours. */
export const maxCharacters = 32_000_000
/** Room for what is written around a value. */
const envelopeCharacters = 1000

const lost = 'The connection to another part of Plumage was lost.'

/** One end of a two-way channel, whatever carries it. */
export interface Port {
  /** Never throws. What is posted after the close is dropped: whoever waits for an answer has been told. */
  post(message: unknown): void
  /** Takes the only listeners there will be; messages that came before are kept for them. */
  listen(listeners: PortListeners): void
  close(reason?: string): void
}

export interface PortListeners {
  message(message: unknown): void
  /** Called exactly once, with a sentence, whichever side closes. */
  close(reason: string): void
}

/** What an adapter knows about its kind of port. */
export interface Carrier {
  post(message: unknown): void
  /** Called when someone listens; from now on messages and the close may be reported. */
  start(deliver: (message: unknown) => void, closed: (reason?: string) => void): void
  close(reason: string): void
}

/** Gives any carrier the promises of `Port`: one close, no throw, nothing after the close. */
export function createPort(carrier: Carrier): Port {
  let listeners: PortListeners | null = null
  let closedBy: string | null = null
  const closed = (reason: string = lost) => {
    if (closedBy !== null) return
    closedBy = reason
    listeners?.close(reason)
  }
  return {
    post(message) {
      if (closedBy !== null) return
      try {
        carrier.post(message)
      } catch {
        closed() // the channel under it has gone and has not said so yet
      }
    },
    listen(next) {
      if (listeners) throw new Error('This port has a listener already')
      listeners = next
      if (closedBy === null) carrier.start((message) => closedBy === null && next.message(message), closed)
      else next.close(closedBy)
    },
    close(reason = lost) {
      if (closedBy !== null) return
      carrier.close(reason)
      closed(reason)
    },
  }
}

/** What the MessagePort of a browser and the one of Node have in common. */
export interface MessagePortLike {
  postMessage(message: unknown): void
  addEventListener(type: string, listener: (event: object) => void): void
  start(): void
  close(): void
}

/** The port of a browser, and the same thing in Node (also from worker_threads). */
export function browserPort(port: MessagePortLike): Port {
  return createPort({
    post: (message) => port.postMessage(message),
    start(deliver, closed) {
      port.addEventListener('message', (event) => deliver('data' in event ? event.data : undefined))
      port.addEventListener('messageerror', () => closed())
      port.addEventListener('close', () => closed())
      port.start()
    },
    close: () => port.close(),
  })
}

/**
 * To be asked before a value is sent: at the other end, a message that is too long would close the port and fail all calls.
 *
 * Errors   AppError 'bad-message'.
 */
export function mustFit(value: unknown): void {
  const json: string | undefined = JSON.stringify(value)
  if ((json?.length ?? 0) > maxCharacters - envelopeCharacters)
    throw new AppError('bad-message', 'This is too large for one message inside Plumage. Ask for less at a time.')
}

/**
 * Dresses a port for oRPC. Only messages of the given form get through: oRPC reads the rest of a message without care
 * and a bad one would end as an unhandled rejection. A port that carries anything else is not one of ours and is closed.
 */
export function carriedBy(port: Port, form: z.ZodType, closed: (reason: string) => void): MessagePortMainLike {
  const heard = new Map<string, (event?: { data: unknown }) => void>()
  const listen = (hear: (event: { data: unknown }) => void, end: () => void) =>
    port.listen({
      message(message) {
        const parsed = form.safeParse(parseJson(message))
        if (parsed.success) hear({ data: parsed.data })
        else port.close('The other side sent a message that is not in the contract.')
      },
      close(reason) {
        closed(reason)
        end()
      },
    })
  return {
    on(event, callback) {
      heard.set(event, callback)
      const [hear, end] = [heard.get('message'), heard.get('close')]
      if (hear && end) listen(hear, end) // any sooner and a message would be lost
    },
    postMessage: (message) => port.post(message),
  }
}

function parseJson(message: unknown): unknown {
  if (typeof message !== 'string' || message.length > maxCharacters) return null
  try {
    return JSON.parse(message)
  } catch {
    return null
  }
}
