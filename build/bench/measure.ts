import { setTimeout as wait } from 'node:timers/promises'

/** Does a piece of work once, whole, and answers how long it took, in milliseconds. */
export type Trial = () => Promise<number>

/** Times work in this process. `prepare` runs before each time and is not counted. */
export function trial(work: () => Promise<unknown>, prepare?: () => Promise<unknown>): Trial {
  return async () => {
    await prepare?.()
    const startedMs = performance.now()
    await work()
    return performance.now() - startedMs
  }
}

export interface Rounds {
  readonly warmups: number
  readonly rounds: number
}

/** What two trials took, round by round: `ours[i]` and `peer[i]` were measured next to each other. */
export interface Pairs {
  readonly ours: readonly number[]
  readonly peer: readonly number[]
}

/** Thread pools spin for a moment after a run in hope of the next; whoever is measured then would pay for it. */
const REST_MS = 20

/**
 * Runs two trials in turns, so that whatever else the machine does hits both alike. They swap places from one round to
 * the next, for what the first leaves behind (a warm cache, a clock that rose) helps the second.
 */
export async function interleave(ours: Trial, peer: Trial, { warmups, rounds }: Rounds): Promise<Pairs> {
  const pairs = { ours: [] as number[], peer: [] as number[] }
  for (let round = -warmups; round < rounds; round++) {
    const order = round % 2 === 0 ? (['ours', 'peer'] as const) : (['peer', 'ours'] as const)
    for (const side of order) {
      await wait(REST_MS)
      const ms = await (side === 'ours' ? ours() : peer())
      if (round >= 0) pairs[side].push(ms)
    }
  }
  return pairs
}

/** A median, and the quartiles around it. */
export interface Spread {
  readonly low: number
  readonly median: number
  readonly high: number
}

/** Linear between the two nearest values, as numpy.quantile does by default. */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new RangeError('no values have no quantile')
  const sorted = values.toSorted((a, b) => a - b)
  const place = share * (sorted.length - 1)
  const below = sorted[Math.floor(place)]!
  const above = sorted[Math.ceil(place)]!
  return below + (above - below) * (place - Math.floor(place))
}

export function spreadOf(values: readonly number[]): Spread {
  return { low: quantile(values, 0.25), median: quantile(values, 0.5), high: quantile(values, 0.75) }
}

/** Ratios round by round, of which the median is taken: a slow spell of the machine is in both halves of each. */
export function ratioOf(over: readonly number[], under: readonly number[]): Spread {
  if (over.length !== under.length) throw new RangeError('ratios are taken round by round')
  return spreadOf(over.map((value, round) => value / under[round]!))
}
