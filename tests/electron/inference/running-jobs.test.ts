import { v7 as newId } from 'uuid'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../../electron/contract/failure.ts'
import type { Progress, WrittenText } from '../../../electron/contract/inference.ts'
import { type JobResult, keptForMs, maxResults } from '../../../electron/inference/kept-results.ts'
import type { Following } from '../../../electron/inference/progress.ts'
import { createRunningJobs, type JobOrder, type RunningJobs } from '../../../electron/inference/running-jobs.ts'

const made = { pack: 'p', packHash: 'a'.repeat(64), device: 'cpu', versions: {}, timingsMs: {}, steps: 0, guidance: 1 }
const wrote = (text: string): WrittenText => ({ text, phrases: [], stoppedBy: 'eos', ...made })
const order = (jobId = newId(), seed = 1, prompt = 'a fox'): JobOrder => {
  const input = { jobId, seed, prompt }
  return { method: 'write', input }
}

/** A caller who may cancel, or go away without a word. */
function caller() {
  const [cancel, gone] = [new AbortController(), new AbortController()]
  return {
    call: { signal: AbortSignal.any([cancel.signal, gone.signal]), cancel: cancel.signal },
    cancel: () => cancel.abort(),
    goAway: () => gone.abort(),
  }
}

/** Jobs that the test leads by hand; the newest begun is the last. */
function byHand(jobs: RunningJobs) {
  const begun: (Following & { finish(result: JobResult): void; fail(error: Error): void })[] = []
  const work = (job: Following) => new Promise<JobResult>((finish, fail) => begun.push({ ...job, finish, fail }))
  return { begun, ask: (asked: JobOrder, { call } = caller()) => jobs.follow(asked, call, work) }
}

async function read(stream: AsyncGenerator<Progress, JobResult>) {
  const progress: Progress[] = []
  for (;;) {
    const step = await stream.next()
    if (step.done) return { progress, result: step.value }
    progress.push(step.value)
  }
}

const isThere = () => true

describe('a job whose reader went away', () => {
  it('goes on, and tells the next reader all its words and the result', async () => {
    const { begun, ask } = byHand(createRunningJobs(isThere))
    const [asked, first] = [order(), caller()]
    const left = read(ask(asked, first))
    begun[0]!.report({ type: 'stage', stage: 'write' })
    begun[0]!.report({ type: 'text', delta: 'a red ' })
    first.goAway()
    await expect(left).rejects.toMatchObject({ code: 'service-stopped' })
    begun[0]!.report({ type: 'text', delta: 'fox' })
    const second = read(ask(asked))
    begun[0]!.report({ type: 'text', delta: ' runs' })
    begun[0]!.finish(wrote('a red fox runs'))
    expect(await second).toEqual({
      progress: [
        { type: 'stage', stage: 'write' },
        { type: 'text', delta: 'a red fox runs' },
      ],
      result: wrote('a red fox runs'),
    })
    expect([begun.length, begun[0]!.signal.aborted]).toEqual([1, false])
  })

  it('gives its result to who asks when it has ended', async () => {
    const { begun, ask } = byHand(createRunningJobs(isThere))
    const [asked, first] = [order(), caller()]
    const left = ask(asked, first)
    first.goAway()
    begun[0]!.finish(wrote('done'))
    await expect(read(left)).rejects.toMatchObject({ code: 'service-stopped' })
    expect(await read(ask(asked))).toEqual({ progress: [], result: wrote('done') })
    expect(begun).toHaveLength(1)
  })

  it('is tried again when it failed', async () => {
    const { begun, ask } = byHand(createRunningJobs(isThere))
    const [asked, first] = [order(), caller()]
    const left = ask(asked, first)
    first.goAway()
    begun[0]!.fail(new AppError('out-of-memory', 'The memory is not enough for this.'))
    await expect(read(left)).rejects.toMatchObject({ code: 'service-stopped' })
    const again = read(ask(asked))
    begun[1]!.finish(wrote('now'))
    expect((await again).result).toEqual(wrote('now'))
  })
})

describe('a cancel', () => {
  it('ends the job for all who follow it, and the same request begins anew at once', async () => {
    const { begun, ask } = byHand(createRunningJobs(isThere))
    const [asked, one] = [order(), caller()]
    const [stopped, other] = [read(ask(asked, one)), read(ask(asked))]
    one.cancel()
    expect(begun[0]!.signal.aborted).toBe(true)
    const again = read(ask(asked)) // while the first is still on its way out
    begun[0]!.fail(new AppError('cancelled', 'Cancelled.'))
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' })
    await expect(other).rejects.toMatchObject({ code: 'cancelled' })
    begun[1]!.finish(wrote('again'))
    expect((await again).result).toEqual(wrote('again'))
  })

  it('comes too late for a result', async () => {
    const { begun, ask } = byHand(createRunningJobs(isThere))
    const [asked, one] = [order(), caller()]
    const won = read(ask(asked, one))
    begun[0]!.finish(wrote('won'))
    expect((await won).result).toEqual(wrote('won'))
    one.cancel()
    expect((await read(ask(asked))).result).toEqual(wrote('won'))
  })
})

