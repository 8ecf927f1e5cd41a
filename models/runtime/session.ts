import { InferenceSession } from 'onnxruntime-node'
import { ModelError } from '../emu/model-error.ts'
import { toProviders } from './providers.ts'
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
  #ort: InferenceSession | null

  private constructor(name: string, ort: InferenceSession) {
    this.name = name
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
        logSeverityLevel: 3,
      })
      return new Session(name, ort)
    } catch (cause) {
      throw toOpenError(name, device, cause)
    }
  }

  /**
   * Runs the graph once. Blocks this thread for as long as the native call takes, so callers yield between runs.
   *
   * Errors   ModelError 'bad-shape' naming a missing input or what the runtime objects to; 'out-of-memory'.
   */
  async run(feeds: Readonly<Record<string, Tensor>>): Promise<Readonly<Record<string, Tensor>>> {
    if (!this.#ort) throw new Error(`${this.name} was run after it was closed`)
    for (const { name } of this.inputs) {
      if (!feeds[name]) throw new ModelError('bad-shape', `${this.name} wants an input ${name} that it was not given.`)
    }
    try {
      return await this.#ort.run(feeds)
    } catch (cause) {
      throw toRunError(this.name, cause)
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
  options: SessionOptions,
): Promise<Map<Name, Session>> {
  const opened = new Map<Name, Session>()
  try {
    for (const [name, path] of paths) opened.set(name, await Session.open(name, path, options))
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

const isAllocation = (cause: unknown): boolean => /bad_alloc|allocate memory|out of memory/i.test(String(cause))

function toOpenError(name: string, device: string, cause: unknown): ModelError {
  if (cause instanceof ModelError) return cause
  if (isAllocation(cause)) return outOfMemory(name, cause)
  if (device === 'cpu') return new ModelError('bad-pack', `The graph ${name} of this pack cannot be read.`, { cause })
  return new ModelError('device-unavailable', `The model cannot run on ${device} here. Choose another device.`, {
    cause,
  })
}

function toRunError(name: string, cause: unknown): ModelError {
  if (isAllocation(cause)) return outOfMemory(name, cause)
  return new ModelError('bad-shape', `The graph ${name} failed while running. The pack may not fit this version.`, {
    cause,
  })
}

function outOfMemory(name: string, cause: unknown): ModelError {
  return new ModelError(
    'out-of-memory',
    `There is not enough memory to run ${name}. Close other programs or use a smaller model.`,
    { cause },
  )
}
