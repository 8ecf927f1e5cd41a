import { TEXT_SAMPLING, uniformAt } from '../numerics/rng.ts'
import { logProbability, penaliseRepetition, sampleToken } from '../numerics/sampling.ts'
import type { Sampling } from '../numerics/sampling.ts'
import { dropPrefix, embedTokens, goOn, predictToken } from './language.ts'
import type { Reading } from './language.ts'
import type { Model } from './model.ts'
import type { Run } from './run.ts'
import { createTextStream } from './text-stream.ts'

/** What a text may hold and where it ends. */
export interface TextLimits {
  /** The end of the sequence may not come before this many tokens. Emu's least is 1. */
  readonly minTokens: number
  readonly maxTokens: number
  /** Text that ends the writing and is not part of it. */
  readonly stops: readonly string[]
  /** Control tokens that may stand in the text: those of boxes, in grounded answers. All others are forbidden. */
  readonly allowed: ReadonlySet<number>
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
}

/** A token of a text and the natural logarithm of how likely the model found it, all tokens considered. */
export interface WrittenToken {
  readonly id: number
  /** Null where nobody asked for it. */
  readonly logProbability: number | null
}

export interface Writing {
  readonly text: string
  readonly tokens: readonly WrittenToken[]
  /** What ended it: the end of the sequence, [IMG] where a picture would follow, a stop string, or `maxTokens`. */
  readonly stoppedBy: 'eos' | 'image' | 'stop' | 'length'
  /** After the last word; what ended the text is not read. Whoever wrote drops it, unless it is `start` itself. */
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
  const { maxTokens, minTokens, sampling, seed, firstDraw = 0, repetitionPenalty } = settings
  const stream = createTextStream(model.tokenizer, settings.onText, settings.stops)
  const way = goOn(model, start, run)
  const tokens: WrittenToken[] = []
  const end = (stoppedBy: Writing['stoppedBy']): Writing => ({
    text: stream.end(),
    tokens,
    stoppedBy,
    reading: way.reading,
  })
  while (tokens.length < maxTokens) {
    const logits = await predictToken(model, way.reading.hidden, run)
    const ids = tokens.map(({ id }) => id)
    const open = penaliseRepetition(logits, ids, repetitionPenalty)
    forbid(open, model, { mayEnd: tokens.length >= minTokens, allowed: settings.allowed })
    const id = sampleToken(open, sampling, uniformAt(seed, TEXT_SAMPLING, firstDraw + tokens.length))
    if (id === eos || id === boi) return end(id === eos ? 'eos' : 'image')
    tokens.push({ id, logProbability: settings.logProbabilities ? logProbability(logits, id) : null })
    const stopped = stream.push(id)
    await way.read(await embedTokens(model, [id], run))
    if (stopped) return end('stop')
  }
  return end('length')
}

/** Sets what may not come next to −Infinity, in place. The end of the text may be a picture as well. */
export function forbid(
  logits: Float32Array,
  { pack, tokenizer }: Model,
  { mayEnd, allowed }: { mayEnd: boolean; allowed: ReadonlySet<number> },
): void {
  const { eos, boi } = pack.manifest.tokens
  for (const id of tokenizer.controls.keys()) {
    if (!allowed.has(id) && !(mayEnd && (id === eos || id === boi))) logits[id] = -Infinity
  }
}

/** Forgets where a text ended, when nobody goes on from there. */
export function dropEnd(start: Reading, { reading }: Writing): void {
  if (reading !== start) dropPrefix(reading.prefix)
}
