import type { Composed } from '../../contract/inference.ts'
import type { JobRequest } from '../../contract/jobs.ts'
import { landParts, type Made, newlyMade } from './land.ts'
import { resultOf, type RunContext } from './run-context.ts'

export type ComposeRequest = Extract<JobRequest, { kind: 'compose' }>

/** Words and pictures from a free prompt, each part a result of its own. They are kept together, in their order. */
export async function runCompose(context: RunContext, request: ComposeRequest): Promise<void> {
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
  landParts(context, jobId, results)
}
