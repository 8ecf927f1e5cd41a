/** Which cells of a line of `size` one cell of another division covers, and how much of each: whole numbers, so exact. */
export interface Cover {
  /** The first cell covered at all. */
  readonly first: number
  /** Parts of the covered cells in order from `first`, none 0; they add up to the size of the line. */
  readonly parts: readonly number[]
}

/** Divides a line of `size` cells anew into `count` equal parts. */
export function coverCells(size: number, count: number): Cover[] {
  return Array.from({ length: count }, (_, i) => {
    const [start, end] = [i * size, (i + 1) * size] // in units of 1/count of a cell
    const first = Math.floor(start / count)
    const last = Math.ceil(end / count) - 1
    const parts = Array.from({ length: last - first + 1 }, (_, k) => {
      const cell = first + k
      return Math.min(end, (cell + 1) * count) - Math.max(start, cell * count)
    })
    return { first, parts }
  })
}
