import type { DrawnImage, Progress } from '../../contract/inference.ts'
import type { JobRequest } from '../../contract/jobs.ts'
import { endJob } from '../library/jobs.ts'
import { listGenerationsOf } from '../library/generations.ts'
import { keep, land, newlyMade } from './land.ts'
import { resultOf, type RunContext } from './run-context.ts'

export type GenerateRequest = Extract<JobRequest, { kind: 'generate' }>

/** Pictures from a free prompt, each kept as soon as it is made: a retry makes only those that are missing. */
export async function runGenerate(context: RunContext, request: GenerateRequest): Promise<void> {
  const { jobId, count } = request
  const kept = new Set(listGenerationsOf(context.db, jobId).map((generation) => generation.seed))
  const missing = seedsOf(request).filter((seed) => !kept.has(seed))
  if (missing.length === 0) {
    context.db
      .transaction(() => endJob(context.db, jobId, { state: 'done', failure: null, nowMs: context.now() }))
      .immediate()
    context.jobChanged()
  }
  for (const [i, seed] of missing.entries()) {
    const made = await draw(context, request, { seed, number: count - missing.length + i })
    if (i < missing.length - 1) keep(context, made)
    else land(context, made, null)
  }
}

/** Above the greatest seed the count begins at 0 again. */
const seedsOf = ({ seed, count }: GenerateRequest) =>
  Array.from({ length: count }, (_, i) =>
    i <= Number.MAX_SAFE_INTEGER - seed ? seed + i : i - (Number.MAX_SAFE_INTEGER - seed) - 1,
  )

async function draw(context: RunContext, request: GenerateRequest, { seed, number }: { seed: number; number: number }) {
  const { jobId, kind, settings, prompt, source, count } = request
  const progress = (event: Progress) => context.progress(event.type === 'step' ? ofAll(event, number, count) : event)
  const call = context.client.draw(
    { jobId, seed, settings, prompt, ...(source && { source }) },
    { signal: context.signal },
  )
  const { image, ...made } = await resultOf<DrawnImage>(await call, progress)
  return newlyMade(context, { ...made, jobId, kind, prompt, text: null, asset: image })
}

/** The steps of one picture as steps of all of them. */
function ofAll({ step, steps }: Extract<Progress, { type: 'step' }>, number: number, count: number): Progress {
  return { type: 'step', step: number * steps + step, steps: count * steps }
}
