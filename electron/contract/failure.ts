import { z } from 'zod'

/** What went wrong, for code that wants to react. The sentence is for the person. */
export const FailureCode = z.enum([
  'bad-message', // a message that is not in the contract
  'bad-image', // not a picture, truncated, too large, or a kind we do not read
  'empty-prompt',
  'prompt-too-long',
  'bad-prompt', // parts that make no prompt: an example without its answer, a video without frames
  'bad-pack', // a pack with a missing or altered file, or one this version cannot read
  'bad-shape', // a graph that disagrees with its pack.json, or gives numbers that are not finite
  'not-found',
  'conflict', // the thing has changed, exists already, or another process holds it right now
  'library-newer', // the database is from a newer version
  'library-damaged',
  'library-read-only',
  'disk-full',
  'out-of-memory',
  'device-unavailable',
  'service-stopped', // the process that worked on it died or was closed
  'cancelled',
  'internal', // a bug of ours; details are in the log under `ref`
])
export type FailureCode = z.infer<typeof FailureCode>

/** The only form in which an error crosses a process boundary: no stack, no path of the machine, no SQL. */
export const Failure = z.strictObject({
  code: FailureCode,
  /** Says what is wrong and what to do, in words a person understands. */
  sentence: z.string().min(1),
  /** Find this in the log for the cause. */
  ref: z.string().min(1),
})
export type Failure = z.infer<typeof Failure>

/** A failure as an exception. `cause` stays in this process, in the log under `ref`. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: FailureCode
  readonly ref: string
  constructor(code: FailureCode, sentence: string, options: { cause?: unknown; ref?: string } = {}) {
    super(sentence, { cause: options.cause })
    this.code = code
    this.ref = options.ref ?? crypto.randomUUID().slice(0, 8)
  }
  toFailure(): Failure {
    return { code: this.code, sentence: this.message, ref: this.ref }
  }
}
