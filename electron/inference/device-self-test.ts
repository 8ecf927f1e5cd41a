import { checkGraph, describeGraphs } from '../../models/emu/graph-contract.ts'
import { ModelError } from '../../models/emu/model-error.ts'
import { type Pack, toPackFile } from '../../models/emu/pack.ts'
import { type GraphName } from '../../models/emu/pack-manifest.ts'
import { defaultThreads } from '../../models/runtime/providers.ts'
import { closeAll, openAll, type Session } from '../../models/runtime/session.ts'
import { readFloats } from '../../models/runtime/tensor.ts'
import type { Measured } from '../contract/probe.ts'
import { type DeviceTrial, planTrials } from './device-trials.ts'

/**
 * How far an output may lie from the processor's, as a share of its largest number. Sums in another order differ by some
 * 1e-5; a graph that computes in float16 rounds each number to a part in 2000, layer after layer.
 */
export const tolerances = { float32: 0.01, float16: 0.05 } as const

/** A run is measured again until so much time is spent on it, and the shortest counts: the first one compiles shaders. */
const measureForMs = 500
const mostRuns = 5
/** A first run that takes longer is its own measure: nothing that slow is faster than a processor. */
const slowRunMs = 5000

interface Outcome {
  readonly precision: keyof typeof tolerances
  readonly outputs: ReadonlyMap<string, Float32Array>
  readonly ms: number
}

/**
 * Runs every graph of a pack on the processor and then on a device, all of them open at once as a job has them, and
 * compares each number that comes out. Speed is that of one picture: a prompt read, its embeddings regressed, it drawn.
 *
 * Errors   ModelError 'bad-shape' naming graph and output when numbers differ by more than `tolerances` or are not
 *          finite; 'device-unavailable', 'out-of-memory'; 'bad-pack' for what fails on the processor, too.
 */
export async function measureDevice(pack: Pack, device: string): Promise<Measured> {
  const trials = planTrials(pack.manifest)
  const expected = await runTrials(pack, 'cpu', trials).catch(blamePack)
  const found = await runTrials(pack, device, trials)
  const differences = trials.flatMap(({ graph }, i) => {
    const { outputs, precision } = found[i]!
    return Array.from(expected[i]!.outputs, ([output, values]) =>
      compareNumbers(`${graph}.${output}`, values, outputs.get(output)!, tolerances[precision]),
    )
  })
  return { speed: pictureMs(trials, expected) / pictureMs(trials, found), difference: Math.max(...differences) }
}

/** Every pack can run on the processor: one that cannot is at fault, and no device. */
function blamePack(error: unknown): never {
  if (!(error instanceof ModelError) || (error.code !== 'bad-shape' && error.code !== 'device-unavailable')) throw error
  throw new ModelError('bad-pack', `No device can be tried with this pack: ${error.message}`, { cause: error })
}

async function runTrials(pack: Pack, device: string, trials: readonly DeviceTrial[]): Promise<Outcome[]> {
  const files = Object.entries(pack.manifest.graphs) as [GraphName, string][]
  const paths = new Map(files.map(([name, file]) => [name, toPackFile(pack, file)]))
  const sessions = await openAll(paths, { device, threads: defaultThreads() })
  try {
    const contracts = describeGraphs(pack.manifest)
    for (const [name, session] of sessions) checkGraph(session, contracts[name])
    const outcomes: Outcome[] = []
    for (const trial of trials) outcomes.push(await runTrial(sessions.get(trial.graph)!, trial))
    return outcomes
  } finally {
    await closeAll(sessions.values())
  }
}

async function runTrial(session: Session, { graph, feeds, perPicture }: DeviceTrial): Promise<Outcome> {
  const first = await timed(() => session.run(feeds))
  const outputs = new Map<string, Float32Array>()
  for (const [name, tensor] of Object.entries(first.result)) outputs.set(name, readFloats(tensor, `${graph}.${name}`))
  const halves = [...session.inputs, ...session.outputs].some(({ type }) => type === 'float16')
  const ms = perPicture === 0 || first.ms > slowRunMs ? first.ms : await shortestMs(() => session.run(feeds))
  return { precision: halves ? 'float16' : 'float32', outputs, ms }
}

async function shortestMs(run: () => Promise<unknown>): Promise<number> {
  let [shortest, spent] = [Infinity, 0]
  for (let i = 0; i < mostRuns && spent < measureForMs; i++) {
    const { ms } = await timed(run)
    shortest = Math.min(shortest, ms)
    spent += ms
  }
  return shortest
}

async function timed<Result>(run: () => Promise<Result>): Promise<{ result: Result; ms: number }> {
  const sinceMs = performance.now()
  const result = await run()
  return { result, ms: performance.now() - sinceMs }
}

const pictureMs = (trials: readonly DeviceTrial[], outcomes: readonly Outcome[]): number =>
  trials.reduce((sum, { perPicture }, i) => sum + perPicture * outcomes[i]!.ms, 0)

/**
 * The largest distance between two numbers, as a share of the largest of the expected.
 *
 * Errors   ModelError 'bad-shape', naming the output, if it is more than tolerated.
 */
export function compareNumbers(output: string, expected: Float32Array, found: Float32Array, tolerated: number): number {
  let [largest, distance] = [0, expected.length === found.length ? 0 : Infinity]
  for (let i = 0; i < expected.length; i++) {
    largest = Math.max(largest, Math.abs(expected[i]!))
    distance = Math.max(distance, Math.abs(expected[i]! - found[i]!))
  }
  const share = distance === 0 ? 0 : distance / largest
  if (share <= tolerated) return share
  const percent = Number.isFinite(share) ? `by ${(100 * share).toPrecision(2)} %` : 'altogether'
  const sentence = `Its numbers of ${output} differ from the processor's ${percent}. A newer driver may help.`
  throw new ModelError('bad-shape', sentence)
}
