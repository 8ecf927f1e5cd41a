/** What went wrong, for code that wants to react. */
export type ModelErrorCode =
  | 'empty-prompt'
  | 'prompt-too-long'
  | 'bad-prompt' // parts that make no prompt: an example without its answer, a video without frames
  | 'bad-option' // a number out of range, a mode the pack does not have
  | 'bad-image' // pixels that do not fit their width and height
  | 'bad-pack' // a pack with a missing or altered file, or one this version cannot read
  | 'bad-shape' // a graph that disagrees with its pack, or numbers that are not finite
  | 'device-unavailable'
  | 'out-of-memory'
  | 'cancelled'

/** The one error the engine throws on purpose. `message` is a sentence for a person: what is wrong, what to do. */
export class ModelError extends Error {
  override readonly name = 'ModelError'
  readonly code: ModelErrorCode
  constructor(code: ModelErrorCode, sentence: string, options?: { cause?: unknown }) {
    super(sentence, options)
    this.code = code
  }
}
