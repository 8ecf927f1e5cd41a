import { createORPCClient, type ClientLink, type ClientOptions, ORPCError } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import {
  type AnyContractRouter,
  type ContractRouterClient,
  getContractRouter,
  isContractProcedure,
  type Schema,
} from '@orpc/contract'
import { z } from 'zod'
import { AppError, Failure } from './failure.ts'
import { carriedBy, mustFit, type Port } from './port.ts'

/** A typed connection to the process at the other end of a port. */
export interface Link<C extends AnyContractRouter> {
  readonly client: ContractRouterClient<C>
  /** Resolves once, with the error that every pending and every later call rejects with. */
  readonly closed: Promise<AppError>
  close(): void
}

type Context = Record<never, never>
type Step = IteratorResult<unknown, unknown>
/** Rejects with the reason as soon as the port closes, however long the other side stays silent. */
type Track = <T>(work: Promise<T>) => Promise<T>
type Explain = (error: unknown) => AppError

/** What the other side may answer, before oRPC reads it. */
const Answer = z.strictObject({
  i: z.union([z.string(), z.number()]),
  t: z.union([z.literal(3), z.literal(4)]).optional(),
  p: z
    .union([
      z.strictObject({ e: z.enum(['message', 'error', 'done']), d: z.unknown().optional(), m: z.unknown().optional() }),
      z.strictObject({
        s: z.int().optional(),
        h: z.record(z.string(), z.string()).optional(),
        b: z.unknown().optional(),
      }),
    ])
    .optional(),
})

/**
 * Makes a client of a contract over a port.
 *
 * oRPC alone leaves a call made after the port has closed waiting forever, so each call is also tied to the port here:
 * it settles exactly once, and its error is always an AppError. Answers are parsed with the contract, streams too.
 */
export function connect<C extends AnyContractRouter>(contract: C, port: Port): Link<C> {
  const pending = new Set<(error: AppError) => void>()
  let closedBy: AppError | null = null
  let tellClosed: (error: AppError) => void
  const closed = new Promise<AppError>((resolve) => (tellClosed = resolve))
  const rpc = new RPCLink<Context>({
    port: carriedBy(port, Answer, (reason) => {
      closedBy = new AppError('service-stopped', reason)
      for (const reject of pending) reject(closedBy)
      pending.clear()
      tellClosed(closedBy)
    }),
  })
  const track: Track = (work) =>
    new Promise((resolve, reject) => {
      if (closedBy) {
        work.catch(() => {}) // its own end no longer matters
        return reject(closedBy)
      }
      pending.add(reject)
      work.then(resolve, reject).finally(() => pending.delete(reject))
    })

  const link: ClientLink<Context> = {
    async call(path, input, options: ClientOptions<Context>) {
      if (closedBy) throw closedBy
      const explain: Explain = (error) => closedBy ?? toAppError(error, options.signal)
      try {
        mustFit(input)
        const output = await parseOutput(contract, path, await track(rpc.call(path, input, options)))
        return isStream(output) ? tie(output, track, explain) : output
      } catch (error) {
        throw explain(error)
      }
    },
  }
  return { client: createORPCClient(link), closed, close: () => port.close('The connection was closed on this side.') }
}

async function parseOutput(contract: AnyContractRouter, path: readonly string[], output: unknown): Promise<unknown> {
  const procedure: unknown = getContractRouter(contract, path)
  if (!isContractProcedure(procedure)) throw new AppError('bad-message', `There is no method ${path.join('.')}.`)
  const schema = procedure['~orpc'].outputSchema as Schema<unknown, unknown> | undefined
  const parsed = await schema?.['~standard'].validate(output)
  if (parsed?.issues) throw new AppError('bad-message', `${path.join('.')} gave an answer that is not in the contract.`)
  return parsed ? parsed.value : output
}

export function isStream(value: unknown): value is AsyncIterator<unknown, unknown, void> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value && 'next' in value
}

/** An object, not a generator: `return` must end a `next` that is still waiting, and a generator would queue it behind. */
function tie(
  stream: AsyncIterator<unknown, unknown, void>,
  track: Track,
  explain: Explain,
): AsyncIterableIterator<unknown> {
  let over = false
  const leave = () => {
    over = true
    void stream.return?.().catch(() => {}) // asks the other side to stop; it need not answer
  }
  const end: Step = { done: true, value: undefined }
  return {
    async next() {
      if (over) return end
      try {
        const step = await track(stream.next())
        if (step.done) over = true
        return step
      } catch (error) {
        if (over) return end
        leave()
        throw explain(error)
      }
    },
    async return(value?: unknown) {
      if (!over) leave()
      return { done: true, value }
    },
    async throw(error?: unknown) {
      if (!over) leave()
      throw error
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

function toAppError(error: unknown, signal: AbortSignal | undefined): AppError {
  if (error instanceof AppError) return error
  if (error instanceof ORPCError) {
    const failure = error.code === 'FAILURE' ? Failure.safeParse(error.data) : null
    if (failure?.success) return new AppError(failure.data.code, failure.data.sentence, { ref: failure.data.ref })
    return new AppError('bad-message', 'The other side gave an answer that is not in the contract.', { cause: error })
  }
  if (signal?.aborted) return new AppError('cancelled', 'Cancelled.', { cause: error })
  return new AppError('internal', 'Something went wrong inside Plumage.', { cause: error })
}
