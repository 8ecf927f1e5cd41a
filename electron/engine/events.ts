import type { EngineEvent } from '../contract/engine.ts'

/** Tells everyone who listens. A listener that is slow gets the newest state of each thing, not every step to it. */
export interface Events {
  publish(event: EngineEvent): void
  /** Begins with `present`, taken at the same moment, so that nothing falls in between. Ends when the signal aborts. */
  listen(present: readonly EngineEvent[], signal: AbortSignal, only?: (event: EngineEvent) => boolean): EventStream
  readonly listeners: number
}

export type EventStream = AsyncGenerator<EngineEvent, void>

interface Listener {
  only(event: EngineEvent): boolean
  /** At most one event for each thing: this is what bounds the memory. */
  waiting: Map<string, EngineEvent>
  wake(): void
}

export function createEvents(): Events {
  const listeners = new Set<Listener>()
  return {
    publish(event) {
      for (const listener of listeners) {
        if (!listener.only(event)) continue
        put(listener.waiting, event)
        listener.wake()
      }
    },
    listen(present, signal, only = () => true) {
      const listener: Listener = { only, waiting: new Map(), wake() {} }
      for (const event of present) put(listener.waiting, event)
      listeners.add(listener) // now, not at the first `next`: what happens until then must not be missed
      return deliver(listener, signal, () => listeners.delete(listener))
    },
    get listeners() {
      return listeners.size
    },
  }
}

function put(waiting: Map<string, EngineEvent>, event: EngineEvent): void {
  const key = event.type === 'storyboard' ? event.storyboard.id : event.type === 'job' ? event.job.id : event.type
  waiting.delete(`${event.type} ${key}`) // to the end: a finished job must not overtake the board it was drawn on
  waiting.set(`${event.type} ${key}`, event)
}

/** An object, not a generator: one that is never read must still be able to end, and a generator's `finally` would not run. */
function deliver(listener: Listener, signal: AbortSignal, leave: () => void): EventStream {
  let over = false
  const end = () => {
    over = true
    leave()
    listener.wake()
    signal.removeEventListener('abort', end)
  }
  if (signal.aborted) end()
  else signal.addEventListener('abort', end, { once: true })
  return {
    async next() {
      for (;;) {
        if (over) return { done: true, value: undefined }
        const [first] = listener.waiting
        if (first) {
          listener.waiting.delete(first[0])
          return { done: false, value: first[1] }
        }
        await new Promise<void>((resolve) => (listener.wake = resolve))
      }
    },
    async return() {
      end()
      return { done: true, value: undefined }
    },
    async throw(error) {
      end()
      throw error
    },
    [Symbol.asyncIterator]() {
      return this
    },
    async [Symbol.asyncDispose]() {
      end()
    },
  }
}
