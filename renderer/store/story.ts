import { v7 as uuidv7 } from 'uuid'
import type { JobRequest } from '../../electron/contract/jobs.ts'
import type { Panel, PanelDraft, Storyboard } from '../../electron/contract/storyboard.ts'
import type { AppState } from './app-store.ts'
import { inOrder, isBusy } from './jobs.ts'
import { type Selection } from './selection.ts'

/** Where *Continue* will put its panel and what it will read: shown on the button before it is pressed. */
export type Destination = {
  afterPanelId: string | null
  /** The number of the panel it follows; null when that panel is still being made. */
  afterNumber: number | null
  context: string[]
  /** First and last number read, when the panels read stand side by side. */
  range: [number, number] | null
}

/**
 * One panel or none selected: all panels up to there are read. Several: only these. With nothing selected the story goes
 * on at its end, after what is already on its way there.
 */
export function destinationOf(board: Storyboard | null, selection: Selection, jobs: AppState['jobs']): Destination {
  const order = board?.panels.map((panel) => panel.id) ?? []
  const chosen = selection.ids.length > 1 ? selection.ids : null
  const last = chosen ? chosen.at(-1)! : (selection.active ?? order.at(-1) ?? null)
  const place = last ? order.indexOf(last) : -1
  const context = chosen ? [...chosen] : order.slice(0, place + 1)
  const first = context.length ? order.indexOf(context[0]!) : 0
  const side = context.length > 0 && place - first === context.length - 1
  const atEnd = !chosen && place === order.length - 1
  const coming = atEnd
    ? inOrder(jobs).findLast(
        (job) => job.kind === 'continue' && isBusy(job) && job.storyboardId === board?.id && job.panelId,
      )
    : undefined
  const chained = coming && !selection.active ? coming.panelId : null
  return {
    afterPanelId: chained ?? last,
    afterNumber: chained ? null : place + 1,
    context: chained ? [...context, chained] : context,
    range: side ? [first + 1, place + 1] : null,
  }
}

/** What the model would have to go on: the line, or anything in the panels it reads. */
export const canContinue = (board: Storyboard | null, destination: Destination, prompt: string): boolean =>
  board !== null &&
  (prompt.trim() !== '' ||
    destination.afterNumber === null ||
    board.panels.some((panel) => destination.context.includes(panel.id) && isTelling(panel)))

const isTelling = (panel: Panel) => panel.image !== null || panel.caption.trim() !== ''

type ContinueRequest = Extract<JobRequest, { kind: 'continue' }>

export function continueRequest(
  board: Storyboard,
  destination: Destination,
  prompt: string,
  seed: number,
): ContinueRequest {
  return {
    kind: 'continue',
    jobId: uuidv7(),
    seed,
    settings: {},
    storyboardId: board.id,
    context: destination.context,
    afterPanelId: destination.afterPanelId,
    newPanelId: uuidv7(),
    caption: prompt.trim() || null,
  }
}

export const panelRequest = (
  board: Storyboard,
  kind: 'retell' | 'caption',
  panelId: string,
  seed: number,
): JobRequest => ({
  kind,
  jobId: uuidv7(),
  seed,
  settings: {},
  storyboardId: board.id,
  panelId,
})

/** The unfinished or broken job that works on a panel which is on the board. */
export const jobOf = (jobs: AppState['jobs'], panelId: string) =>
  inOrder(jobs).findLast((job) => job.panelId === panelId && job.kind !== 'continue' && job.state !== 'done')

export const emptyPanel = (): PanelDraft => ({ id: uuidv7(), caption: '', image: null, generationId: null })

export const copyOf = (panel: Panel): PanelDraft => ({
  id: uuidv7(),
  caption: panel.caption,
  image: panel.image?.sha256 ?? null,
  generationId: panel.generationId,
})
