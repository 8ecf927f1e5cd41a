import { readFileSync } from 'node:fs'
import { libraryPaths } from '../../../electron/service/paths.ts'
import type { Place } from '../command-line.ts'
import { checkLibrary, mustHaveLanded } from './check-library.ts'
import { startClients, usualRefusals } from './clients.ts'
import { again, seed } from './crash-options.ts'
import { type KillPlan, pause, planKill, setTrigger } from './kill-plan.ts'
import { makeTinyPlace, type RunningEngine, type RunningInference, startEngine, startInference } from './processes.ts'
import { createRandom, type Random } from './random.ts'
import { settleRound } from './settle-round.ts'
import { walkBoards } from './walk-boards.ts'
import { createWorld, type Round, type World } from './world.ts'

export interface Run {
  readonly seed: string
  readonly rounds: number
  readonly place: Place
  /** Told of each round before it begins, and of how it is to end. */
  say(round: number, plan: string): void
}

/**
 * Lets several clients work on one library, kills its engine, looks whether everything is there that they were told, and
 * again, on the same library. Throws at the first thing that is not.
 */
export async function runRounds({ seed, rounds, place, say }: Run): Promise<World> {
  const world = createWorld()
  const random = createRandom(seed)
  let inference = startInference(place)
  let startMs = 1000
  try {
    for (let n = 0; n < rounds; n++) {
      const plan = planKill(random.fork(`plan ${n}`))
      say(n, JSON.stringify(plan))
      for (const share of plan.starts) await killAtStart(place, share * startMs)
      const begunMs = performance.now()
      const engine = startEngine(place)
      await engine.connect().library.state()
      startMs = performance.now() - begunMs
      await oneRound({ world, place, plan, engine, inference, random: random.fork(`round ${n}`) })
      if (plan.by === 'kill with inference') inference = startInference(place)
    }
    await lastRound(world, place, inference, random.fork('last'))
    return world
  } finally {
    await inference.kill()
  }
}

async function killAtStart(place: Place, afterMs: number): Promise<void> {
  const engine = startEngine(place)
  void engine
    .connect()
    .storyboards.list()
    .catch(() => undefined) // work from its first moment on
  await pause(afterMs)
  await engine.kill()
}

interface Stage {
  world: World
  place: Place
  plan: KillPlan
  engine: RunningEngine
  inference: RunningInference
  random: Random
}

async function oneRound({ world, place, plan, engine, inference, random }: Stage): Promise<void> {
  await settleAll(engine, world, place, random)
  using trigger = setTrigger(plan, place.library)
  const round: Round = { world, answered: () => trigger.answered(), mayRefuse: new Set(usualRefusals) }
  engine.offer(inference)
  const clients = startClients(engine, round, random, place.library)
  try {
    await Promise.race([trigger.due, clients.trouble])
  } finally {
    await end(plan, engine, inference)
  }
  await clients.gone
}

async function end({ by }: KillPlan, engine: RunningEngine, inference: RunningInference): Promise<void> {
  if (by === 'stop') await engine.stop()
  else if (by === 'kill') await engine.kill()
  else await Promise.all([engine.kill(), inference.kill()])
}

/** What is done again and again, on one library. */
export type OneTime = (place: Place, world: World, inference: RunningInference, random: Random) => Promise<void>

/** Does something so many times, then everything once more. The library is kept where that fails. */
export async function repeat(name: string, times: number, oneTime: OneTime): Promise<void> {
  const random = createRandom(seed).fork(name)
  const place = await makeTinyPlace()
  const world = createWorld()
  const inference = startInference(place)
  try {
    for (let n = 0; n < times; n++) await oneTime(place, world, inference, random.fork(String(n)))
    await lastRound(world, place, inference, random.fork('last'))
  } catch (cause) {
    const where = `${again(times * 10)}, ${place.library} is kept`
    throw new Error(`${String(cause)}\n${where}\n${lastLines(place)}`, { cause })
  } finally {
    await inference.kill()
  }
  await place.remove()
}

/** Nothing was lost, the files agree, and undo reaches back. */
export async function settleAll(engine: RunningEngine, world: World, place: Place, random: Random): Promise<void> {
  const round: Round = { world, answered() {}, mayRefuse: new Set(usualRefusals) }
  await settleRound(engine.connect(), round, random.fork('settle'))
  await checkLibrary(place.library)
  mustHaveLanded(
    place.library,
    [...world.jobs.jobs.values()].flatMap(({ seen }) => (seen?.state === 'done' ? [seen] : [])),
  )
  await walkBoards(engine, world, { boards: 1, steps: 1 + random.below(12), random: random.fork('walk') })
}

/** Everything once more: all steps of all boards back and forth, and every job to its end. */
export async function lastRound(
  world: World,
  place: Place,
  inference: RunningInference,
  random: Random,
): Promise<void> {
  const engine = startEngine(place)
  try {
    const client = engine.connect()
    await settleAll(engine, world, place, random)
    await walkBoards(engine, world, { boards: Infinity, steps: Infinity, random })
    const interrupted = [...world.jobs.jobs].filter(([, { seen }]) => seen?.state === 'interrupted')
    for (const [jobId] of interrupted) await client.jobs.retry({ jobId })
    engine.offer(inference)
    for (const { id } of await client.jobs.list()) await mustEnd(client, id)
    await checkLibrary(place.library)
  } finally {
    await engine.stop()
  }
}

async function mustEnd(client: ReturnType<RunningEngine['connect']>, jobId: string): Promise<void> {
  const changes = await client.jobs.watch({ jobId })
  for (;;) {
    const step = await changes.next()
    if (!step.done) continue
    if (step.value.failure?.code === 'internal')
      throw new Error(`job ${jobId} met a bug: ${JSON.stringify(step.value)}`)
    return
  }
}

/** What the engine had to say, for whoever looks into a failure. */
export const lastLines = (place: Place): string =>
  readFileSync(libraryPaths(place.library).logFile('engine'), 'utf8')
    .split('\n')
    .slice(-12)
    .map((line) => line.slice(0, 300))
    .join('\n')
