/** How much the first places count over the rest: the usual constant of reciprocal rank fusion. */
const flatness = 60

/**
 * Reciprocal rank fusion: a thing scores 1 / (60 + its place) in every list that has it, and the sums are ordered.
 *
 * Places begin at 1; equal sums keep the order in which the things are first met, list by list.
 * Source   Cormack, Clarke, Büttcher: Reciprocal Rank Fusion outperforms Condorcet and individual Rank Learning Methods
 *          (SIGIR 2009).
 */
export function fuse<Thing>(lists: readonly (readonly Thing[])[]): Thing[] {
  const scores = new Map<Thing, number>()
  for (const list of lists)
    for (const [i, thing] of list.entries()) scores.set(thing, (scores.get(thing) ?? 0) + 1 / (flatness + i + 1))
  return [...scores.keys()].toSorted((a, b) => (scores.get(b) ?? 0) - (scores.get(a) ?? 0))
}
