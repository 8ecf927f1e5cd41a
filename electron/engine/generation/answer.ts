import type { WrittenText } from '../../contract/inference.ts'
import type { JobRequest } from '../../contract/jobs.ts'
import { findMade, land, type Made, newlyMade } from './land.ts'
import { resultOf, type RunContext } from './run-context.ts'

export type AnswerRequest = Extract<JobRequest, { kind: 'answer' }>

/** Text from a free prompt: a caption, an answer, or how it goes on. */
export async function runAnswer(context: RunContext, request: AnswerRequest): Promise<void> {
  land(context, findMade(context.db, request.jobId) ?? (await make(context, request)), null)
}

async function make(
  context: RunContext,
  { jobId, kind, seed, settings, prompt, task, writing }: AnswerRequest,
): Promise<Made> {
  const call = context.client.write({ jobId, seed, settings, prompt, task, writing }, { signal: context.signal })
  const { text, phrases, stoppedBy, ...made } = await resultOf<WrittenText>(await call, context.progress)
  const details = { stoppedBy, ...(writing.grounded && { phrases }) }
  return newlyMade(context, { ...made, jobId, kind, prompt, seed, completion: null, details, text, asset: null })
}
