import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openLog } from '../../../electron/service/log.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumage-log-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const linesOf = (file: string) =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

it('writes one JSON object a line, with the whole chain of an error', () => {
  const log = openLog(join(folder, 'logs', 'a.log'), { now: () => 0 })
  log.info('start', { name: 'a' })
  log.error('failed', { ref: '1234', error: new Error('outer', { cause: new TypeError('inner') }) })
  const [first, second] = linesOf(log.file)
  expect(first).toEqual({
    time: '1970-01-01T00:00:00.000Z',
    level: 'info',
    pid: process.pid,
    event: 'start',
    name: 'a',
  })
  expect(second).toMatchObject({
    level: 'error',
    ref: '1234',
    error: { message: 'outer', cause: { name: 'TypeError', message: 'inner' } },
  })
})

it('keeps three older files and no more', () => {
  const log = openLog(join(folder, 'a.log'), { sizeBytes: 1000 })
  for (let n = 0; n < 100; n++) log.info('line', { n })
  log.close()
  expect(readdirSync(folder).toSorted()).toEqual(['a.log', 'a.log.1', 'a.log.2', 'a.log.3'])
  const kept = ['a.log.3', 'a.log.2', 'a.log.1', 'a.log'].flatMap((name) =>
    linesOf(join(folder, name)).map(({ n }) => Number(n)),
  )
  expect(kept).toEqual(Array.from({ length: kept.length }, (_, n) => 100 - kept.length + n))
})

it('goes on in the file of an earlier run', () => {
  for (const n of [1, 2]) {
    const log = openLog(join(folder, 'a.log'))
    log.info('run', { n })
    log.close()
  }
  expect(linesOf(join(folder, 'a.log'))).toHaveLength(2)
})

it('never throws: not for what JSON cannot hold, not where it cannot write', () => {
  const circular: Record<string, unknown> = {}
  circular['self'] = circular
  const log = openLog(join(folder, 'a.log'))
  log.warn('odd', { big: 5n, circular, long: 'x'.repeat(100_000) })
  log.warn('long', { long: 'x'.repeat(100_000) })
  const [odd, long] = linesOf(log.file)
  expect(odd).toMatchObject({ event: 'odd' })
  expect(String(long?.['long']).length).toBeLessThan(5000)
  openLog(join(log.file, 'below-a-file.log')).info('nowhere')
})
