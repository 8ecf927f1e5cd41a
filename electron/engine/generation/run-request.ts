import type { Database } from 'better-sqlite3'
import type { JobRequest } from '../../contract/jobs.ts'
import { runAnswer } from './answer.ts'
import { checkBlend, runBlend } from './blend.ts'
import { checkCaption, runCaption } from './caption.ts'
import { runCompose } from './compose.ts'
import { checkContinue, runContinue } from './continue.ts'
import { checkPrompt } from './free-prompt.ts'
import { runGenerate } from './generate.ts'
import { checkRetell, runRetell } from './retell.ts'
import type { RunContext } from './run-context.ts'
import { checkStory, runStory } from './story.ts'

/** Throws a sentence when a request cannot work, while the person still looks at what was clicked. */
export function checkRequest(db: Database, request: JobRequest): void {
  switch (request.kind) {
    case 'continue':
      return checkContinue(db, request)
    case 'retell':
      return checkRetell(db, request)
    case 'story':
      return checkStory(db, request)
    case 'caption':
      return checkCaption(db, request)
    case 'generate':
    case 'answer':
    case 'compose':
      return checkPrompt(db, request)
    case 'blend':
      return checkBlend(db, request)
  }
}

/** Runs a job to its end in the library. Whatever it throws, the job has not ended yet. */
export async function runRequest(context: RunContext, request: JobRequest): Promise<void> {
  switch (request.kind) {
    case 'continue':
      return runContinue(context, request)
    case 'retell':
      return runRetell(context, request)
    case 'story':
      return runStory(context, request)
    case 'caption':
      return runCaption(context, request)
    case 'generate':
      return runGenerate(context, request)
    case 'answer':
      return runAnswer(context, request)
    case 'compose':
      return runCompose(context, request)
    case 'blend':
      return runBlend(context, request)
  }
}
