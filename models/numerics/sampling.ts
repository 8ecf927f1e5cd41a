/** How one token is chosen from its logits. Temperature 0 is greedy; topK 0, topP 1 and minP 0 cut nothing. */
export interface Sampling {
  readonly temperature: number
  readonly topK: number
  readonly topP: number
  /** The least a token may weigh, as a part of what the likeliest weighs. */
  readonly minP: number
}

export const GREEDY: Sampling = { temperature: 0, topK: 0, topP: 1, minP: 0 }

/** What may be drawn, likeliest first; of equals the lower id first. Weights are relative: the likeliest weighs 1. */
export interface Candidates {
  readonly ids: readonly number[]
  readonly weights: readonly number[]
}

/**
 * Chooses a token: the inverse of the cumulative distribution of `findCandidates` at `uniform`; at temperature 0 the
 * likeliest. Ties go to the lower id, so a choice is the same everywhere.
 *
 * Shapes   `logits` f32 [V]; −Infinity forbids a token.
 * Units    `uniform` in (0, 1): the caller owns the randomness (rng.ts, stream TEXT_SAMPLING).
 * Errors   RangeError if no token is allowed.
 */
export function sampleToken(logits: Float32Array, sampling: Sampling, uniform: number): number {
  if (sampling.temperature === 0) return findLikeliest(logits)
  const { ids, weights } = findCandidates(logits, sampling)
  let rest = uniform * sum(weights)
  for (let rank = 0; rank < ids.length; rank++) {
    rest -= weights[rank]!
    if (rest < 0) return ids[rank]!
  }
  return ids[ids.length - 1]! // rounding may leave a crumb of mass after the last
}

/**
 * The tokens that temperature, top-k, top-p and min-p leave, in that order: the `topK` likeliest; of those the fewest
 * that hold `topP` of their mass; of those the ones that weigh at least `minP` of the likeliest. The likeliest stays.
 *
 * Differs  Where several tokens tie for the last place of the top k, transformers keeps them all; here the lower ids.
 * Cost     What cannot be chosen is never sorted: top-p and min-p each give a bound below which no token can get in.
 * Errors   RangeError if no token is allowed, or the temperature is not above 0.
 * Source   transformers, generation/logits_process.py (TemperatureLogitsWarper, TopK…, TopP…, MinP…). Nucleus: Holtzman
 *          et al. (2020); min-p: Nguyen et al. (2024).
 */
export function findCandidates(logits: Float32Array, sampling: Sampling): Candidates {
  const { temperature, topK, topP, minP } = sampling
  if (!(temperature > 0)) throw new RangeError(`tokens cannot be weighed at temperature ${temperature}`)
  const peak = logits[findLikeliest(logits)]!
  const weigh = (id: number): number => Math.exp((logits[id]! - peak) / temperature)
  if (topK > 0 && topK < logits.length) {
    const ids = rankIds(logits, selectLikeliest(logits, topK))
    const weights = ids.map(weigh)
    return cutTail(ids, weights, sum(weights), sampling)
  }
  const all = new Float64Array(logits.length)
  for (let id = 0; id < all.length; id++) all[id] = logits[id]! > -Infinity ? weigh(id) : 0
  const mass = sum(all)
  const nucleusFloor = ((1 - topP) * mass) / logits.length // all below it together hold less than 1 − topP of the mass
  const floor = Math.max(minP, nucleusFloor * (1 - 1e-9)) // sums are rounded: a hair of margin
  const ids = rankIds(logits, (_, id) => all[id]! >= floor)
  return cutTail(
    ids,
    ids.map((id) => all[id]!),
    mass,
    sampling,
  )
}

/** Ends the ranking where the nucleus is full or the weights fall below min-p. `mass` counts tokens already left out. */
function cutTail(
  ids: readonly number[],
  weights: readonly number[],
  mass: number,
  { topP, minP }: Sampling,
): Candidates {
  const wanted = topP < 1 ? topP * mass : Infinity
  let kept = 0
  let held = 0
  while (kept < ids.length && (kept === 0 || (held < wanted && weights[kept]! >= minP))) held += weights[kept++]!
  return { ids: ids.slice(0, kept), weights: weights.slice(0, kept) }
}

const MAX_VOCABULARY = 2 ** 21

/**
 * Ids of the logits above −Infinity that `isWanted` lets in, likeliest first. Rank and id share one number (32 bits of
 * logit, 21 of id: what a float64 holds exactly), because a typed array sorts without calling back.
 */
