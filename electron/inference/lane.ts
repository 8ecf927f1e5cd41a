import { AppError } from '../contract/failure.ts'

/** Jobs on one device, one after the other. A job that is still waiting leaves at once when it is cancelled. */
export interface Lane {
  run<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result>
}

/** The lane of a device, made when it is first asked for. */
export function laneOf(lanes: Map<string, Lane>, device: string): Lane {
  const lane = lanes.get(device) ?? createLane()
  lanes.set(device, lane)
  return lane
}

export const cancelled = () => new AppError('cancelled', 'Cancelled.')

export function createLane(): Lane {
  // Each waiting job is a function that lets it in. Not a chain of promises: there a failed job could poison the next.
  const waiting: (() => void)[] = []
  let busy = false

  const enter = (signal: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      if (signal.aborted) return reject(cancelled())
      if (!busy) {
        busy = true
        return resolve()
      }
      const leave = () => {
        waiting.splice(waiting.indexOf(letIn), 1)
        reject(cancelled())
      }
      const letIn = () => {
        signal.removeEventListener('abort', leave)
        resolve()
      }
      signal.addEventListener('abort', leave, { once: true })
      waiting.push(letIn)
    })

  return {
    async run(signal, work) {
      await enter(signal)
      try {
        return await work()
      } finally {
        const next = waiting.shift()
        if (next) next()
        else busy = false
      }
    },
  }
}
