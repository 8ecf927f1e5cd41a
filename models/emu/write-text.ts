import { TEXT_SAMPLING, uniformAt } from '../numerics/rng.ts'
import { logProbability, penaliseRepetition, sampleToken } from '../numerics/sampling.ts'
import type { Sampling } from '../numerics/sampling.ts'
import { embedTokens, goOn, predictToken } from './language.ts'
import type { Reading } from './language.ts'
import type { Model } from './model.ts'
import type { Run } from './run.ts'
import { createTextStream } from './text-stream.ts'

/** What a text may hold and where it ends. */
export interface TextLimits {
  /** The text may not end before so many tokens. */
  readonly minTokens: number
  readonly maxTokens: number
  /** Text that ends the writing and is not part of it. */
  readonly stops: readonly string[]
  /** Control tokens that may stand in the text: those of boxes, in grounded answers. All others are forbidden. */
  readonly allowed: ReadonlySet<number>
  /** The ids right before the text, where it goes on in the middle of one. */
  readonly before?: readonly number[]
}

export interface WriteSettings extends TextLimits {
  readonly seed: number
  /** Draw n of this text uses number `firstDraw` + n of the seed's text stream. */
  readonly firstDraw?: number
  readonly sampling: Sampling
  /** 1 is off. Counts what has been written, not the prompt, which reaches the model as embeddings, as in Emu. */
  readonly repetitionPenalty: number
  readonly onText: (delta: string) => void
  /** Whether to say how likely each token was: a sum over the whole vocabulary. */
  readonly logProbabilities?: boolean
  /** Whether a picture may come before `minTokens`, and before any word at all. */
  readonly mayOpenImage?: boolean
}

/** A token of a text. */
export interface WrittenToken {
  readonly id: number
  /** What it added to the text; control tokens as they are spelled. */
  readonly text: string
  /** Natural logarithm of how likely the model found it, all tokens considered; null where nobody asked. */
  readonly logProbability: number | null
}

export interface Writing {
  readonly text: string
  /** Those the text is made of. */
  readonly tokens: readonly WrittenToken[]
  /** What ended it: the end of the sequence, [IMG] where a picture would follow, a stop string, or `maxTokens`. */
  readonly stoppedBy: 'eos' | 'image' | 'stop' | 'length'
  /** After the last token that was written; what ended the text is not read. `start` itself if there was none. */
  readonly reading: Reading
}

export const PLAIN: Pick<WriteSettings, 'minTokens' | 'stops' | 'allowed' | 'repetitionPenalty'> = {
  minTokens: 1,
  stops: [],
  allowed: new Set(),
  repetitionPenalty: 1,
}

/**
 * Writes on, word by word, from where a reading ended. `start` stays as it was.
 *
 * Cost     three short runs a token. A longer text begins the same, whatever its length.
 */
export async function writeText(model: Model, start: Reading, settings: WriteSettings, run: Run): Promise<Writing> {
  const { eos, boi } = model.pack.manifest.tokens
  const { maxTokens, minTokens, sampling, seed, firstDraw = 0, repetitionPenalty, allowed } = settings
  const stream = createTextStream(model.tokenizer, settings.onText, settings)
  using way = goOn(model, start, run)
  const ids: number[] = []
  const likely: (number | null)[] = []
  const end = (stoppedBy: Writing['stoppedBy']): Writing => {
    const { text, kept } = stream.end()
    return {
      text,
      tokens: describeTokens(model, ids.slice(0, kept), stream.pieces(), likely),
      stoppedBy,
      reading: way.keep(),
    }
  }
  while (ids.length < maxTokens) {
    const logits = await predictToken(model, way.reading.hidden, run)
    const open = penaliseRepetition(logits, ids, repetitionPenalty)
    const mayEnd = ids.length >= minTokens
    forbid(open, model, { mayEnd, mayOpenImage: mayEnd || settings.mayOpenImage === true, allowed })
    const id = sampleToken(open, sampling, uniformAt(seed, TEXT_SAMPLING, firstDraw + ids.length))
    if (id === eos || id === boi) return end(id === eos ? 'eos' : 'image')
    ids.push(id)
    likely.push(settings.logProbabilities ? logProbability(logits, id) : null)
    const stopped = stream.push(id)
    await way.read(await embedTokens(model, [id], run))
    if (stopped) return end('stop')
  }
  return end('length')
}

/** Sets what may not come next to −Infinity, in place. */
export function forbid(
  logits: Float32Array,
  { pack, tokenizer }: Model,
  { mayEnd, mayOpenImage, allowed }: { mayEnd: boolean; mayOpenImage: boolean; allowed: ReadonlySet<number> },
): void {
  const { eos, boi } = pack.manifest.tokens
  for (const id of tokenizer.controls.keys()) {
    const isOpen = allowed.has(id) || (id === eos && mayEnd) || (id === boi && mayOpenImage)
    if (!isOpen) logits[id] = -Infinity
  }
}

export const describeTokens = (
  { tokenizer }: Model,
  ids: readonly number[],
  pieces: readonly string[],
  likely: readonly (number | null)[],
): WrittenToken[] =>
  ids.map((id, i) => ({ id, text: tokenizer.controls.get(id) ?? pieces[i]!, logProbability: likely[i] ?? null }))
