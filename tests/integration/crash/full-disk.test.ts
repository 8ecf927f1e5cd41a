import { closeSync, openSync, rmSync, ftruncateSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { it, vi } from 'vitest'
import type { FailureCode } from '../../../electron/contract/failure.ts'
import { canMount, mountTmpfs } from '../../support/mount.ts'
import type { Place } from '../command-line.ts'
import { countAnswers, startClients, usualRefusals } from './clients.ts'
import { again, rounds, seed } from './crash-options.ts'
import { lookAround } from './look-around.ts'
import { makeTinyPlace, type RunningInference, startEngine, startInference } from './processes.ts'
import { createRandom, type Random } from './random.ts'
import { lastLines, lastRound, settleAll } from './run-rounds.ts'
import { createWorld, type Round, type World } from './world.ts'

vi.setConfig({ testTimeout: Math.max(900_000, rounds * 60_000) })

const fills = Math.ceil(rounds / 5)
/** So many on one library, which would fill the small disk by itself otherwise. */
const fillsOfOne = 10

it.skipIf(!canMount)(
  `a disk that fills up ${fills} times at any moment, and an engine killed on it, lose nothing (seed ${seed}; only root can mount such a disk)`,
  async () => {
    const random = createRandom(seed).fork('full disk')
    for (let n = 0; n < fills; n += fillsOfOne) {
      const place = await makeTinyPlace()
      const disk = mountTmpfs(place.library, 'size=48m')
      try {
        await fillAgainAndAgain(place, Math.min(fillsOfOne, fills - n), random.fork(String(n)))
      } catch (cause) {
        const where = `seed ${seed} (${again(n * 5 + 49)})`
        throw new Error(`${String(cause)}\n${where}\n${lastLines(place)}`, { cause })
      } finally {
        disk[Symbol.dispose]()
      }
      await place.remove()
    }
  },
)

async function fillAgainAndAgain(place: Place, count: number, random: Random): Promise<void> {
  const world = createWorld({ mostRunning: Infinity })
  const inference = startInference(place)
  try {
    for (let n = 0; n < count; n++) await fillOnce(place, world, inference, random.fork(`fill ${n}`))
    await lastRound(world, place, inference, random.fork('last'))
  } finally {
    await inference.kill()
  }
}

/** Works, runs out of room, works on, then gets room again or is killed first. */
async function fillOnce(place: Place, world: World, inference: RunningInference, random: Random): Promise<void> {
  const engine = startEngine(place)
  try {
    await settleAll(engine, world, place, random)
    engine.offer(inference)
    const answers = countAnswers()
    const round: Round = { world, answered: answers.answered, mayRefuse: new Set([...usualRefusals, 'disk-full']) }
    const clients = startClients(engine, round, random, place.library)
    const untilMore = (count: number) => Promise.race([answers.more(count), clients.trouble])
    await untilMore(1 + random.below(30))
    using filler = fill(place.library, random.chance(0.3) ? 0 : random.below(400_000))
    await untilMore(10 + random.below(60))
    if (random.chance(0.5)) {
      filler.remove()
      const kept = world.counts['board'] ?? 0
      while ((world.counts['board'] ?? 0) < kept + 5) await untilMore(1) // it works again, without a new start
      await engine.stop()
    } else {
      await engine.kill()
      await clients.gone
      await lookAround({ place, world, states: ['ready', 'read-only'], refusals, random })
    }
    await clients.gone
  } finally {
    await engine.kill()
  }
}

const refusals: readonly FailureCode[] = ['disk-full', 'library-read-only']

/** Takes all the room there is but for so many bytes. */
function fill(folder: string, leftBytes: number): Disposable & { remove(): void } {
  const file = join(folder, 'filler')
  const handle = openSync(file, 'w')
  let written = 0
  for (const block of [1 << 20, 4096]) {
    const zeros = Buffer.alloc(block)
    try {
      for (;;) written += writeSync(handle, zeros)
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
    }
  }
  ftruncateSync(handle, Math.max(0, written - leftBytes))
  closeSync(handle)
  const remove = () => rmSync(file, { force: true })
  return { remove, [Symbol.dispose]: remove }
}
