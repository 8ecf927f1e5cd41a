import { AppError } from '../../contract/failure.ts'
import type { ContinuedStory } from '../../contract/inference.ts'
import type { JobRequest } from '../../contract/jobs.ts'
import type { StoryPanel } from '../../contract/prompt.ts'
import { type Made, newlyMade } from './land.ts'
import { promptOf } from './panel-prompt.ts'
import { resultOf, type RunContext } from './run-context.ts'

export const nothingToContinue = 'There is nothing to continue yet: add a picture or write a caption first.'

interface PanelToMake extends Pick<JobRequest, 'jobId' | 'kind' | 'seed' | 'settings'> {
  /** The story so far: panels that say something. */
  panels: StoryPanel[]
  /** Null: the model writes it. */
  caption: string | null
}

/** One panel, words and picture, not yet in any place. */
export async function makePanel(context: RunContext, { kind, ...order }: PanelToMake): Promise<Made> {
  const { panels, caption, jobId } = order
  if (panels.length === 0 && caption === null) throw new AppError('empty-prompt', nothingToContinue)
  const prompt = promptOf(panels, caption)
  const call = context.client.continueStory(order, { signal: context.signal })
  const { image, caption: text, ...made } = await resultOf<ContinuedStory>(await call, context.progress)
  return newlyMade(context, { ...made, jobId, kind, prompt, completion: null, text, asset: image })
}