describe('a jobId', () => {
  it('stands for one request while somebody follows it', async () => {
    const { begun, ask } = byHand(createRunningJobs(isThere))
    const jobId = newId()
    const first = read(ask(order(jobId)))
    const conflict = expect.objectContaining({ code: 'conflict', message: expect.stringMatching(/Start it anew/) })
    expect(() => ask(order(jobId, 1, 'a cat'))).toThrow(conflict)
    expect(() => ask({ ...order(jobId), method: 'draw' })).toThrow(conflict)
    begun[0]!.finish(wrote('a fox'))
    await first
  })

  it('of a job that nobody follows any more stands for what is asked for now', async () => {
    const { begun, ask } = byHand(createRunningJobs(isThere))
    const [jobId, gone] = [newId(), caller()]
    const left = read(ask(order(jobId), gone))
    gone.goAway()
    await expect(left).rejects.toMatchObject({ code: 'service-stopped' })
    const cat = read(ask(order(jobId, 1, 'a cat')))
    expect(begun[0]!.signal.aborted).toBe(true)
    begun[0]!.finish(wrote('a fox')) // too late: it must not be taken for the cat
    begun[1]!.finish(wrote('a cat'))
    expect((await cat).result).toEqual(wrote('a cat'))
    expect((await read(ask(order(jobId, 1, 'a cat')))).result).toEqual(wrote('a cat'))
    void ask(order(jobId)) // a fox again: the cat that was kept makes way
    expect(begun).toHaveLength(3)
  })

  it('may have several pictures, each with its seed', async () => {
    const { begun, ask } = byHand(createRunningJobs(isThere))
    const jobId = newId()
    const [one, two] = [read(ask(order(jobId, 1))), read(ask(order(jobId, 2)))]
    begun[0]!.finish(wrote('one'))
    begun[1]!.finish(wrote('two'))
    expect([(await one).result, (await two).result]).toEqual([wrote('one'), wrote('two')])
  })
})

describe('results', () => {
  it('are kept for a time', async () => {
    let nowMs = 0
    const { begun, ask } = byHand(createRunningJobs(isThere, () => nowMs))
    const asked = order()
    const first = read(ask(asked))
    begun[0]!.finish(wrote('old'))
    await first
    nowMs = keptForMs - 1
    expect((await read(ask(asked))).result).toEqual(wrote('old'))
    nowMs = keptForMs
    void ask(asked)
    expect(begun).toHaveLength(2)
  })

  it('are kept up to a number, the oldest go first', async () => {
    const { begun, ask } = byHand(createRunningJobs(isThere))
    const orders = Array.from({ length: maxResults + 1 }, () => order())
    for (const [i, asked] of orders.entries()) {
      const reading = read(ask(asked))
      begun[i]!.finish(wrote(`${i}`))
      await reading
    }
    expect((await read(ask(orders[1]!))).result).toEqual(wrote('1'))
    expect(begun).toHaveLength(maxResults + 1)
    void ask(orders[0]!)
    expect(begun).toHaveLength(maxResults + 2)
  })

  it('are made again when their picture is gone', async () => {
    const { begun, ask } = byHand(createRunningJobs(() => false))
    const image = { sha256: 'b'.repeat(64), mime: 'image/png', width: 1, height: 1, sizeBytes: 1 } as const
    const asked = { ...order(), method: 'draw' }
    const first = read(ask(asked))
    begun[0]!.finish({ image, seed: 1, completion: null, ...made })
    await first
    void ask(asked)
    expect(begun).toHaveLength(2)
  })
})

it('close cancels what runs and waits for it, followed or not', async () => {
  const jobs = createRunningJobs(isThere)
  const { begun, ask } = byHand(jobs)
  const gone = caller()
  const followed = read(ask(order()))
  void ask(order(), gone)
  gone.goAway()
  let closed = false
  const closing = jobs.close().then(() => (closed = true))
  expect(begun.map(({ signal }) => signal.aborted)).toEqual([true, true])
  begun[0]!.fail(new AppError('cancelled', 'Cancelled.'))
  await expect(followed).rejects.toMatchObject({ code: 'cancelled' })
  expect(closed).toBe(false)
  begun[1]!.fail(new AppError('cancelled', 'Cancelled.'))
  await closing
})

it('close cancels and waits for work that nobody can come back to', async () => {
  const jobs = createRunningJobs(isThere)
  const work = ({ signal }: Following) =>
    new Promise<void>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(new AppError('cancelled', 'Cancelled.')), { once: true })
    })
  const tracked = jobs.track(caller().call, work)
  const closing = jobs.close()
  await expect(tracked).rejects.toMatchObject({ code: 'cancelled' })
  await closing
})
