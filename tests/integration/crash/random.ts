import { createHash } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import { philox } from '../../../models/numerics/rng.ts'

/** Everything a run chooses comes from its seed. */
export interface Random {
  /** In [0, 1). */
  fraction(): number
  /** An integer in [0, end). */
  below(end: number): number
  pick<T>(items: readonly T[]): T
  chance(probability: number): boolean
  /** Another generator, which depends on the name and on this one's seed, not on what was drawn before. */
  fork(name: string): Random
  /** A name for something new. Its first part is the time, so that the order of ids is the order of time. */
  id(): string
}

export function createRandom(seed: string): Random {
  const key = createHash('sha256').update(seed).digest()
  const [key0, key1] = [key.readUInt32LE(0), key.readUInt32LE(4)]
  let drawn = 0
  const word = () => philox([drawn++, 0, 0, 0], [key0, key1])[0]
  const fraction = () => word() / 2 ** 32
  const below = (end: number) => Math.floor(fraction() * end)
  return {
    fraction,
    below,
    pick(items) {
      const item = items[below(items.length)]
      if (item === undefined) throw new RangeError('there is nothing to pick from')
      return item
    },
    chance: (probability) => fraction() < probability,
    fork: (name) => createRandom(`${seed}/${name}`),
    id: () => uuidv7({ random: Uint8Array.from({ length: 16 }, () => below(256)) }),
  }
}
