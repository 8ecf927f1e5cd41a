import { advanceBeams, bestHypothesis, createBeams } from '../numerics/beam-search.ts'
import type { BeamState, BeamStep } from '../numerics/beam-search.ts'
import { logSoftmax, penaliseRepetition } from '../numerics/sampling.ts'
import { gatherRows } from '../runtime/key-values.ts'
import { dropPrefix, embedTokens, predictToken, readOn } from './language.ts'
import type { Prefix, Reading } from './language.ts'
import { dimensions } from './model.ts'
import type { Model } from './model.ts'
import type { Run } from './run.ts'
import { createTextStream } from './text-stream.ts'
import { describeTokens, forbid } from './write-text.ts'
import type { TextLimits, Writing } from './write-text.ts'

export interface BeamSettings extends TextLimits {
  readonly beams: number
  readonly lengthPenalty: number
  readonly repetitionPenalty: number
  readonly onText: (delta: string) => void
}

/**
 * Writes on from where a reading ended, following several texts at once; the one with the best Σ log p / length^penalty
 * wins. Nothing is known of it before the end, so the text arrives whole. `stoppedBy` is 'eos' also where the winner would
 * go on with a picture. A stop string cuts the winner and has no say in who wins. `start` stays as it was.
 *
 * Cost     three short runs a token, of a batch of `beams` rows; keys and values are gathered anew where beams part.
 * Source   baaivision/Emu, Emu2: EmuModel.generate, with transformers 4.31; emu.md 2.1.
 */
export async function writeBeams(
  model: Model,
  start: Reading,
  settings: BeamSettings,
  run: Run,
): Promise<Omit<Writing, 'reading'> & { readonly score: number }> {
  const { eos, boi } = model.pack.manifest.tokens
  const { beams, lengthPenalty, minTokens, maxTokens } = settings
  const limits = { minLength: 1 + minTokens, maxLength: 1 + maxTokens, seedLength: 1 }
  let state = createBeams({ beams, lengthPenalty, endIds: [eos, boi], ...limits })
  let likely: Likely = new Map([['', []]])
  let { hidden, prefix } = start
  const forget = (used: Prefix) => void (used !== start.prefix && dropPrefix(used))
  try {
    for (;;) {
      const rows = await predictRows(model, hidden, state, settings, run)
      const step = advanceBeams(state, rows.processed)
      likely = followLikely(likely, state, step, rows.plain)
      state = step.state
      if (step.isDone) break
      const gathered = gatherPrefix(prefix, step.parents)
      if (gathered !== prefix) forget(prefix)
      prefix = gathered
      const next = await readOn(model, prefix, await embedTokens(model, step.nextIds, run), run, step.nextIds.length)
      forget(prefix)
      ;({ hidden, prefix } = next)
    }
  } finally {
    forget(prefix)
  }
  const { ids, score } = bestHypothesis(state)
  const stream = createTextStream(model.tokenizer, settings.onText, settings)
  const isCut = ids.some((id) => stream.push(id))
  const { text, kept } = stream.end()
  const tokens = describeTokens(model, ids.slice(0, kept), stream.pieces(), likely.get(ids.join())!)
  return { text, tokens, stoppedBy: isCut ? 'stop' : ids.length === maxTokens ? 'length' : 'eos', score }
}

/** How likely each token was, of every text that is still open or finished, by its ids. */
type Likely = ReadonlyMap<string, readonly number[]>

function followLikely(
  likely: Likely,
  before: BeamState,
  { state, nextIds, parents }: BeamStep,
  rows: Float64Array[],
): Likely {
  const next = new Map<string, readonly number[]>()
  for (const { ids } of state.finished) next.set(ids.join(), likely.get(ids.join())!)
  nextIds.forEach((id, i) => {
    const parent = parents[i]!
    const so = likely.get(before.beams[parent]!.ids.join())!
    next.set(state.beams[i]!.ids.join(), [...so, rows[parent]![id]!])
  })
  return next
}

/**
 * Log-probabilities of the next token of every beam: `plain` as the model gives them, `processed` as the search reads them.
 * As in transformers, the repetition penalty is laid on the logarithms here, not on the logits.
 */
async function predictRows(
  model: Model,
  hidden: Float32Array,
  { beams }: BeamState,
  { repetitionPenalty, allowed }: BeamSettings,
  run: Run,
): Promise<{ plain: Float64Array[]; processed: Float32Array[] }> {
  const { V } = dimensions(model.pack.manifest)
  const logits = await predictToken(model, hidden, run)
  const plain = beams.map((_, row) => logSoftmax(logits.subarray(row * V, (row + 1) * V)))
  const processed = plain.map((row, beam) => {
    const open = penaliseRepetition(Float32Array.from(row), beams[beam]!.ids, repetitionPenalty)
    forbid(open, model, { mayEnd: true, mayOpenImage: true, allowed }) // the search itself knows who is too short to end
    return open
  })
  return { plain, processed }
}

/** Row i of the result continues beam `parents[i]`; where every beam goes on by itself nothing is copied. */
function gatherPrefix(prefix: Prefix, parents: readonly number[]): Prefix {
  const rows = prefix.past[0]!.dims[0]!
  if (parents.length === rows && parents.every((parent, i) => parent === i)) return prefix
  return { length: prefix.length, past: prefix.past.map((tensor) => gatherRows(tensor, parents)) }
}
