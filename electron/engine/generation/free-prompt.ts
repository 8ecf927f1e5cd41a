import type { Database } from 'better-sqlite3'
import { AppError } from '../../contract/failure.ts'
import type { JobRequest } from '../../contract/jobs.ts'
import type { Prompt } from '../../contract/prompt.ts'
import { hasAsset } from '../library/assets.ts'
import { isBlank } from './panel-prompt.ts'

/** Throws a sentence when a prompt says nothing, or names a picture that is not there. */
export function checkPrompt(db: Database, request: Extract<JobRequest, { prompt: Prompt }>): void {
  const { prompt } = request
  const images = prompt.filter((part) => part.type === 'image')
  const hasWords = prompt.some((part) => part.type === 'text' && !isBlank(part.text))
  if (request.kind === 'answer' && request.task === 'caption' && images.length === 0)
    throw new AppError('empty-prompt', 'There is no picture to describe: add one to the prompt.')
  if (images.length === 0 && !hasWords)
    throw new AppError('empty-prompt', 'The prompt is empty: write a few words or add a picture.')
  if (images.some((part) => !hasAsset(db, part.sha256)))
    throw new AppError('not-found', 'A picture of the prompt is not in the library. Add it again.')
}
