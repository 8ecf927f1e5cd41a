import { AppError, type FailureCode } from '../contract/failure.ts'

/** What can go wrong in the engine, and before and after it does its part. */
export type CommandFailureCode = FailureCode | 'wrong-usage' | 'output'

/** A failure of a command. `wrong-usage` is answered with the command's help. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure'
  readonly code: CommandFailureCode
  readonly ref: string | null
  /** What was finished before the failure: goes into the --json object beside it. */
  readonly results: Readonly<Record<string, unknown>>
  constructor(
    code: CommandFailureCode,
    sentence: string,
    options: { cause?: unknown; ref?: string; results?: Record<string, unknown> } = {},
  ) {
    super(sentence, { cause: options.cause })
    this.code = code
    this.ref = options.ref ?? null
    this.results = options.results ?? {}
  }
}

/** Gives any error the form in which a person and --json see it; `results` is what was finished before it. */
export function toCommandFailure(error: unknown, results: Record<string, unknown> = {}): CommandFailure {
  if (error instanceof CommandFailure || error instanceof AppError) {
    const { code, message, cause, ref } = error
    return new CommandFailure(code, message, { cause, results, ...(ref === null ? {} : { ref }) })
  }
  return new CommandFailure('internal', 'Something went wrong inside Plumage.', { cause: error, results })
}

export const exitCodes = { done: 0, failed: 1, wrongUsage: 2, cancelled: 130 } as const

export function exitCodeOf({ code }: CommandFailure): number {
  if (code === 'wrong-usage') return exitCodes.wrongUsage
  return code === 'cancelled' ? exitCodes.cancelled : exitCodes.failed
}
