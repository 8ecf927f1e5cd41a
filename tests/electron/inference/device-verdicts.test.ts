import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Verdict } from '../../../electron/contract/probe.ts'
import { openDeviceVerdicts, type Subject } from '../../../electron/inference/device-verdicts.ts'
import { silentLog } from '../../../electron/service/log.ts'

const subject: Subject = { device: 'webgpu', driver: 'one', onnxruntime: '1.30.0', packHash: 'a'.repeat(64) }
const proven: Verdict = { verdict: 'proven', speed: 3, difference: 0, sentence: 'Good.' }
const hung: Verdict = { verdict: 'failed', why: 'hung', sentence: 'No answer.' }

let file: string
beforeEach(() => (file = join(mkdtempSync(join(tmpdir(), 'plumage-verdicts-')), 'library', 'devices.json')))
afterEach(() => rmSync(dirname(dirname(file)), { recursive: true, force: true }))
const open = (nowMs = 1) => openDeviceVerdicts(file, { log: silentLog, now: () => nowMs })

it('remembers a verdict over a restart, for that device, driver, runtime and pack alone', async () => {
  await open().keep(subject, proven)
  expect(await open().find(subject)).toEqual(proven)
  for (const other of [{ device: 'cuda' }, { driver: 'two' }, { onnxruntime: '2' }, { packHash: 'b'.repeat(64) }])
    expect(await open().find({ ...subject, ...other })).toBeNull()
  expect(readdirSync(dirname(file))).toEqual(['devices.json']) // nothing half written beside it
})

it('puts a verdict with a new driver in the place of the old, and leaves those of other devices', async () => {
  const verdicts = open()
  await verdicts.keep(subject, proven)
  await verdicts.keep({ ...subject, device: 'cuda' }, proven)
  await verdicts.keep({ ...subject, driver: 'two' }, hung)
  expect(await open().find(subject)).toBeNull()
  expect(await open().find({ ...subject, driver: 'two' })).toEqual(hung)
  expect(await open().find({ ...subject, device: 'cuda' })).toEqual(proven)
})

it('believes the newest, whichever process reached it', async () => {
  const early = open(1)
  await early.keep(subject, proven)
  await open(2).keep(subject, hung)
  expect(await early.find(subject)).toEqual(hung)
})

it('forgets with the process that memory ran out', async () => {
  const outOfMemory: Verdict = { verdict: 'failed', why: 'out-of-memory', sentence: 'Not enough.' }
  const verdicts = open()
  await verdicts.keep(subject, outOfMemory)
  expect(await verdicts.find(subject)).toEqual(outOfMemory)
  expect(await open().find(subject)).toBeNull()
})

it.each([
  ['damaged', '{"format": 1, "verd'],
  ['from another version', '{"format": 2, "verdicts": []}'],
  ['of another kind', '{"format": 1, "verdicts": [{"device": 1}]}'],
])('ignores a file that is %s, and writes it anew', async (_what, text) => {
  mkdirSync(dirname(file))
  writeFileSync(file, text)
  expect(await open().find(subject)).toBeNull()
  await open().keep(subject, proven)
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ format: 1, verdicts: [{ device: 'webgpu' }] })
})

it('goes on without a file where none can be written', async () => {
  writeFileSync(dirname(file), 'in the way')
  const verdicts = open()
  await verdicts.keep(subject, proven)
  expect(await verdicts.find(subject)).toEqual(proven)
})
