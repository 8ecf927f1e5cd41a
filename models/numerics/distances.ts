/**
 * How far each pixel is from the nearest one that `isTarget` says, centre to centre; 0 for those, Infinity if there is
 * none. Exact: columns first, then the lower envelope of one parabola per column, row by row.
 *
 * Shapes   returns f64 [height, width], flattened. Units pixels.
 * Source   Felzenszwalb and Huttenlocher, "Distance transforms of sampled functions" (2012).
 */
export function measureDistances(width: number, height: number, isTarget: (at: number) => boolean): Float64Array {
  const squares = measureColumns(width, height, isTarget)
  const distances = new Float64Array(width * height)
  for (let y = 0; y < height; y++) {
    const start = y * width
    const envelope = findEnvelope(squares.subarray(start, start + width))
    for (let x = 0, k = 0; x < width && envelope.length > 0; x++) {
      while (k + 1 < envelope.length && envelope[k + 1]!.from <= x) k++
      const { foot } = envelope[k]!
      distances[start + x] = Math.sqrt((x - foot) ** 2 + squares[start + foot]!)
    }
    if (envelope.length === 0) distances.fill(Infinity, start, start + width)
  }
  return distances
}

/** The squared distance of each pixel to the nearest target in its own column. */
function measureColumns(width: number, height: number, isTarget: (at: number) => boolean): Float64Array {
  const squares = new Float64Array(width * height)
  for (let x = 0; x < width; x++) {
    for (let y = 0, last = -Infinity; y < height; y++) {
      if (isTarget(y * width + x)) last = y
      squares[y * width + x] = (y - last) ** 2
    }
    for (let y = height - 1, last = Infinity; y >= 0; y--) {
      const at = y * width + x
      if (squares[at] === 0) last = y
      squares[at] = Math.min(squares[at]!, (last - y) ** 2)
    }
  }
  return squares
}

/** The parabolas (x − foot)² + heights[foot] that are lowest somewhere, left to right; each is lowest `from` there on. */
function findEnvelope(heights: Float64Array): { foot: number; from: number }[] {
  const envelope: { foot: number; from: number }[] = []
  heights.forEach((height, foot) => {
    if (height === Infinity) return
    let from = -Infinity
    while (envelope.length > 0) {
      const last = envelope.at(-1)!
      from = (height + foot ** 2 - heights[last.foot]! - last.foot ** 2) / (2 * (foot - last.foot))
      if (from > last.from) break
      envelope.pop()
      from = -Infinity
    }
    envelope.push({ foot, from })
  })
  return envelope
}
