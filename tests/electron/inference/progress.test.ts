import { describe, expect, it } from 'vitest'
import type { Progress } from '../../../electron/contract/inference.ts'
import { createLane } from '../../../electron/inference/lane.ts'
import { createProgressFeed } from '../../../electron/inference/progress.ts'

const here = new AbortController().signal
const step = (number: number): Progress => ({ type: 'step', step: number, steps: 3 })
const text = (delta: string): Progress => ({ type: 'text', delta })
const stage = (name: 'write' | 'decode'): Progress => ({ type: 'stage', stage: name })

async function take(reader: AsyncGenerator<Progress, void>): Promise<Progress[]> {
  const taken = []
  for await (const progress of reader) taken.push(progress)
  return taken
}

describe('a progress feed', () => {
  it('joins untaken words and keeps the last untaken step, but never across a stage', async () => {
    const feed = createProgressFeed()
    const reader = feed.read(here)
    for (const said of [stage('write'), text('a '), text('cat'), stage('decode'), step(1), step(2)]) feed.report(said)
    feed.end()
    expect(await take(reader)).toEqual([stage('write'), text('a cat'), stage('decode'), step(2)])
  })

  it('begins, for one who comes late, with where the job is and all its words', async () => {
    const feed = createProgressFeed()
    const preview = (name: string): Progress => ({ type: 'preview', sha256: name.repeat(64) })
    for (const said of [stage('write'), text('a '), text('cat'), stage('decode')]) feed.report(said)
    for (const said of [step(1), preview('a'), step(2), preview('b'), text('.')]) feed.report(said)
    const [one, other] = [feed.read(here), feed.read(here)]
    feed.report(step(3))
    feed.end()
    const expected = [stage('decode'), text('a cat.'), step(3), preview('b')]
    expect(await take(one)).toEqual(expected)
    expect(await take(other)).toEqual(expected)
  })

  it('begins anew with a job that does: one who comes late hears only what counts', async () => {
    const feed = createProgressFeed()
    const notice: Progress = { type: 'notice', sentence: 'It was done on the processor.', beginsAnew: true }
    for (const said of [stage('write'), text('lost'), step(2), notice, stage('write'), text('kept')]) feed.report(said)
    const late = feed.read(here)
    feed.end()
    expect(await take(late)).toEqual([stage('write'), notice, text('kept')])
  })

  it('tells a waiting reader what is said, and lets it leave while nothing is said', async () => {
    const feed = createProgressFeed()
    const leaving = new AbortController()
    const [stays, leaves] = [feed.read(here), feed.read(leaving.signal)]
    const [first, last] = [stays.next(), leaves.next()]
    leaving.abort()
    expect(await last).toEqual({ done: true, value: undefined })
    feed.report(step(1))
    expect(await first).toEqual({ done: false, value: step(1) })
  })
})

describe('a lane', () => {
  const open = new AbortController().signal

  it('runs one job at a time, in order, also after one has failed', async () => {
    const lane = createLane()
    const order: string[] = []
    const job = (name: string, failing = false) =>
      lane.run(open, async () => {
        order.push(`${name} begins`)
        await new Promise((resolve) => setImmediate(resolve))
        order.push(`${name} ends`)
        if (failing) throw new Error(name)
      })
    const results = await Promise.allSettled([job('a', true), job('b'), job('c')])
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
    expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
  })

  it('lets a waiting job leave at once', async () => {
    const lane = createLane()
    const stop = new AbortController()
    let finish = () => {}
    const first = lane.run(open, () => new Promise<void>((resolve) => (finish = resolve)))
    const second = lane.run(stop.signal, async () => 'never')
    const third = lane.run(open, async () => 'third')
    stop.abort()
    await expect(second).rejects.toMatchObject({ code: 'cancelled' })
    finish()
    await first
    expect(await third).toBe('third')
  })
})
