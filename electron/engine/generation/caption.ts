import type { Database } from 'better-sqlite3'
import { AppError } from '../../contract/failure.ts'
import type { WrittenText } from '../../contract/inference.ts'
import type { JobRequest } from '../../contract/jobs.ts'
import type { Prompt } from '../../contract/prompt.ts'
import { listPanels } from '../library/panels.ts'
import { readStoryboardRow } from '../library/storyboards.ts'
import { findMade, land, type Made, newlyMade } from './land.ts'
import { resultOf, type RunContext } from './run-context.ts'

export type CaptionRequest = Extract<JobRequest, { kind: 'caption' }>

export function checkCaption(db: Database, request: CaptionRequest): void {
  readStoryboardRow(db, request.storyboardId)
  pictureOf(db, request)
}

/** Writes a caption for a panel's picture. */
export async function runCaption(context: RunContext, request: CaptionRequest): Promise<void> {
  const made = findMade(context.db, request.jobId) ?? (await make(context, request))
  const { storyboardId, panelId } = request
  land(context, made, {
    storyboardId,
    label: 'Describe picture',
    change: ({ text }) => ({ type: 'caption', panelId, caption: text ?? '' }),
  })
}

async function make(context: RunContext, request: CaptionRequest): Promise<Made> {
  const { jobId, kind, seed, settings } = request
  const prompt = pictureOf(context.db, request)
  const call = context.client.write(
    { jobId, seed, settings, prompt, task: 'caption', writing: {} },
    { signal: context.signal },
  )
  const { text, phrases: _, stoppedBy: _by, ...made } = await resultOf<WrittenText>(await call, context.progress)
  return newlyMade(context, { ...made, jobId, kind, prompt, seed, completion: null, text, asset: null })
}

function pictureOf(db: Database, { storyboardId, panelId }: CaptionRequest): Prompt {
  const panel = listPanels(db, storyboardId).find((each) => each.id === panelId)
  if (!panel) throw new AppError('not-found', 'This panel is no longer on the storyboard.')
  if (!panel.image) throw new AppError('empty-prompt', 'This panel has no picture to describe: add one first.')
  return [{ type: 'image', sha256: panel.image.sha256 }]
}
