import { AppError, type FailureCode } from '../../../../electron/contract/failure.ts'
import { connect, type Link } from '../../../../electron/contract/link.ts'
import { maxCharacters, type Port } from '../../../../electron/contract/port.ts'
import { secret, testContract, type TestContract } from '../services/test-contract.ts'

/** A kind of port, with a service of `testContract` behind it. */
export interface PortKind {
  /** A new port to the same service. */
  open(): Promise<Port>
  /** Closes, from the service's side, the port opened last; absent where the service cannot be asked to. */
  closeThere?(): Promise<void> | void
  /** Ends the service at once, as a crash would. */
  kill?(): Promise<void> | void
}

interface Invariant {
  name: string
  needs?: 'closeThere' | 'kill'
  check(kind: PortKind): Promise<void>
}

// These run in a browser as well as in Node, so they bring their own assertions.

/** The seven invariants of electron/contract/README.md, to be checked over every kind of port in use. */
export const invariants: readonly Invariant[] = [
  {
    name: '1 every call settles once: many at a time, each gets its own answer',
    async check(kind) {
      const { client, close } = await open(kind)
      const texts = Array.from({ length: 100 }, (_, n) => `text ${n}`)
      equal(await Promise.all(texts.map((text) => client.echo({ text }))), texts)
      close()
    },
  },
  {
    name: '1 a stream gives its events in order, then its result once, then nothing',
    async check(kind) {
      const { client, close } = await open(kind)
      const stream = await client.count({ to: 50 })
      const events: unknown[] = []
      let step = await stream.next()
      for (; !step.done; step = await stream.next()) events.push(step.value)
      equal(
        events,
        Array.from({ length: 50 }, (_, n) => n + 1),
      )
      equal(step.value, 'counted')
      equal((await stream.next()).done, true)
      close()
    },
  },
  {
    name: '1 a question, an answer or an event that is too large fails its own call and no other',
    async check(kind) {
      const { client, close } = await open(kind)
      const characters = maxCharacters + 1
      const waiting = client.echo({ text: 'meanwhile' })
      const stream = await client.sayLater({ characters })
      const refused = [client.echo({ text: 'x'.repeat(characters) }), client.say({ characters }), stream.next()]
      for (const error of await Promise.all(refused.map((call) => failure(call)))) {
        is(error, 'bad-message')
        if (!error.message.includes('too large')) throw new Error(`"${error.message}" does not say what is wrong`)
      }
      equal(await waiting, 'meanwhile')
      equal(await client.echo({ text: 'still here' }), 'still here')
      close()
    },
  },
  ...(['closeThere', 'kill'] as const).map((how): Invariant => ({
    name: `2 pending and later calls reject and say why (${how})`,
    needs: how,
    async check(kind) {
      const { client, closed } = await open(kind)
      const stream = await client.idle()
      await stream.next()
      const pending = [client.wait(), client.wait(), stream.next()].map((call) => failure(call))
      await kind[how]?.()
      for (const error of await Promise.all(pending)) isStopped(error)
      isStopped(await closed)
      isStopped(await failure(client.echo({ text: 'too late' })))
      equal((await stream.next()).done, true)
    },
  })),
  {
    name: '2, 4 closing on this side rejects what is pending, and the service sees that it is no cancel',
    async check(kind) {
      const before = await countAborts(kind)
      const { client, close } = await open(kind)
      const stream = await client.idle()
      await stream.next()
      const pending = [client.wait(), stream.next()].map((call) => failure(call))
      await client.pid() // by now the service has got `wait`
      close()
      for (const error of await Promise.all(pending)) isStopped(error)
      isStopped(await failure(client.pid()))
      await before.more(2, { cancelled: 0 })
    },
  },
  {
    name: '3 cancelling a call or a stream answers `cancelled`, and the service sees it',
    async check(kind) {
      const before = await countAborts(kind)
      const { client, close } = await open(kind)
      const [call, stream] = [new AbortController(), new AbortController()]
      const waiting = failure(client.wait(undefined, { signal: call.signal }))
      const idle = await client.idle(undefined, { signal: stream.signal })
      await idle.next()
      const next = failure(idle.next())
      call.abort()
      stream.abort()
      is(await waiting, 'cancelled')
      is(await next, 'cancelled')
      is(await failure(client.wait(undefined, { signal: call.signal })), 'cancelled')
      await before.more(2, { cancelled: 2 })
      equal(await client.echo({ text: 'still here' }), 'still here')
      close()
    },
  },
  {
    name: '3 the result stands when the cancel comes after it; leaving a stream ends it there too',
    async check(kind) {
      const before = await countAborts(kind)
      const { client, close } = await open(kind)
      const late = new AbortController()
      equal(await client.echo({ text: 'won' }, { signal: late.signal }), 'won')
      late.abort()
      const idle = await client.idle()
      await idle.next()
      const waiting = idle.next()
      await idle.return?.(null)
      equal((await waiting).done, true)
      await before.more(1, { cancelled: 1 })
      close()
    },
  },
  {
    name: '4 what was started goes on when the port closes, and another port finds it',
    async check(kind) {
      const first = await open(kind)
      await first.client.startJob({ job: 'drawing' })
      first.close()
      const second = await open(kind)
      equal(await second.client.finishJob({ job: 'drawing' }), 'drawing went on')
      second.close()
    },
  },
  {
    name: '5 bad input, extra keys, input where there is none and unknown methods are refused',
    async check(kind) {
      const { client, close } = await open(kind)
      const loose = client as unknown as Record<string, (input?: unknown) => Promise<unknown>>
      const refused = [
        loose['echo']?.({ text: 5 }),
        loose['echo']?.({ text: 'a', extra: true }),
        loose['echo']?.(),
        loose['pid']?.({ anything: 1 }),
        loose['nothing']?.(),
        loose['constructor']?.(),
        loose['__proto__']?.(),
      ]
      const errors = await Promise.all(refused.map((call) => failure(call ?? Promise.resolve())))
      for (const error of errors) is(error, 'bad-message')
      equal(await client.echo({ text: 'still here' }), 'still here')
      close()
    },
  },
  ...Object.entries({
    text: 'hello',
    'an object': { i: '1', p: { u: '/echo', b: { json: { text: 'a' } } } },
    pixels: new Uint8Array(16),
    'a header': JSON.stringify({ i: '1', p: { u: '/echo', h: { 'content-type': 'multipart/form-data' }, b: {} } }),
    'another method': JSON.stringify({ i: '1', p: { u: '/echo', m: 'GET', b: {} } }),
    'an upload': JSON.stringify({ i: '1', t: 3, p: { e: 'message' } }),
  }).map(([what, message]): Invariant => ({
    name: `5, 7 a port that carries ${what} is closed, and the service lives on`,
    async check(kind) {
      const port = await kind.open()
      const closed = new Promise<string>((resolve) => port.listen({ message() {}, close: resolve }))
      port.post(message)
      if ((await closed) === '') throw new Error('closed without a reason')
      const { client, close } = await open(kind)
      equal(await client.echo({ text: 'alive' }), 'alive')
      close()
    },
  })),
  {
    name: '6 an error carries a code, a sentence and a reference, and nothing of its cause',
    async check(kind) {
      const { client, close } = await open(kind)
      const known = await failure(client.fail({ how: 'known' }))
      equal([known.code, known.message], ['disk-full', 'The disk is full. Make room and try again.'])
      const stream = await client.failLater()
      equal((await stream.next()).value, 1)
      const errors = [known, await failure(client.fail({ how: 'unknown' })), await failure(stream.next())]
      errors.push(await failure(client.fail({ how: 'bad-output' })))
      equal(
        errors.map(({ code }) => code),
        ['disk-full', 'internal', 'internal', 'internal'],
      )
      for (const { message, ref, cause } of errors) {
        if (ref === '' || cause !== undefined) throw new Error('no reference, or a cause that crossed')
        if (message.includes(secret) || message.includes('/')) throw new Error(`${message} says too much`)
      }
      close()
    },
  },
]

