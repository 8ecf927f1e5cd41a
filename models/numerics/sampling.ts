/** How one token is chosen from its logits. Temperature 0 is greedy; topK 0 and topP 1 cut nothing. */
export interface Sampling {
  readonly temperature: number
  readonly topK: number
  readonly topP: number
}

export const GREEDY: Sampling = { temperature: 0, topK: 0, topP: 1 }

/**
 * Chooses a token: temperature, then the `topK` likeliest, then the fewest of those that hold `topP` of the mass, then
 * the inverse of the cumulative distribution at `uniform`. Ties go to the lower id, so a choice is the same everywhere.
 *
 * Shapes   `logits` f32 [V]; −Infinity forbids a token.
 * Units    `uniform` in (0, 1): the caller owns the randomness (rng.ts, stream TEXT_SAMPLING).
 * Errors   RangeError if no token is allowed.
 */
export function sampleToken(logits: Float32Array, { temperature, topK, topP }: Sampling, uniform: number): number {
  if (temperature === 0) return argmax(logits)
  const allowed: number[] = []
  for (let id = 0; id < logits.length; id++) if (logits[id]! > -Infinity) allowed.push(id)
  if (allowed.length === 0) throw new RangeError('every token is forbidden')
  allowed.sort((a, b) => logits[b]! - logits[a]! || a - b)
  const ranked = topK > 0 ? allowed.slice(0, topK) : allowed
  const peak = logits[ranked[0]!]!
  const weights = ranked.map((id) => Math.exp((logits[id]! - peak) / temperature))
  const kept = countNucleus(weights, topP)
  const mass = weights.slice(0, kept).reduce((total, weight) => total + weight, 0)
  let rest = uniform * mass
  for (let rank = 0; rank < kept; rank++) {
    rest -= weights[rank]!
    if (rest < 0) return ranked[rank]!
  }
  return ranked[kept - 1]! // rounding may leave a crumb of mass after the last
}

/** How many of the (descending) weights it takes to hold `topP` of their sum; at least one. */
function countNucleus(weights: readonly number[], topP: number): number {
  const wanted = topP * weights.reduce((total, weight) => total + weight, 0)
  let held = 0
  for (let rank = 0; rank < weights.length; rank++) {
    held += weights[rank]!
    if (held >= wanted) return rank + 1
  }
  return weights.length
}

function argmax(logits: Float32Array): number {
  let best = -1
  for (let id = 0; id < logits.length; id++) {
    if (logits[id]! > (best < 0 ? -Infinity : logits[best]!)) best = id
  }
  if (best < 0) throw new RangeError('every token is forbidden')
  return best
}