function rankIds(logits: Float32Array, isWanted: (logit: number, id: number) => boolean): number[] {
  if (logits.length > MAX_VOCABULARY) throw new RangeError(`${logits.length} tokens are more than can be ranked`)
  const bits = new Int32Array(logits.map((logit) => logit + 0).buffer) // + 0: −0 ranks as 0
  const keys = new Float64Array(logits.length)
  let count = 0
  for (let id = 0; id < logits.length; id++) {
    if (!(logits[id]! > -Infinity && isWanted(logits[id]!, id))) continue
    const rising = bits[id]! < 0 ? ~bits[id]! ^ -0x80000000 : bits[id]! // as int32, ordered as the floats are
    keys[count++] = -rising * MAX_VOCABULARY + id
  }
  return Array.from(
    keys.subarray(0, count).toSorted(),
    (key) => key - Math.floor(key / MAX_VOCABULARY) * MAX_VOCABULARY,
  )
}

const MAX_INSERTIONS = 256

/**
 * Says of a logit whether it is among the `count` largest; asked in id order, it takes the first of equals. Few are
 * kept in order while passing over all once; only many are worth a sort.
 */
function selectLikeliest(logits: Float32Array, count: number): (logit: number) => boolean {
  const best = count > MAX_INSERTIONS ? sortLargest(logits, count) : insertLargest(logits, count)
  const last = best[0]!
  let tiesLeft = best.lastIndexOf(last) + 1
  return (logit) => logit > last || (logit === last && tiesLeft-- > 0)
}

function sortLargest(logits: Float32Array, count: number): Float32Array {
  const allowed = logits.map((logit) => (logit > -Infinity ? logit : -Infinity))
  return allowed.toSorted().subarray(logits.length - count)
}

function insertLargest(logits: Float32Array, count: number): Float32Array {
  const ascending = new Float32Array(count).fill(-Infinity)
  for (const logit of logits) {
    if (!(logit > ascending[0]!)) continue
    let at = 1
    for (; at < count && ascending[at]! < logit; at++) ascending[at - 1] = ascending[at]!
    ascending[at - 1] = logit
  }
  return ascending
}

function sum(weights: readonly number[] | Float64Array): number {
  let total = 0
  for (const weight of weights) total += weight
  return total
}

/** The id of the largest logit, the lowest of several. RangeError if every token is forbidden. */
function findLikeliest(logits: Float32Array): number {
  let best = -1
  for (let id = 0; id < logits.length; id++) {
    if (logits[id]! > (best < 0 ? -Infinity : logits[best]!)) best = id
  }
  if (best < 0) throw new RangeError('every token is forbidden')
  return best
}

/**
 * Makes each token that was already said less likely, once however often it was: positive logits are divided by
 * `penalty`, negative ones multiplied. Returns a copy. 1 changes nothing; below 1 invites repetition.
 *
 * Shapes   `logits` f32 [V], of which `ids` are indices; log-probabilities will do too (that is what beams give it).
 * Errors   RangeError for a penalty that is not above 0 or an id outside of the vocabulary.
 * Source   Keskar et al., CTRL (2019); transformers, RepetitionPenaltyLogitsProcessor.
 */
export function penaliseRepetition(logits: Float32Array, ids: Iterable<number>, penalty: number): Float32Array {
  if (!(penalty > 0)) throw new RangeError(`a repetition penalty is above 0, not ${penalty}`)
  const penalised = logits.slice()
  for (const id of new Set(ids)) {
    const logit = logits[id]
    if (logit === undefined) throw new RangeError(`token ${id} is none of ${logits.length}`)
    penalised[id] = logit < 0 ? logit * penalty : logit / penalty
  }
  return penalised
}

/** Natural logarithms of the probabilities of all tokens, in float64. −Infinity stays so. Units nats. */
export function logSoftmax(logits: Float32Array): Float64Array {
  const shift = logMass(logits)
  return Float64Array.from(logits, (logit) => logit - shift)
}

/** The natural logarithm of the probability of one token: what `logSoftmax` holds at `id`, without the others. */
export function logProbability(logits: Float32Array, id: number): number {
  const logit = logits[id]
  if (logit === undefined) throw new RangeError(`token ${id} is none of ${logits.length}`)
  return logit - logMass(logits)
}

/** log Σ exp(logit); the largest is taken out first, so nothing overflows. */
function logMass(logits: Float32Array): number {
  const peak = logits[findLikeliest(logits)]!
  let mass = 0
  for (const logit of logits) mass += Math.exp(logit - peak)
  return peak + Math.log(mass)
}
