import type { Database } from 'better-sqlite3'
import { AppError } from '../../contract/failure.ts'
import type { JobRequest } from '../../contract/jobs.ts'
import { mustHavePictures } from '../library/assets.ts'
import { findMade, land } from './land.ts'
import { makePanel, nothingToContinue } from './make-panel.ts'
import { promptOf, tellingOf, wordsOf } from './panel-prompt.ts'
import type { RunContext } from './run-context.ts'

export type StoryRequest = Extract<JobRequest, { kind: 'story' }>

export function checkStory(db: Database, { panels, caption }: StoryRequest): void {
  const telling = tellingOf(panels)
  if (telling.length === 0 && wordsOf(caption) === null) throw new AppError('empty-prompt', nothingToContinue)
  mustHavePictures(
    db,
    telling.flatMap(({ image }) => image ?? []),
  )
  promptOf(telling, wordsOf(caption))
}

/** The next panel of a story that is on no board. */
export async function runStory(context: RunContext, request: StoryRequest): Promise<void> {
  const { jobId, kind, seed, settings } = request
  const order = { jobId, kind, seed, settings, panels: tellingOf(request.panels), caption: wordsOf(request.caption) }
  land(context, findMade(context.db, jobId) ?? (await makePanel(context, order)), null)
}
