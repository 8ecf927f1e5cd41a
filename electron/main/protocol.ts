import { protocol } from 'electron'
import { createAnswerer, type AnswerSources } from './answers.ts'
import { scheme } from './csp.ts'

/** Must be called before `ready`. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true, stream: true } },
  ])
}

export function answerScheme(sources: AnswerSources): void {
  protocol.handle(scheme, createAnswerer(sources))
}
