import { readFileSync } from 'node:fs'
import { libraryPaths } from '../../../electron/service/paths.ts'
import type { Place } from '../command-line.ts'
import { checkLibrary, mustHaveLanded } from './check-library.ts'
import { editBoards } from './edit-boards.ts'
import { importPictures } from './import-pictures.ts'
import { type KillPlan, pause, planKill, setTrigger } from './kill-plan.ts'
import { type RunningEngine, type RunningInference, startEngine, startInference } from './processes.ts'
import { createRandom, type Random } from './random.ts'
import { listen, runJobs } from './run-jobs.ts'
import { settleRound } from './settle-round.ts'
import { createWorld, EngineGone, type Round, type World } from './world.ts'

export interface Run {
  readonly seed: string
  readonly rounds: number
  readonly place: Place
  /** Told of each round before it begins, and of how it is to end. */
  say(round: number, plan: string): void
}

/** A board may have changed, or a job ended, since the client last heard of it; and some pictures are meant to be none. */
const mayRefuse: Round['mayRefuse'] = new Set([
  'not-found',
  'conflict',
  'bad-image',
  'empty-prompt',
  'bad-prompt',
  'prompt-too-long',
])

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
  using trigger = setTrigger(plan, place.library)
  const round: Round = { world, answered: () => trigger.answered(), mayRefuse }
  const settling: Round = { ...round, answered() {} }
  await settleRound(engine.connect(), settling, random.fork('settle'))
  await checkLibrary(place.library)
  mustHaveLanded(place.library, finished(world))
  await walkBoards(engine, world, { boards: 1, steps: 1 + random.below(12), random: random.fork('walk') })
  engine.offer(inference)
  const clients = [
    editBoards(engine.connect(), round, random.fork('editor 1')),
    editBoards(engine.connect(), round, random.fork('editor 2')),
    importPictures(engine.connect(), round, random.fork('importer'), place.library),
    runJobs(engine.connect(), round, random.fork('jobs')),
    listen(engine.connect(), round),
  ].map(untilGone)
  const first = await Promise.race([trigger.due.then(() => null), engine.exited, ...clients.map(failureOf)])
  if (first !== null) {
    await engine.kill()
    throw first instanceof Error ? first : new Error(`the engine ended by itself: ${JSON.stringify(first)}`)
  }
  await end(plan, engine, inference)
  await Promise.all(clients)
}

const finished = ({ jobs }: World) =>
  [...jobs.jobs.values()].flatMap(({ seen }) => (seen?.state === 'done' ? [seen] : []))

/** A client's end is the end of the engine; anything else is what this is looking for. */
async function untilGone(client: Promise<never>): Promise<void> {
  try {
    await client
  } catch (error) {
    if (!(error instanceof EngineGone)) throw error
  }
}

const failureOf = (client: Promise<void>): Promise<Error> =>
  new Promise((resolve) => {
    client.catch((error: unknown) => resolve(error instanceof Error ? error : new Error(String(error))))
  })

async function end({ by }: KillPlan, engine: RunningEngine, inference: RunningInference): Promise<void> {
  if (by === 'stop') await engine.stop()
  else if (by === 'kill') await engine.kill()
  else await Promise.all([engine.kill(), inference.kill()])
}

async function walkBoards(
  engine: RunningEngine,
  world: World,
  { boards, steps, random }: { boards: number; steps: number; random: Random },
): Promise<void> {
  const client = engine.connect()
  const left = [...world.boards.values()]
  for (let n = 0; n < boards && left.length > 0; n++) {
    const [log] = left.splice(random.below(left.length), 1)
    if (!log) break
    const id = { storyboardId: log.id }
    const walked = await log.walk(
      { undo: () => client.storyboards.undo(id), redo: () => client.storyboards.redo(id) },
      steps,
    )
    world.counts['steps undone and redone'] = (world.counts['steps undone and redone'] ?? 0) + walked
  }
}

/** Everything once more: all steps of all boards back and forth, and every job to its end. */
async function lastRound(world: World, place: Place, inference: RunningInference, random: Random): Promise<void> {
  const engine = startEngine(place)
  try {
    const round: Round = { world, answered() {}, mayRefuse }
    const client = engine.connect()
    await settleRound(client, round, random)
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
