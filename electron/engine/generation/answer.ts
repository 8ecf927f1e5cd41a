import type { WrittenText } from '../../contract/inference.ts'
import type { JobRequest } from '../../contract/jobs.ts'
import { findMade, land, type Made, newlyMade } from './land.ts'
import { resultOf, type RunContext } from './run-context.ts'

export type AnswerRequest = Extract<JobRequest, { kind: 'answer' }>

/** Text from a free prompt: a caption, or an answer. */
export async function runAnswer(context: RunContext, request: AnswerRequest): Promise<void> {
  land(context, findMade(context.db, request.jobId) ?? (await make(context, request)), null)
}

async function make(
  context: RunContext,
  { jobId, kind, seed, settings, prompt, task, maxTokens }: AnswerRequest,
): Promise<Made> {
  const input = { jobId, seed, settings, prompt, task, writing: maxTokens === undefined ? {} : { maxTokens } }
  const {
    text,
    phrases: _,
    stoppedBy: _by,
    ...made
  } = await resultOf<WrittenText>(await context.client.write(input, { signal: context.signal }), context.progress)
  return newlyMade(context, { ...made, jobId, kind, prompt, seed, completion: null, text, asset: null })
}
