import type { Database } from 'better-sqlite3'
import { AppError } from '../../contract/failure.ts'
import type { JobRequest } from '../../contract/jobs.ts'
import type { StoryPanel } from '../../contract/prompt.ts'
import type { Panel } from '../../contract/storyboard.ts'
import { listPanels } from '../library/panels.ts'
import { readStoryboardRow } from '../library/storyboards.ts'
import { findMade, land, type Made } from './land.ts'
import { makePanel } from './make-panel.ts'
import { isBlank, storyOf } from './panel-prompt.ts'
import type { RunContext } from './run-context.ts'

export type RetellRequest = Extract<JobRequest, { kind: 'retell' }>

/** The nearest panels say what a panel should look like; far ones only make a small model's prompt too long. */
const contextPanels = 8

export function checkRetell(db: Database, request: RetellRequest): void {
  readStoryboardRow(db, request.storyboardId)
  contextOf(db, request)
}

/** Draws a panel's picture anew from its words, with the panels before it as context. */
export async function runRetell(context: RunContext, request: RetellRequest): Promise<void> {
  const made = findMade(context.db, request.jobId) ?? (await make(context, request))
  const { panelId, storyboardId } = request
  land(context, made, {
    storyboardId,
    label: 'Retell panel',
    change: ({ id, image }) => ({ type: 'picture', panelId, image, generationId: id }),
  })
}

async function make(context: RunContext, request: RetellRequest): Promise<Made> {
  const { jobId, kind, seed, settings } = request
  const { panel, before } = contextOf(context.db, request)
  return makePanel(context, { jobId, kind, seed, settings, panels: before, caption: panel.caption })
}

function contextOf(db: Database, { storyboardId, panelId }: RetellRequest): { panel: Panel; before: StoryPanel[] } {
  const panels = listPanels(db, storyboardId)
  const index = panels.findIndex((each) => each.id === panelId)
  const panel = panels[index]
  if (!panel) throw new AppError('not-found', 'This panel is no longer on the storyboard.')
  if (isBlank(panel.caption))
    throw new AppError('empty-prompt', 'This panel has no caption to draw from: write one first.')
  return { panel, before: storyOf(panels.slice(0, index)).slice(-contextPanels) }
}
