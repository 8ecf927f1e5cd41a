/** Listeners of one kind of event. */
export interface Events<T> {
  emit(value: T): void
  /** Gives a function that ends it. */
  listen(listener: (value: T) => void): () => void
}

export function createEvents<T>(): Events<T> {
  const listeners = new Set<(value: T) => void>()
  return {
    emit(value) {
      for (const listener of listeners) listener(value)
    },
    listen(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

/** What a listener would hear, as a stream that ends with the signal. Nothing is lost while the reader is slow. */
export async function* stream<T>(
  listen: (listener: (value: T) => void) => () => void,
  signal: AbortSignal,
): AsyncGenerator<T, void> {
  const waiting: T[] = []
  let wake = () => {}
  const unlisten = listen((value) => {
    waiting.push(value)
    wake()
  })
  const end = () => wake()
  signal.addEventListener('abort', end)
  try {
    while (!signal.aborted) {
      const next = waiting.shift()
      if (next === undefined) await new Promise<void>((resolve) => (wake = resolve))
      else yield next
    }
  } finally {
    unlisten()
    signal.removeEventListener('abort', end)
  }
}
