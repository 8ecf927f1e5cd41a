import { generateText } from '../../models/emu/generate-text.ts'
import type { Model } from '../../models/emu/model.ts'
import { compilePrompt } from '../../models/emu/prompt/compile-prompt.ts'
import { recordRuns } from './bare-runs.ts'
import { MOST_TOKENS } from './prompts.ts'
import type { TextPrompt } from './prompts.ts'

export interface WrittenIds {
  readonly prompt: readonly number[]
  readonly written: readonly number[]
}

/** The ids behind a text: every token the engine writes goes through `embed_tokens`, where it can be seen. */
export async function readWrittenIds(model: Model, { parts }: TextPrompt): Promise<WrittenIds> {
  let tokens = 0
  const { runs } = await recordRuns(async () => {
    ;({ tokens } = await generateText(model, parts, { task: 'continue', maxTokens: MOST_TOKENS }))
  })
  const seen = runs.flatMap(({ feeds }) => {
    const ids = feeds.get('input_ids')
    return ids?.from === 'elsewhere' ? Array.from(ids.tensor.data as BigInt64Array, Number) : []
  })
  return { prompt: compilePrompt(model, parts, 'text').ids, written: seen.slice(seen.length - tokens) }
}
