import type { Database } from 'better-sqlite3'
import { AppError } from '../../contract/failure.ts'
import type { SeeQuery } from '../../contract/inference.ts'
import type { JobRequest } from '../../contract/jobs.ts'
import { picturesOf, type Prompt, type PromptPart } from '../../contract/prompt.ts'
import { mustHavePictures } from '../library/assets.ts'
import { isBlank } from './panel-prompt.ts'

type PromptRequest = Extract<JobRequest, { prompt: Prompt }>
type Source = NonNullable<Extract<PromptRequest, { kind: 'generate' }>['source']>

/** Throws a sentence when a prompt says nothing, or names a picture that is not there: for a job, and for a look at it. */
export function checkPrompt(db: Database, asked: PromptRequest | SeeQuery): void {
  const { prompt } = asked
  const pictures = picturesOf(prompt)
  if ('task' in asked && asked.task === 'caption' && pictures.length === 0)
    throw new AppError('empty-prompt', 'There is no picture to describe: add one to the prompt.')
  if (!prompt.some(saysSomething))
    throw new AppError('empty-prompt', 'The prompt is empty: write a few words or add a picture.')
  mustHavePictures(db, pictures)
  if ('source' in asked && asked.source) checkSource(db, asked.source)
}

/** What is wrong with a part that is there, a video without frames, say, is for the model to name. */
function saysSomething(part: PromptPart): boolean {
  if (part.type === 'turn') return part.parts.some(saysSomething)
  return part.type !== 'text' || !isBlank(part.text)
}

function checkSource(db: Database, { sha256, mask }: Source): void {
  mustHavePictures(db, [sha256], 'The picture to draw over is not in the library. Add it again.')
  if (mask !== undefined) mustHavePictures(db, [mask], 'The mask is not in the library. Add it again.')
}
