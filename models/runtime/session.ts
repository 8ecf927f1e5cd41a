import { InferenceSession } from 'onnxruntime-node'
import { ModelError } from '../emu/model-error.ts'
import { toRunFailure, toOpenFailure } from './failures.ts'
import { toProviders } from './providers.ts'
import { toDeclared } from './tensor.ts'
import type { Tensor } from './tensor.ts'

/** An input or output as the graph file declares it; a dimension that varies has a name instead of a number. */
export interface GraphValue {
  readonly name: string
  readonly type: string
  readonly shape: readonly (number | string)[]
}

export interface SessionOptions {
  readonly device: string
  readonly threads: number
}

/** One ONNX graph in memory. Whoever opens it disposes it; `run` after dispose is a bug and throws. */
export class Session implements AsyncDisposable {
  readonly name: string
  readonly inputs: readonly GraphValue[]
  readonly outputs: readonly GraphValue[]
  readonly device: string
  #ort: InferenceSession | null

  private constructor(name: string, device: string, ort: InferenceSession) {
    this.name = name
    this.device = device
    this.inputs = ort.inputMetadata.map(toGraphValue)
    this.outputs = ort.outputMetadata.map(toGraphValue)
    this.#ort = ort
  }

  static async open(name: string, path: string, { device, threads }: SessionOptions): Promise<Session> {
    try {
      const ort = await InferenceSession.create(path, {
        executionProviders: toProviders(device),
        intraOpNumThreads: threads,
        interOpNumThreads: 1,
        executionMode: 'sequential',
        enableMemPattern: false, // a plan is kept for every new length of the past, and never let go
        // A thread that spins while it waits for its share of the next operator takes the core from whoever has work: on
        // a busy machine that made a text five times slower, on an idle one it gains a tenth (build/decisions/log.md).
        extra: { session: { intra_op: { allow_spinning: '0' } } },
        logSeverityLevel: 3,
      })
      return new Session(name, device, ort)
    } catch (cause) {
      throw toOpenFailure(name, device, cause)
    }
  }

  /**
   * Runs the graph once. Blocks this thread for as long as the native call takes, so callers yield between runs. Inputs
   * the graph declares as float16 may be given as float32; outputs come as the graph makes them (readFloats).
   *
   * Errors   ModelError 'bad-shape' naming a missing input or what the runtime objects to; 'out-of-memory';
   *          'device-unavailable' when the device has gone.
   */
  async run(feeds: Readonly<Record<string, Tensor>>): Promise<Readonly<Record<string, Tensor>>> {
    if (!this.#ort) throw new Error(`${this.name} was run after it was closed`)
    const declared: Record<string, Tensor> = {}
    for (const input of this.inputs) {
      const tensor = feeds[input.name]
      if (!tensor) throw new ModelError('bad-shape', `${this.name} wants an input ${input.name} that it was not given.`)
      declared[input.name] = toDeclared(input, tensor)
    }
    try {
      return await this.#ort.run(declared)
    } catch (cause) {
      throw toRunFailure(this.name, this.device, cause)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ort = this.#ort
    this.#ort = null
    await ort?.release()
  }
}

/** Opens all or none: if the third graph fails, the first two are released before the error leaves. */
export async function openAll<Name extends string>(
  paths: ReadonlyMap<Name, string>,
  { device, threads }: { readonly device: string; readonly threads: number | ((name: Name) => number) },
): Promise<Map<Name, Session>> {
  const opened = new Map<Name, Session>()
  try {
    for (const [name, path] of paths) {
      const own = typeof threads === 'number' ? threads : threads(name)
      opened.set(name, await Session.open(name, path, { device, threads: own }))
    }
    return opened
  } catch (error) {
    await closeAll(opened.values())
    throw error
  }
}

/** Closes every session even if one refuses; the first refusal is what leaves. */
export async function closeAll(sessions: Iterable<Session>): Promise<void> {
  const closed = await Promise.allSettled(Array.from(sessions, (session) => session[Symbol.asyncDispose]()))
  const refused = closed.find((result) => result.status === 'rejected')
  if (refused) throw refused.reason
}

function toGraphValue(value: InferenceSession.ValueMetadata): GraphValue {
  return value.isTensor
    ? { name: value.name, type: value.type, shape: value.shape }
    : { name: value.name, type: 'other', shape: [] }
}
