import { InferenceSession, Tensor } from 'onnxruntime-node'

/** Where an input came from: an output of an earlier run of the same recording, or elsewhere. */
export type Source =
  | { readonly from: 'run'; readonly run: number; readonly output: string }
  | { readonly from: 'elsewhere'; readonly tensor: Tensor }

export interface RecordedRun {
  readonly session: InferenceSession
  readonly feeds: ReadonlyMap<string, Source>
  /** Which outputs were asked for, and with which options, if the work said so. */
  readonly rest: readonly unknown[]
}

/** Every run of a piece of work, in order: all that onnxruntime is asked to do for it. */
export interface Recording {
  readonly runs: readonly RecordedRun[]
  /** For each run, the last one that reads its outputs, or itself. */
  readonly lastReaders: readonly number[]
}

type Run = (
  this: InferenceSession,
  feeds: InferenceSession.FeedsType,
  ...rest: readonly unknown[]
) => Promise<InferenceSession.ReturnType>

/** The class behind the factory: every open session runs through it. The package types the factory alone. */
const sessions = (InferenceSession as unknown as { readonly prototype: { run: Run } }).prototype

/**
 * Records which sessions a piece of work runs and what it feeds them. Outputs that are fed back (keys and values) are
 * noted as such and not copied, so that a replay hands them on as the work did, still warm in the processor's cache.
 */
export async function recordRuns(work: () => Promise<unknown>): Promise<Recording> {
  const runs: RecordedRun[] = []
  const origins = new Map<unknown, Source>()
  const original = sessions.run
  sessions.run = async function record(feeds, ...rest) {
    const run = runs.length
    const sources = Object.entries(feeds).map(
      ([name, value]) => [name, origins.get(value) ?? copySource(value)] as const,
    )
    runs.push({ session: this, feeds: new Map(sources), rest })
    const outputs = await original.call(this, feeds, ...rest)
    for (const [output, value] of Object.entries(outputs)) origins.set(value, { from: 'run', run, output })
    return outputs
  }
  try {
    await work()
  } finally {
    sessions.run = original
  }
  return { runs, lastReaders: findLastReaders(runs) }
}

/** A copy, since the engine may let go of its tensors. */
function copySource(value: InferenceSession.OnnxValueMapType[string]): Source {
  if (!(value instanceof Tensor)) throw new TypeError('only tensors are fed to the graphs of a pack')
  const { data, dims, type } = value
  if (data instanceof Float32Array) return { from: 'elsewhere', tensor: new Tensor('float32', data.slice(), dims) }
  if (data instanceof BigInt64Array) return { from: 'elsewhere', tensor: new Tensor('int64', data.slice(), dims) }
  throw new TypeError(`no graph of a pack takes ${type}`)
}

function findLastReaders(runs: readonly RecordedRun[]): number[] {
  const last = runs.map((_, run) => run)
  runs.forEach(({ feeds }, reader) => {
    for (const source of feeds.values()) if (source.from === 'run') last[source.run] = reader
  })
  return last
}

/** Runs the same sessions on the same numbers and does nothing else. */
export async function replayRuns({ runs, lastReaders }: Recording): Promise<void> {
  const outputs = new Map<number, InferenceSession.OnnxValueMapType>()
  for (const [i, { session, feeds, rest }] of runs.entries()) {
    const values: Record<string, InferenceSession.OnnxValueMapType[string]> = {}
    for (const [name, source] of feeds) {
      values[name] = source.from === 'run' ? outputs.get(source.run)![source.output]! : source.tensor
    }
    const result = await sessions.run.call(session, values, ...rest)
    if (lastReaders[i]! > i) outputs.set(i, result)
    for (const run of outputs.keys()) if (lastReaders[run]! <= i) outputs.delete(run)
  }
}
