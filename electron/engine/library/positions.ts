/** Room for twenty panels put one after the other into the same gap before the board is numbered anew. */
const gap = 2 ** 20

interface Placed {
  position: number
}

/**
 * Finds positions for `count` panels that come to stand before `rest[index]`. Where there is no room left between the
 * neighbours, everything is numbered anew: `rest` then has new positions too.
 */
export function makeRoom<P extends Placed>(
  rest: readonly P[],
  index: number,
  count: number,
): { rest: P[]; positions: number[] } {
  const before = rest[index - 1]?.position
  const after = rest[index]?.position
  if (before === undefined || after === undefined) {
    const first = after !== undefined ? after - count * gap : before !== undefined ? before + gap : 0
    return { rest: [...rest], positions: Array.from({ length: count }, (_, i) => first + i * gap) }
  }
  const step = Math.floor((after - before) / (count + 1))
  if (step >= 1) return { rest: [...rest], positions: Array.from({ length: count }, (_, i) => before + (i + 1) * step) }
  const renumbered = rest.map((each, i) => ({ ...each, position: (i < index ? i : i + count) * gap }))
  return { rest: renumbered, positions: Array.from({ length: count }, (_, i) => (index + i) * gap) }
}
