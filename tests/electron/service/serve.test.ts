import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { AppError } from '../../../electron/contract/failure.ts'
import { base } from '../../../electron/contract/inference.ts'
import { connect } from '../../../electron/contract/link.ts'
import { browserPort } from '../../../electron/contract/port.ts'
import type { Log, LogFields } from '../../../electron/service/log.ts'
import { serve } from '../../../electron/service/serve.ts'
import { secret, testContract, testHandlers } from './services/test-contract.ts'

function served() {
  const lines: [string, LogFields | undefined][] = []
  const keep = (event: string, fields?: LogFields) => void lines.push([event, fields])
  const log: Log = { info: keep, warn: keep, error: keep }
  const { port1, port2 } = new MessageChannel()
  serve(testContract, testHandlers(), browserPort(port1), { log })
  return { lines, port: port2, link: connect(testContract, browserPort(port2)) }
}

describe('what went wrong', () => {
  it('is found in the log under the reference that the caller got', async () => {
    const { link, lines } = served()
    const error: unknown = await link.client.fail({ how: 'unknown' }).catch((reason: unknown) => reason)
    if (!(error instanceof AppError)) throw new Error('expected an AppError')
    const [, fields] = lines.find(([event]) => event === 'call-failed') ?? []
    expect(fields).toMatchObject({ method: 'fail', code: 'internal', ref: error.ref, error: { message: secret } })
    link.close()
  })

  it('is logged without the input that was refused', async () => {
    const { link, lines } = served()
    const loose = link.client as unknown as { echo(input: unknown): Promise<unknown> }
    await loose.echo({ text: ['a secret prompt'], more: 1 }).catch(() => {})
    expect(lines.some(([event]) => event === 'call-failed')).toBe(true)
    expect(
      JSON.stringify(lines, (_key, value: unknown) => (value instanceof Error ? String(value) : value)),
    ).not.toContain('a secret prompt')
    link.close()
  })

  it('is not logged when it was only a cancel, or an error the handler meant', async () => {
    const { link, lines } = served()
    const abort = new AbortController()
    const waiting = link.client.wait(undefined, { signal: abort.signal })
    await link.client.pid()
    abort.abort()
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' })
    await link.client.pid()
    expect(lines.filter(([event]) => event === 'call-failed')).toEqual([])
    link.close()
  })
})

it('refuses to start with a method missing', () => {
  const { port1 } = new MessageChannel()
  const { pid: _, ...rest } = testHandlers()
  expect(() =>
    serve(testContract, rest as ReturnType<typeof testHandlers>, browserPort(port1), { log: console }),
  ).toThrow('No handler for pid')
  port1.close()
})

it('refuses, on the side that asked, an answer that is not in the contract', async () => {
  const theirs = { number: base.output(z.string()) }
  const ours = { number: base.output(z.number()) }
  const { port1, port2 } = new MessageChannel()
  serve(theirs, { number: () => 'seven' }, browserPort(port1), { log: { info() {}, warn() {}, error() {} } })
  const link = connect(ours, browserPort(port2))
  await expect(link.client.number()).rejects.toMatchObject({ code: 'bad-message' })
  link.close()
})
