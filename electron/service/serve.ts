import type {
  AnyContractRouter,
  ContractProcedure,
  ErrorMap,
  InferSchemaInput,
  InferSchemaOutput,
  Meta,
  AnySchema,
} from '@orpc/contract'
import { isContractProcedure, ValidationError } from '@orpc/contract'
import { type AnyRouter, implement, ORPCError } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import { z } from 'zod'
import { AppError } from '../contract/failure.ts'
import { isStream } from '../contract/link.ts'
import { carriedBy, mustFit, type Port } from '../contract/port.ts'
import type { Log } from './log.ts'
import { whenAborted } from './when-aborted.ts'

export interface Call {
  /** Aborted when the caller cancels, stops reading a stream, or goes away. */
  signal: AbortSignal
  /** Aborted only when the caller says so: it cancels, or stops reading a stream. A port that closes says nothing. */
  cancel: AbortSignal
}

/** For each method of a contract a function: `(input, { signal, cancel }) => output`, or a generator for a stream. */
export type Handlers<C> =
  C extends ContractProcedure<infer I extends AnySchema, infer O extends AnySchema, ErrorMap, Meta>
    ? (input: InferSchemaOutput<I>, call: Call) => InferSchemaInput<O> | Promise<InferSchemaInput<O>>
    : { [K in keyof C]: Handlers<C[K]> }

/** What the other side may ask, before oRPC reads it: no headers, no other HTTP method, no uploads. */
const Question = z.strictObject({
  i: z.union([z.string().max(40), z.number()]),
  t: z.literal(4).optional(),
  p: z
    .strictObject({
      u: z.string().startsWith('/').max(400),
      b: z.strictObject({ json: z.unknown().optional(), meta: z.array(z.unknown()).max(1000).optional() }).optional(),
    })
    .optional(),
})

/**
 * Answers the calls that come over a port. Whatever a handler throws leaves as a FAILURE: an AppError as it is, anything
 * else as 'internal' under a reference, its message only in the log. When the port closes, every call's signal aborts.
 */
export function serve<C extends AnyContractRouter>(
  contract: C,
  handlers: Handlers<C>,
  port: Port,
  { log }: { log: Log },
): void {
  const closed = new AbortController()
  const rpc = new RPCHandler(implementAll(contract, handlers, { path: [], closed: closed.signal }), {
    interceptors: [
      async (asked) => {
        const method = asked.request.url.pathname
        const answer = await asked.next().catch((error: unknown) => {
          throw toFailure(error, method, log)
        })
        if (answer.matched) return answer
        throw toFailure(new AppError('bad-message', 'There is no such method.'), method, log)
      },
    ],
    clientInterceptors: [
      async (asked) => {
        const { procedure, input, signal } = asked
        const method = asked.path.join('.')
        const explain = (error: unknown) => (signal?.aborted ? toCancelled(error) : toFailure(error, method, log))
        try {
          if (!procedure['~orpc'].inputSchema && input !== undefined) throw badInput(method)
          const output: unknown = await asked.next()
          if (isStream(output)) return guard(output, signal, explain)
          mustFit(output)
          return output
        } catch (error) {
          throw explain(error)
        }
      },
    ],
  })
  const end = (reason: string) => {
    closed.abort() // before oRPC hears of it and aborts the signals of all calls
    log.info('port-closed', { reason })
  }
  rpc.upgrade(carriedBy(port, Question, end))
}

const neverAborted = new AbortController().signal

/** oRPC aborts one signal for a cancel and for a closed port; which it was, only the port tells. */
function toCall(signal: AbortSignal, closed: AbortSignal): Call {
  const cancel = new AbortController()
  whenAborted(signal, () => {
    if (!closed.aborted) cancel.abort(signal.reason)
  })
  return { signal, cancel: cancel.signal }
}

interface Implementing {
  path: string[]
  /** Aborted when the port has closed. */
  closed: AbortSignal
}

function implementAll(contract: AnyContractRouter, handlers: unknown, { path, closed }: Implementing): AnyRouter {
  if (isContractProcedure(contract)) {
    if (typeof handlers !== 'function') throw new Error(`No handler for ${path.join('.')}`)
    const handler = handlers as (input: unknown, call: Call) => unknown // `Handlers` has checked each against its method
    return implement(contract).handler(({ input, signal = neverAborted }) => handler(input, toCall(signal, closed)))
  }
  const entries = Object.entries(contract).map(([key, part]: [string, AnyContractRouter]) => {
    const handler: unknown = typeof handlers === 'object' && handlers !== null ? Reflect.get(handlers, key) : undefined
    return [key, implementAll(part, handler, { path: [...path, key], closed })] as const
  })
  return Object.fromEntries(entries)
}

/** Ends when the caller has gone even if the handler's generator still waits for its next event. */
function guard(
  stream: AsyncIterator<unknown, unknown, void>,
  signal: AbortSignal | undefined,
  explain: (error: unknown) => Error,
) {
  const end = { done: true as const, value: undefined }
  let stop: (() => void) | null = null
  const leave = () => void stream.return?.().then(undefined, explain)
  signal?.addEventListener('abort', () => stop?.(), { once: true })
  return {
    next: () =>
      new Promise<IteratorResult<unknown, unknown>>((resolve, reject) => {
        stop = () => {
          leave()
          resolve(end)
        }
        if (signal?.aborted) stop()
        else
          checked(stream.next()).then(resolve, (error: unknown) => {
            leave() // of an event that does not fit the stream knows nothing yet
            reject(explain(error))
          })
      }),
    async return() {
      leave()
      return end
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

async function checked<Step extends IteratorResult<unknown, unknown>>(next: Promise<Step>): Promise<Step> {
  const step = await next
  mustFit(step.value)
  return step
}

function badInput(method: string, issues: readonly { message: string }[] = []): AppError {
  const why = issues.map((issue) => issue.message).join('; ')
  return new AppError('bad-message', `The input of ${method} is not in the contract.`, {
    cause: why === '' ? undefined : why,
  })
}

/** Logs what happened and gives what may cross: no message of a foreign error, no stack, no input. */
function toFailure(error: unknown, method: string, log: Log): Error {
  if (error instanceof ORPCError && error.code === 'FAILURE') return error
  const known = error instanceof AppError ? error : toAppError(error, method)
  if (known.cause !== undefined || known.code === 'internal' || known.code === 'bad-message') {
    log.error('call-failed', { method, code: known.code, ref: known.ref, error: known.cause ?? known })
  }
  return new ORPCError('FAILURE', { data: known.toFailure() })
}

function toAppError(error: unknown, method: string): AppError {
  const invalid = error instanceof ORPCError && error.cause instanceof ValidationError ? error.cause : null
  if (error instanceof ORPCError && error.code === 'BAD_REQUEST') return badInput(method, invalid?.issues)
  const sentence = 'Something went wrong inside Plumage. The log says more under the reference.'
  // A validation error carries the output it refused, which may hold a prompt: only its issues go to the log.
  const cause = invalid ? `output refused: ${JSON.stringify(invalid.issues)}` : error
  return new AppError('internal', sentence, { cause })
}

/** Nobody waits for this answer any more; it is given a form all the same. */
function toCancelled(error: unknown): Error {
  const known = error instanceof AppError ? error : new AppError('cancelled', 'Cancelled.', { cause: error })
  return new ORPCError('FAILURE', { data: known.toFailure() })
}
