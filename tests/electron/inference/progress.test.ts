import { describe, expect, it } from 'vitest'
import { AppError } from '../../../electron/contract/failure.ts'
import { createLane } from '../../../electron/inference/lane.ts'
import { followJob } from '../../../electron/inference/progress.ts'

const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new AppError('cancelled', 'Cancelled.')), { once: true })
  })

describe('followJob', () => {
  it('joins untaken words and keeps the last untaken step, but never across a stage', async () => {
    const job = followJob(undefined, async ({ report }) => {
      report({ type: 'stage', stage: 'write' })
      report({ type: 'text', delta: 'a ' })
      report({ type: 'text', delta: 'cat' })
      report({ type: 'stage', stage: 'decode' })
      report({ type: 'step', step: 1, steps: 3 })
      report({ type: 'step', step: 2, steps: 3 })
      return 'done'
    })
    const taken = []
    for (let step = await job.next(); ; step = await job.next()) {
      taken.push(step.value)
      if (step.done) break
    }
    expect(taken).toEqual([
      { type: 'stage', stage: 'write' },
      { type: 'text', delta: 'a cat' },
      { type: 'stage', stage: 'decode' },
      { type: 'step', step: 2, steps: 3 },
      'done',
    ])
  })

  it('cancels the job of a reader who goes away, and waits until it has ended', async () => {
    let ended = false
    const job = followJob(undefined, async ({ signal, report }) => {
      report({ type: 'stage', stage: 'load' })
      await untilAborted(signal).finally(() => (ended = true))
    })
    await job.next()
    await job.return(undefined)
    expect(ended).toBe(true)
  })

  it('fails as the job fails', async () => {
    const job = followJob(undefined, async () => {
      throw new AppError('bad-pack', 'The pack is damaged.')
    })
    await expect(job.next()).rejects.toMatchObject({ code: 'bad-pack' })
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
