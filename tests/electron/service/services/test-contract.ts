import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { AppError } from '../../../../electron/contract/failure.ts'
import { base } from '../../../../electron/contract/inference.ts'
import type { Call, Handlers } from '../../../../electron/service/serve.ts'

/** What the services of the tests can do: count, wait, fail, hang and die. */
export const testContract = {
  /** A text of so many characters. */
  say: base.input(z.strictObject({ characters: z.int() })).output(z.string()),
  /** One as an event, and the number as the result. */
  sayLater: base.input(z.strictObject({ characters: z.int() })).output(eventIterator(z.string(), z.int())),
  echo: base.input(z.strictObject({ text: z.string() })).output(z.string()),
  pid: base.output(z.int()),
  /** The pid of the service that this one is connected with. */
  peerPid: base.output(z.int()),
  /** Never answers; ends when cancelled. */
  wait: base.output(z.null()),
  count: base.input(z.strictObject({ to: z.int() })).output(eventIterator(z.int(), z.string())),
  /** Says one number, then nothing more. */
  idle: base.output(eventIterator(z.int(), z.null())),
  /** Answers once so many calls of this process have seen their signal abort. */
  aborted: base.input(z.strictObject({ calls: z.int() })).output(z.null()),
  abortedSoFar: base.output(z.int()),
  /** Those of them that the caller cancelled: the others lost their port. */
  cancelledSoFar: base.output(z.int()),
  /** Something that goes on whoever asked for it. */
  startJob: base.input(z.strictObject({ job: z.string() })).output(z.null()),
  finishJob: base.input(z.strictObject({ job: z.string() })).output(z.string()),
  fail: base.input(z.strictObject({ how: z.enum(['known', 'unknown', 'bad-output']) })).output(z.string()),
  failLater: base.output(eventIterator(z.int(), z.null())),
  crash: base.input(z.strictObject({ how: z.enum(['throw', 'exit', 'kill', 'reject']) })).output(z.null()),
  /** Blocks the thread, having said so or not. */
  block: base.input(z.strictObject({ ms: z.int(), busy: z.boolean() })).output(z.null()),
}
export type TestContract = typeof testContract

/** What must never cross: a path, a query, a message of a foreign error. */
export const secret = 'SELECT secret FROM /home/somebody/plumage.db'

let abortedCalls = 0
let cancelledCalls = 0
let sawAbort: () => void = () => {}
const jobs = new Map<string, string>()

export interface TestService {
  busy: (busy: boolean) => void
  peerPid?: () => Promise<number>
}

export function testHandlers({ busy, peerPid }: TestService = { busy() {} }): Handlers<TestContract> {
  return {
    say: ({ characters }) => 'x'.repeat(characters),
    async *sayLater({ characters }) {
      yield 'x'.repeat(characters)
      return characters
    },
    echo: ({ text }) => text,
    pid: () => process.pid,
    peerPid: () => peerPid?.() ?? -1,
    wait: (_input, call) => untilAborted(call),
    async *count({ to }) {
      for (let n = 1; n <= to; n++) yield n
      return 'counted'
    },
    async *idle(_input, call) {
      yield 1
      return await untilAborted(call)
    },
    async aborted({ calls }) {
      while (abortedCalls < calls) await new Promise<void>((resolve) => (sawAbort = resolve))
      return null
    },
    abortedSoFar: () => abortedCalls,
    cancelledSoFar: () => cancelledCalls,
    startJob({ job }) {
      jobs.set(job, `${job} went on`)
      return null
    },
    finishJob: ({ job }) => jobs.get(job) ?? 'no such job',
    fail,
    async *failLater() {
      yield 1
      throw new Error(secret)
    },
    crash: ({ how }) => crash(how),
    block({ ms, busy: saysSo }) {
      if (saysSo) busy(true)
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
      if (saysSo) busy(false)
      return null
    },
  }
}

function untilAborted({ signal, cancel }: Call): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      abortedCalls++
      if (cancel.aborted) cancelledCalls++
      sawAbort()
      reject(new Error('aborted'))
    })
  })
}

function fail({ how }: { how: 'known' | 'unknown' | 'bad-output' }): string {
  if (how === 'known')
    throw new AppError('disk-full', 'The disk is full. Make room and try again.', { cause: new Error(secret) })
  if (how === 'unknown') throw new Error(secret)
  return 5 as unknown as string
}

function crash(how: 'throw' | 'exit' | 'kill' | 'reject'): Promise<null> {
  if (how === 'exit') process.exit(7)
  if (how === 'kill') process.kill(process.pid, 'SIGKILL')
  if (how === 'reject') void Promise.reject(new Error('rejected by the test'))
  if (how === 'throw') {
    setImmediate(() => {
      throw new Error('thrown by the test')
    })
  }
  return new Promise(() => {})
}
