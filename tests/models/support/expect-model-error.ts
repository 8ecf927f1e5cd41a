import { expect } from 'vitest'
import { ModelError } from '../../../models/emu/model-error.ts'
import type { ModelErrorCode } from '../../../models/emu/model-error.ts'

/** The promise must fail with this code and say something like this to the person. */
export async function expectModelError(
  promise: Promise<unknown>,
  code: ModelErrorCode,
  sentence: RegExp,
): Promise<void> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(ModelError)
  expect(error).toMatchObject({ code, message: expect.stringMatching(sentence) as string })
}
