import { TEXT_SAMPLING, uniformAt } from '../numerics/rng.ts'
import { sampleToken } from '../numerics/sampling.ts'
import type { Sampling } from '../numerics/sampling.ts'
import { advance, embedTokens, predictToken } from './language.ts'
import type { Reading } from './language.ts'
import type { Model } from './model.ts'
import type { Run } from './run.ts'
import { createTextStream } from './tokenizer.ts'

export interface WriteSettings {
  readonly seed: number
  readonly sampling: Sampling
  readonly maxTokens: number
  readonly onText: (delta: string) => void
}

export interface Writing {
  readonly text: string
  readonly tokens: number
  /** What ended it: the end of the sequence, [IMG] where a picture would follow, or `maxTokens`. */
  readonly stoppedBy: 'eos' | 'image' | 'length'
  /** After the last word; what ended the text is not read. */
  readonly reading: Reading
}

/**
 * Writes on, word by word, from where a reading ended. At least one token is written, as in Emu (min_len 1). Control
 * tokens never come out: two of them end the text, the others are forbidden. `start` is used up.
 *
 * Cost     three short runs a token. Draw n uses number n of the seed's text stream, so a longer text begins the same.
 */
export async function writeText(
  model: Model,
  start: Reading,
  { seed, sampling, maxTokens, onText }: WriteSettings,
  run: Run,
): Promise<Writing> {
  const { eos, boi } = model.pack.manifest.tokens
  const stream = createTextStream(model.tokenizer, onText)
  let reading = start
  for (let n = 0; n < maxTokens; n++) {
    const logits = Float32Array.from(await predictToken(model, reading.hidden, run))
    for (const id of model.tokenizer.controlIds) if (n === 0 || (id !== eos && id !== boi)) logits[id] = -Infinity
    const id = sampleToken(logits, sampling, uniformAt(seed, TEXT_SAMPLING, n))
    if (id === eos || id === boi)
      return { text: stream.end(), tokens: n, stoppedBy: id === eos ? 'eos' : 'image', reading }
    stream.push(id)
    reading = await advance(model, reading.prefix, await embedTokens(model, [id], run), run)
  }
  return { text: stream.end(), tokens: maxTokens, stoppedBy: 'length', reading }
}
