import { chmodSync } from 'node:fs'
import { expect, it, vi } from 'vitest'
import { libraryPaths } from '../../../electron/service/paths.ts'
import { canMount, whileReadOnly } from '../../support/mount.ts'
import type { Place } from '../command-line.ts'
import { countAnswers, startClients, usualRefusals } from './clients.ts'
import { rounds, seed } from './crash-options.ts'
import { lookAround } from './look-around.ts'
import { type RunningInference, startEngine } from './processes.ts'
import type { Random } from './random.ts'
import { repeat, settleAll } from './run-rounds.ts'
import type { World } from './world.ts'

vi.setConfig({ testTimeout: Math.max(900_000, rounds * 60_000) })

const times = Math.ceil(rounds / 10)
const isRoot = process.getuid?.() === 0
/** Root may write anywhere: only a file system can refuse it, and only root may mount one. */
const canRefuse = canMount || (process.platform !== 'win32' && !isRoot)

it.skipIf(!canRefuse)(
  `a library that may not be written to ${times} times is there to look at, and nothing of it is lost (seed ${seed})`,
  () => repeat('read-only', times, oneTime),
)

/** While clients work, the folder of pictures may not be written to for a while; then nothing may, for a new engine. */
async function oneTime(place: Place, world: World, inference: RunningInference, random: Random): Promise<void> {
  const engine = startEngine(place)
  try {
    await settleAll(engine, world, place, random)
    engine.offer(inference)
    const answers = countAnswers()
    const mayRefuse = new Set([...usualRefusals, 'library-read-only' as const])
    const clients = startClients(engine, { world, answered: answers.answered, mayRefuse }, random, place.library)
    const untilMore = (count: number) => Promise.race([answers.more(count), clients.trouble])
    await untilMore(1 + random.below(30))
    await whileForbidden(libraryPaths(place.library).assets, () => untilMore(20 + random.below(40)))
    const brought = world.imports.size
    while (world.imports.size === brought) await untilMore(1) // it works again, without a new start
    await (random.chance(0.5) ? engine.kill() : engine.stop())
    await clients.gone
  } finally {
    await engine.kill()
  }
  const look = { place, world, states: ['read-only'], refusals: ['library-read-only'], random } as const
  await whileForbidden(place.library, () => lookAround(look))
  expect(world.boards.size).toBeGreaterThan(0)
}

/** Inference is not asked while the whole library is closed: it works on for an engine that was killed. */
async function whileForbidden(folder: string, work: () => Promise<unknown>): Promise<void> {
  if (isRoot) return whileReadOnly(folder, work)
  chmodSync(folder, 0o500)
  await work().finally(() => chmodSync(folder, 0o700))
}
