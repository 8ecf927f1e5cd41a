import type { Composed, Progress } from '../../contract/inference.ts'
import type { JobRequest } from '../../contract/jobs.ts'
import { listGenerationsOf } from '../library/generations.ts'
import { keep, landParts, type Made, newlyMade } from './land.ts'
import { resultOf, type RunContext } from './run-context.ts'

export type ComposeRequest = Extract<JobRequest, { kind: 'compose' }>

type FinishedPicture = Extract<Progress, { type: 'picture' }>

/**
 * Words and pictures from a free prompt, each part a result of its own. They are kept together, in their order; of work
 * that is stopped or fails, the pictures that were finished are kept.
 */
export async function runCompose(context: RunContext, request: ComposeRequest): Promise<void> {
  const finished: FinishedPicture[] = []
  const hear = (event: Progress) => {
    if (event.type === 'picture') finished.push(event)
    else if (event.type === 'notice' && event.beginsAnew) finished.length = 0
    context.progress(event)
  }
  try {
    landParts(context, request.jobId, await makeParts({ ...context, progress: hear }, request))
  } catch (error) {
    // What hinders them from being kept, a full disk, say, must not hide why the work has ended.
    await keepPictures(context, request, finished).catch(() => undefined)
    throw error
  }
}

async function makeParts(context: RunContext, request: ComposeRequest): Promise<Made[]> {
  const { jobId, kind, seed, settings, prompt, writing, maxPictures } = request
  const input = { jobId, seed, settings, prompt, writing, maxPictures }
  const call = context.client.compose(input, { signal: context.signal })
  const { parts, stoppedBy, ...made } = await resultOf<Composed>(await call, context.progress)
  const common = { ...made, jobId, kind, prompt, completion: null, details: { stoppedBy } }
  const results: Made[] = []
  for (const part of parts) {
    const result =
      part.type === 'text' ? { text: part.text, asset: null, seed } : { text: null, asset: part.image, seed: part.seed }
    results.push(await newlyMade(context, { ...common, ...result }))
  }
  return results
}

/** Each once, however often the job was tried. */
async function keepPictures(
  context: RunContext,
  { jobId, kind, prompt }: ComposeRequest,
  pictures: readonly FinishedPicture[],
): Promise<void> {
  const kept = new Set(listGenerationsOf(context.db, jobId).map((generation) => generation.seed))
  for (const { image, seed, made } of pictures) {
    if (kept.has(seed)) continue
    const common = { ...made, jobId, kind, prompt, completion: null }
    keep(context, await newlyMade(context, { ...common, seed, text: null, asset: image }))
  }
}
