import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { launchService, type ServiceProcess } from '../../../electron/service/launcher.ts'
import { silentLog } from '../../../electron/service/log.ts'
import { createProber } from '../../../electron/service/prober.ts'

const library = mkdtempSync(join(tmpdir(), 'plumage-prober-'))
afterAll(() => rmSync(library, { recursive: true, force: true }))

const started: ServiceProcess[] = []
const launch = (service: string) => () => {
  const entry = join(import.meta.dirname, 'services', `${service}.ts`)
  const child = launchService({ name: 'probe', entry, env: { PLUMAGE_LIBRARY: library } })
  started.push(child)
  return child
}
const never = new AbortController().signal
const probe = (device: string, { service = 'trial', limitMs = 600_000, signal = never } = {}) =>
  createProber({ launch: launch(service), log: silentLog, limitMs }).probe(
    { device, folder: '/pack' },
    { signal, cancel: signal },
  )

/** Every process of the probe has ended, whatever came of it. */
async function nothingIsLeft(): Promise<void> {
  for (const child of started) {
    await child.exited
    expect(() => process.kill(child.pid!, 0)).toThrow(/ESRCH/)
  }
}

it('tells how fast a device is that gives the right numbers', async () => {
  const verdict = { verdict: 'proven', speed: 3.21, difference: 1e-5, sentence: expect.stringMatching(/3\.2 times/) }
  expect(await probe('good')).toEqual(verdict)
  await nothingIsLeft()
})

it.each([
  ['crash', 'crashed', /crashed \(.*SIGABRT|crashed \(exit code/],
  ['kill', 'out-of-memory', /was killed, most likely for want of memory/],
  ['bad-shape', 'wrong', /Said by the trial/],
  ['out-of-memory', 'out-of-memory', /Said by the trial/],
  ['device-unavailable', 'unavailable', /cannot run on it here/],
])('takes %s for a device that has %s', async (device, why, sentence) => {
  const verdict = await probe(device)
  expect(verdict).toEqual({ verdict: 'failed', why, sentence: expect.stringMatching(sentence) as string })
  await nothingIsLeft()
})

it.each([
  ['hangs in the driver', 'trial'],
  ['never says a word', 'mute'],
])('gives up on a process that %s', async (_what, service) => {
  const verdict = await probe('hang', { service, limitMs: 2000 })
  expect(verdict).toEqual({ verdict: 'failed', why: 'hung', sentence: 'It gave no answer within 2 s.' })
  await nothingIsLeft()
})

it('does not blame the device for a process that ends before it has said a word', async () => {
  await expect(probe('good', { service: 'broken' })).rejects.toMatchObject({
    code: 'device-unavailable',
    message: expect.stringMatching(/did not start \(exit code 3\)/) as string,
  })
})

it('gives its verdict, and says so in the log, when the process cannot be killed', async () => {
  const logged: string[] = []
  const launchImmortal = () => ({ ...launch('trial')(), kill: () => undefined })
  const log = { ...silentLog, error: (event: string) => void logged.push(event) }
  const prober = createProber({ launch: launchImmortal, log, limitMs: 2000, leaveAfterMs: 10 })
  const verdict = await prober.probe({ device: 'hang', folder: '/pack' }, { signal: never, cancel: never })
  expect([verdict, logged]).toEqual([expect.objectContaining({ why: 'hung' }), ['probe-left']])
  started.at(-1)!.kill()
  await nothingIsLeft()
})

it('ends the process when nobody wants to know any more', async () => {
  const stop = new AbortController()
  const asked = probe('hang', { signal: stop.signal })
  stop.abort()
  await expect(asked).rejects.toMatchObject({ code: 'cancelled' })
  await nothingIsLeft()
})

it('does not blame the device for a pack that cannot be read', async () => {
  await expect(probe('bad-pack')).rejects.toMatchObject({ code: 'bad-pack' })
})
