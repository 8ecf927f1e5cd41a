/** How beams are counted. All lengths include `seedLength`, and none the id that ends a sequence. */
export interface BeamOptions {
  readonly beams: number
  /** Scores are Σ log p / length ^ penalty: above 0 favours the long, below 0 the short, 0 counts no length. */
  readonly lengthPenalty: number
  /** Ids that end a sequence. */
  readonly endIds: readonly number[]
  /** Shorter sequences may not end. */
  readonly minLength: number
  /** Longer ones are not looked for. */
  readonly maxLength: number
  /** Ids that stand before the written ones and count in lengths; 1 for Emu, whose prompts are embeddings after one BOS. */
  readonly seedLength: number
}

export interface Beam {
  /** What was written so far. */
  readonly ids: readonly number[]
  /** Σ log p. */
  readonly logProbability: number
}

export interface Hypothesis {
  /** Without the id that ended it. */
  readonly ids: readonly number[]
  readonly score: number
}

/** Between two steps. Whoever runs the model reads only how many beams there are: as many rows it must bring. */
export interface BeamState {
  readonly options: BeamOptions
  /** Likeliest first; one at the start, for all would be the same, and at most `options.beams`. */
  readonly beams: readonly Beam[]
  readonly finished: readonly Hypothesis[]
  /** Nothing still open can beat what is finished, by the rule of `advanceBeams`. */
  readonly isSettled: boolean
}

export interface BeamStep {
  readonly state: BeamState
  /** The id each beam goes on with. */
  readonly nextIds: readonly number[]
  /** Which of the beams before each one continues: gather the key-value cache by it. */
  readonly parents: readonly number[]
  /** No further step is wanted; `bestHypothesis` answers. */
  readonly isDone: boolean
}

export function createBeams(options: BeamOptions): BeamState {
  const { beams, seedLength, maxLength, lengthPenalty } = options
  if (!Number.isInteger(beams) || beams < 1) throw new RangeError(`${beams} is no number of beams`)
  if (!Number.isFinite(lengthPenalty)) throw new RangeError(`${lengthPenalty} is no length penalty`)
  if (seedLength < 1 || maxLength <= seedLength)
    throw new RangeError(`nothing can be written between lengths ${seedLength} and ${maxLength}`)
  return { options, beams: [{ ids: [], logProbability: 0 }], finished: [], isSettled: false }
}

/**
 * One step of beam search: of all continuations of all beams the likeliest, two per beam, are looked at in order. One
 * that ends is finished if it ranks among the first `beams`; the others go on until there are `beams` of them. The
 * search is settled once as many hypotheses are finished and the worst is no worse than the likeliest continuation
 * would be at the length before this step (early_stopping false).
 *
 * Shapes   `rows`: one of [V] per beam of the state, log-probabilities (logSoftmax of sampling.ts, penalties applied
 *          to it, not before); −Infinity forbids. Ties go to the earlier beam, then the lower id.
 * Differs  Forbidden continuations are dropped, where transformers would carry them on at −Infinity.
 * Errors   RangeError for another number of rows.
 * Source   transformers 4.31, BeamSearchScorer.process and BeamHypotheses: the version Emu2 was tested with.
 */
export function advanceBeams(state: BeamState, rows: readonly (Float64Array | Float32Array)[]): BeamStep {
  const { options, beams } = state
  if (rows.length !== beams.length)
    throw new RangeError(`${rows.length} rows are not one for each of ${beams.length} beams`)
  const length = options.seedLength + beams[0]!.ids.length
  const candidates = rankContinuations(beams, rows, options, length < options.minLength)
  let finished = state.finished
  const open: Continuation[] = []
  for (const [rank, candidate] of candidates.entries()) {
    const { ids } = beams[candidate.parent]!
    if (!options.endIds.includes(candidate.id)) open.push(candidate)
    else if (rank < options.beams) finished = finish(finished, ids, candidate.logProbability, options)
    if (open.length === options.beams) break
  }
  const best = candidates[0]?.logProbability ?? -Infinity
  const isFull = finished.length === options.beams
  const isSettled = state.isSettled || (isFull && worstOf(finished) >= best / length ** options.lengthPenalty)
  const next = open.map(({ parent, id, logProbability }) => ({ ids: [...beams[parent]!.ids, id], logProbability }))
  return {
    state: { options, beams: next, finished, isSettled },
    nextIds: open.map(({ id }) => id),
    parents: open.map(({ parent }) => parent),
    isDone: isSettled || next.length === 0 || length + 1 >= options.maxLength,
  }
}

/**
 * The best of what is finished and, unless the search is settled, of what is still open, cut where it stands.
 * May be asked after any step, so a search that is stopped has an answer too.
 */
export function bestHypothesis({ options, beams, finished, isSettled }: BeamState): Hypothesis {
  let all = finished
  if (!isSettled) for (const { ids, logProbability } of beams) all = finish(all, ids, logProbability, options)
  const [first, ...others] = all
  if (first === undefined) throw new RangeError('every continuation was forbidden before one could end')
  return others.reduce((best, hypothesis) => (hypothesis.score >= best.score ? hypothesis : best), first)
}

interface Continuation {
  readonly parent: number
  readonly id: number
  readonly logProbability: number
}

/** The likeliest continuations, so many that `beams` go on however many end. */
function rankContinuations(
  beams: readonly Beam[],
  rows: readonly (Float64Array | Float32Array)[],
  options: BeamOptions,
  mayNotEnd: boolean,
): Continuation[] {
  const most = options.beams * Math.max(2, 1 + options.endIds.length)
  const ranked: Continuation[] = []
  let least = -Infinity
  beams.forEach((beam, parent) => {
    const row = rows[parent]!
    for (let id = 0; id < row.length; id++) {
      const logProbability = beam.logProbability + row[id]!
      if (!(logProbability > least) || (mayNotEnd && options.endIds.includes(id))) continue
      let at = ranked.length
      while (at > 0 && ranked[at - 1]!.logProbability < logProbability) at--
      ranked.splice(at, 0, { parent, id, logProbability })
      if (ranked.length > most) ranked.pop()
      if (ranked.length === most) least = ranked[most - 1]!.logProbability
    }
  })
  return ranked
}

/** Adds a hypothesis if there is room or it beats the worst, which then goes; of equals the oldest. */
function finish(
  finished: readonly Hypothesis[],
  ids: readonly number[],
  logProbability: number,
  { beams, lengthPenalty, seedLength }: BeamOptions,
): readonly Hypothesis[] {
  const score = logProbability / (seedLength + ids.length) ** lengthPenalty
  if (finished.length < beams) return [...finished, { ids, score }]
  const worst = worstOf(finished)
  if (score <= worst) return finished
  const leaving = finished.findIndex((hypothesis) => hypothesis.score === worst)
  return [...finished.toSpliced(leaving, 1), { ids, score }]
}

const worstOf = (finished: readonly Hypothesis[]): number => Math.min(...finished.map(({ score }) => score))