async function open(kind: PortKind): Promise<Link<TestContract>> {
  return connect(testContract, await kind.open())
}

async function failure(call: Promise<unknown>): Promise<AppError> {
  const error: unknown = await call.then(
    (value) => `answered ${JSON.stringify(value)}`,
    (reason: unknown) => reason,
  )
  if (error instanceof AppError) return error
  throw new Error(`expected an AppError and got ${String(error)}`)
}

function is(error: AppError, code: FailureCode): void {
  if (error.code !== code || error.message === '')
    throw new Error(`expected ${code} and got ${error.code}: ${error.message}`)
}

const isStopped = (error: AppError) => is(error, 'service-stopped')

function equal(actual: unknown, expected: unknown): void {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)]
  if (a !== b) throw new Error(`expected ${b} and got ${a}`)
}

/**
 * The service counts the calls whose signal aborted since it started; `more` waits until there are so many more, and
 * checks how many of them the service took for cancelled.
 */
async function countAborts(kind: PortKind) {
  const { client, close } = await open(kind)
  const before = { aborted: await client.abortedSoFar(), cancelled: await client.cancelledSoFar() }
  return {
    async more(calls: number, { cancelled }: { cancelled: number }) {
      await client.aborted({ calls: before.aborted + calls })
      equal(await client.cancelledSoFar(), before.cancelled + cancelled)
      close()
    },
  }
}
