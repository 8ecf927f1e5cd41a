import { AppError } from '../contract/failure.ts'
import { inferenceContract, type InferenceContract } from '../contract/inference.ts'
import { connect, type Link } from '../contract/link.ts'
import type { Port } from '../contract/port.ts'

export type InferenceLink = Link<InferenceContract>

/** Where the engine finds the process that computes. It may not be there yet, and it may die and come back. */
export interface InferenceSource {
  /** Waits for a live link. Rejects only when the signal aborts. */
  current(signal: AbortSignal): Promise<InferenceLink>
}

/** A source that is given a new port each time inference was started anew. */
export interface OfferedInference extends InferenceSource {
  offer(port: Port): void
  close(): void
}

export function createInferenceSource(): OfferedInference {
  let live: InferenceLink | null = null
  const waiting = new Set<(link: InferenceLink) => void>()
  return {
    offer(port) {
      const link = connect(inferenceContract, port)
      live?.close()
      live = link
      void link.closed.then(() => {
        if (live === link) live = null
        return null
      })
      for (const take of waiting) take(link)
      waiting.clear()
    },
    current(signal) {
      if (live) return Promise.resolve(live)
      return new Promise((resolve, reject) => {
        const giveUp = () => {
          waiting.delete(take)
          reject(new AppError('cancelled', 'Cancelled.'))
        }
        const take = (link: InferenceLink) => {
          signal.removeEventListener('abort', giveUp)
          resolve(link)
        }
        if (signal.aborted) return giveUp()
        waiting.add(take)
        signal.addEventListener('abort', giveUp, { once: true })
      })
    },
    close() {
      live?.close()
    },
  }
}
