import type { Database } from 'better-sqlite3'
import { AppError } from '../../contract/failure.ts'
import type { DrawnImage } from '../../contract/inference.ts'
import type { JobRequest } from '../../contract/jobs.ts'
import { mustHavePictures } from '../library/assets.ts'
import { findMade, land, type Made, newlyMade } from './land.ts'
import { resultOf, type RunContext } from './run-context.ts'

export type BlendRequest = Extract<JobRequest, { kind: 'blend' }>

export function checkBlend(db: Database, { images }: BlendRequest): void {
  mustHavePictures(
    db,
    images.map(({ sha256 }) => sha256),
  )
  if (images.every(({ weight }) => weight === 0))
    throw new AppError('bad-prompt', 'All pictures have the weight 0: give one of them more.')
}

/** One picture as the model remembers it, or several in one. As a prompt it is the pictures; their weights are in the request. */
export async function runBlend(context: RunContext, request: BlendRequest): Promise<void> {
  land(context, findMade(context.db, request.jobId) ?? (await make(context, request)), null)
}

async function make(context: RunContext, { jobId, kind, seed, settings, images }: BlendRequest): Promise<Made> {
  const call = context.client.blend({ jobId, seed, settings, images }, { signal: context.signal })
  const { image, ...made } = await resultOf<DrawnImage>(await call, context.progress)
  const prompt = images.map(({ sha256 }) => ({ type: 'image' as const, sha256 }))
  return newlyMade(context, { ...made, jobId, kind, prompt, text: null, asset: image })
}
