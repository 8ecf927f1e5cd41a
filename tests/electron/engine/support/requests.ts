import type { JobRequest, JobState } from '../../../../electron/contract/jobs.ts'
import { type Client, newId } from './studio.ts'

type Generate = Extract<JobRequest, { kind: 'generate' }>

/** One picture of a fox, under a new name. */
export const generate = (seed: number, more: Partial<Generate> = {}): Generate => ({
  kind: 'generate',
  jobId: newId(),
  seed,
  settings: {},
  prompt: [{ type: 'text', text: 'a fox' }],
  count: 1,
  ...more,
})

/** Undefined for a job that is not on the list. */
export const stateOf = async (client: Client, jobId: string): Promise<JobState | undefined> =>
  (await client.jobs.list()).find((job) => job.id === jobId)?.state
