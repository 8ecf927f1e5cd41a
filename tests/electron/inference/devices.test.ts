import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Verdict } from '../../../electron/contract/probe.ts'
import { openDeviceVerdicts } from '../../../electron/inference/device-verdicts.ts'
import { createDevices } from '../../../electron/inference/devices.ts'
import { silentLog } from '../../../electron/service/log.ts'
import { type Lane, laneOf } from '../../../electron/inference/lane.ts'
import { type Pack, readPack } from '../../../models/emu/pack.ts'
import { nanoFolder } from '../../models/support/nano.ts'

const proven = (speed: number): Verdict => ({ verdict: 'proven', speed, difference: 0, sentence: `${speed} times.` })
const crashed: Verdict = { verdict: 'failed', why: 'crashed', sentence: 'Its driver crashed.' }

const nano = await readPack(nanoFolder)
const signal = new AbortController().signal
let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'plumage-devices-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A machine with these devices, and what comes of trying each. It counts the trials. */
function machine(outcomes: Readonly<Record<string, Verdict>>, driver = 'driver 1') {
  const tried: string[] = []
  const lanes = new Map<string, Lane>()
  const device = (id: string) => ({ id, name: id, usable: true, sentence: 'Included.' })
  const devices = createDevices({
    prober: ({ device: id }) => {
      tried.push(id)
      return Promise.resolve(outcomes[id]!)
    },
    lanes,
    verdicts: openDeviceVerdicts(join(folder, 'devices.json'), { log: silentLog }),
    onnxruntime: '1.30.0',
    installed: () => [device('cpu'), ...Object.keys(outcomes).map(device), { ...device('cuda'), usable: false }],
    driver: () => driver,
  })
  const choose = (wanted?: string, pack: Pack = nano) => devices.choose(wanted, pack, signal)
  return { devices, choose, tried, lanes }
}

it.each(['cpu', 'webgpu'])('is not measured while a job runs on %s', async (busy) => {
  const { choose, tried, lanes } = machine({ webgpu: proven(3) })
  let end = () => {}
  const job = laneOf(lanes, busy).run(signal, () => new Promise<void>((resolve) => (end = resolve)))
  const chosen = choose('webgpu')
  await new Promise((resolve) => setTimeout(resolve, 50)) // time to begin, if it would
  expect(tried).toEqual([])
  end()
  await job
  expect([await chosen, tried]).toEqual(['webgpu', ['webgpu']])
})

describe('a device that was asked for', () => {
  it('is tried before its first use and then never again', async () => {
    const first = machine({ webgpu: proven(0.1) })
    expect(await first.choose('webgpu')).toBe('webgpu')
    expect(await first.choose('webgpu')).toBe('webgpu')
    const second = machine({ webgpu: crashed })
    expect(await second.choose('webgpu')).toBe('webgpu')
    expect([first.tried, second.tried]).toEqual([['webgpu'], []])
  })

  it('is tried again with another driver or pack', async () => {
    await machine({ webgpu: proven(2) }).choose('webgpu')
    const updated = machine({ webgpu: proven(2) }, 'driver 2')
    await updated.choose('webgpu')
    await updated.choose('webgpu', { ...nano, hash: 'b'.repeat(64) })
    expect(updated.tried).toEqual(['webgpu', 'webgpu'])
  })

  it('is tried once if two jobs ask for it at the same time', async () => {
    const { choose, tried } = machine({ webgpu: proven(2) })
    expect(await Promise.all([choose('webgpu'), choose('webgpu')])).toEqual(['webgpu', 'webgpu'])
    expect(tried).toEqual(['webgpu'])
  })

  it('is refused with the reason when it fails, and never replaced', async () => {
    const { choose, tried } = machine({ webgpu: crashed, dml: proven(9) })
    const refused = {
      code: 'device-unavailable',
      message: expect.stringMatching(/^The device "webgpu".*driver crashed\./),
    }
    await expect(choose('webgpu')).rejects.toMatchObject(refused)
    await expect(choose('webgpu')).rejects.toMatchObject(refused)
    expect(tried).toEqual(['webgpu'])
  })

  it('is refused untried when it is not there', async () => {
    const { choose, tried } = machine({ webgpu: crashed })
    await expect(choose('abacus')).rejects.toThrow(/^There is no device "abacus"\. This machine has: cpu, webgpu\./)
    await expect(choose('cuda')).rejects.toThrow(/^The device "cuda" cannot be used/)
    expect(tried).toEqual([])
  })

  it('needs no trial if it is the processor', async () => {
    const { choose, tried } = machine({ webgpu: proven(9) })
    expect(await choose('cpu')).toBe('cpu')
    expect(tried).toEqual([])
  })
})

describe('a device that was not asked for', () => {
  it.each([
    ['the processor, if nothing is twice as fast', { webgpu: proven(1.9), dml: crashed }, 'cpu'],
    ['one that is twice as fast', { webgpu: proven(2), dml: crashed }, 'webgpu'],
    ['the fastest', { webgpu: proven(3), dml: proven(7) }, 'dml'],
    ['the first of two that are equal', { webgpu: proven(7), dml: proven(7) }, 'webgpu'],
    ['the processor, if there is nothing else', {}, 'cpu'],
  ])('is %s', async (_what, outcomes, chosen) => {
    expect(await machine(outcomes).choose('auto')).toBe(chosen)
    expect(await machine(outcomes).choose()).toBe(chosen) // by now it is known
  })

  it('is not tried unless the choice was left to Plumage', async () => {
    const { choose, tried } = machine({ webgpu: proven(9) })
    expect(await choose()).toBe('cpu')
    expect(tried).toEqual([])
    expect(await choose('auto')).toBe('webgpu')
    expect(tried).toEqual(['webgpu'])
  })
})

it('lists what is known, and a probe finds out anew', async () => {
  await machine({ webgpu: crashed }).choose('auto')
  const { devices, tried } = machine({ webgpu: proven(4), dml: crashed })
  const brief = ({ id, usable, verdict, speed }: Awaited<ReturnType<typeof devices.list>>[number]) => [
    id,
    usable,
    verdict,
    speed,
  ]
  expect((await devices.list(nano)).map(brief)).toEqual([
    ['cpu', true, 'proven', 1],
    ['webgpu', false, 'failed', null],
    ['dml', true, null, null],
    ['cuda', false, null, null],
  ])
  expect((await devices.probe(nano, signal)).map(brief)).toEqual([
    ['cpu', true, 'proven', 1],
    ['webgpu', true, 'proven', 4],
    ['dml', false, 'failed', null],
    ['cuda', false, null, null],
  ])
  expect(tried).toEqual(['webgpu', 'dml'])
})
