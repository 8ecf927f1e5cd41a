import { ModelError, type ModelErrorCode } from '../../models/emu/model-error.ts'
import { AppError, type FailureCode } from '../contract/failure.ts'

const codes: Record<ModelErrorCode, FailureCode> = {
  'empty-prompt': 'empty-prompt',
  'prompt-too-long': 'prompt-too-long',
  'bad-prompt': 'bad-prompt',
  'bad-option': 'bad-message',
  'bad-image': 'bad-image',
  'bad-pack': 'bad-pack',
  'bad-shape': 'bad-shape',
  'device-unavailable': 'device-unavailable',
  'out-of-memory': 'out-of-memory',
  cancelled: 'cancelled',
}

/** Runs work of the models room; what it throws on purpose leaves with the same sentence, ready to cross a port. */
export async function explainModel<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof ModelError)) throw error
    throw new AppError(codes[error.code], error.message, { cause: error.cause })
  }
}
