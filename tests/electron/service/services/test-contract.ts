import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { AppError } from '../../../../electron/contract/failure.ts'
import { base } from '../../../../electron/contract/inference.ts'
import type { ServiceHost } from '../../../../electron/service/host.ts'
import type { Call, Handlers } from '../../../../electron/service/serve.ts'

export const testContract = {
  echo: base.input(z.strictObject({ text: z.string() })).output(z.string()),
  pid: base.output(z.int()),
  /** Never answers; ends when cancelled. */
  wait: base.output(z.null()),
  /** Answers its result even when cancelled in the meantime. */
  stubborn: base.input(z.strictObject({ ms: z.int() })).output(z.string()),
  count: base.input(z.strictObject({ to: z.int() })).output(eventIterator(z.int(), z.string())),
  /** Says one number, then nothing more. */
  idle: base.output(eventIterator(z.int(), z.null())),
  /** How many `wait` and `idle` calls have seen their signal abort. */
  aborted: base.output(z.int()),
  fail: base.input(z.strictObject({ how: z.enum(['known', 'unknown', 'bad-output']) })).output(z.string()),
  failLater: base.output(eventIterator(z.int(), z.null())),
  crash: base.input(z.strictObject({ how: z.enum(['throw', 'exit', 'kill', 'reject']) })).output(z.null()),
  /** Blocks the thread, having said so or not. */
  block: base.input(z.strictObject({ ms: z.int(), busy: z.boolean() })).output(z.null()),
}
export type TestContract = typeof testContract

export const secret = 'SELECT secret FROM /home/somebody/plumage.db'

export function testHandlers(host: Pick<ServiceHost, 'busy'> = { busy() {} }): Handlers<TestContract> {
  let aborted = 0
  const untilAborted = ({ signal }: Call) =>
    new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        aborted++
        reject(signal.reason)
      })
    })
  return {
    echo: ({ text }) => text,
    pid: () => process.pid,
    wait: (_input, call) => untilAborted(call),
    stubborn: ({ ms }) => new Promise((resolve) => setTimeout(() => resolve('result'), ms)),
    async *count({ to }) {
      for (let n = 1; n <= to; n++) yield n
      return 'counted'
    },
    async *idle(_input, call) {
      yield 1
      await untilAborted(call)
      return null
    },
    aborted: () => aborted,
    fail({ how }) {
      if (how === 'known') throw new AppError('disk-full', 'The disk is full. Make room and try again.')
      if (how === 'unknown') throw new Error(secret)
      return JSON.parse('5')
    },
    async *failLater() {
      yield 1
      throw new Error(secret)
    },
    crash: ({ how }) => crash(how),
    block({ ms, busy }) {
      if (busy) host.busy(true)
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
      if (busy) host.busy(false)
      return null
    },
  }
}

function crash(how: 'throw' | 'exit' | 'kill' | 'reject'): Promise<null> {
  if (how === 'exit') process.exit(7)
  if (how === 'kill') process.kill(process.pid, 'SIGKILL')
  if (how === 'throw') setImmediate(() => { throw new Error('thrown by the test') })
  if (how === 'reject') void Promise.reject(new Error('rejected by the test'))
  return new Promise(() => {})
}
