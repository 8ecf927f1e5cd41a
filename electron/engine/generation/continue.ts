import type { Database } from 'better-sqlite3'
import { AppError } from '../../contract/failure.ts'
import type { Generation, JobRequest } from '../../contract/jobs.ts'
import type { Change } from '../../contract/storyboard.ts'
import { listJobsToDo } from '../library/jobs.ts'
import { hasPanel, isPanelIdTaken, listPanelRows, listPanels } from '../library/panels.ts'
import { readStoryboardRow } from '../library/storyboards.ts'
import { findMade, land, type Made } from './land.ts'
import { makePanel, nothingToContinue } from './make-panel.ts'
import { promptOf, storyOf, wordsOf } from './panel-prompt.ts'
import type { RunContext } from './run-context.ts'

export type ContinueRequest = Extract<JobRequest, { kind: 'continue' }>

const gone = 'The panel this was to follow is not on the storyboard. Put it there first, then try again.'

/** Throws a sentence for what can be seen to be wrong at the click. Panels that are still being made count as there. */
export function checkContinue(db: Database, request: ContinueRequest): void {
  const { storyboardId, newPanelId, afterPanelId, context, caption } = request
  readStoryboardRow(db, storyboardId)
  if (isPanelIdTaken(db, newPanelId)) throw new AppError('conflict', 'This panel is on a storyboard already.')
  const toCome = new Set(
    listJobsToDo(db).flatMap((job) => (job.request?.kind === 'continue' ? [job.request.newPanelId] : [])),
  )
  if (toCome.has(newPanelId)) throw new AppError('conflict', 'This panel is being made already.')
  if (afterPanelId !== null && !toCome.has(afterPanelId) && !hasPanel(db, storyboardId, afterPanelId))
    throw new AppError('not-found', gone)
  if (wordsOf(caption) !== null || context.some((id) => toCome.has(id))) return
  const story = storyOf(contextPanels(db, request))
  if (story.length === 0) throw new AppError('empty-prompt', nothingToContinue)
  promptOf(story, null)
}

/** The next panel of a story, words and picture, put after the panel it was asked for. */
export async function runContinue(context: RunContext, request: ContinueRequest): Promise<void> {
  const made = findMade(context.db, request.jobId) ?? (await make(context, request))
  land(context, made, {
    storyboardId: request.storyboardId,
    label: 'Continue the story',
    change: (result) => insertAfter(context.db, request, result),
  })
}

async function make(context: RunContext, request: ContinueRequest): Promise<Made> {
  const { jobId, kind, seed, settings, storyboardId, afterPanelId } = request
  if (afterPanelId !== null && !hasPanel(context.db, storyboardId, afterPanelId)) throw new AppError('not-found', gone)
  const [panels, caption] = [storyOf(contextPanels(context.db, request)), wordsOf(request.caption)]
  return makePanel(context, { jobId, kind, seed, settings, panels, caption })
}

function contextPanels(db: Database, { storyboardId, context }: ContinueRequest) {
  const chosen = new Set(context)
  return listPanels(db, storyboardId).filter((panel) => chosen.has(panel.id))
}

function insertAfter(db: Database, request: ContinueRequest, { id, image, text }: Generation): Change {
  const { storyboardId, afterPanelId, newPanelId } = request
  const after = listPanelRows(db, storyboardId).findIndex((panel) => panel.id === afterPanelId)
  if (after === -1 && afterPanelId !== null) throw new AppError('not-found', gone)
  return {
    type: 'insert',
    index: after + 1,
    panels: [{ id: newPanelId, caption: text ?? '', image, generationId: id }],
  }
}
