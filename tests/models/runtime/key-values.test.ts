import { describe, expect, it } from 'vitest'
import { cutPositions, gatherRows, joinPositions, sizeInBytes } from '../../../models/runtime/key-values.ts'
import { float16, float32, readFloats } from '../../../models/runtime/tensor.ts'

/** Two heads of five positions of width 2, each value telling its place: head, position, column. */
const values = (rows: number) =>
  Float32Array.from(
    { length: rows * 20 },
    (_, i) => 1000 * Math.floor(i / 20) + 100 * Math.floor((i % 20) / 10) + (i % 10),
  )

describe.each([
  ['float32', float32],
  ['float16', float16],
] as const)('%s', (type, make) => {
  const tensor = make(values(1), [1, 2, 5, 2])

  it('cut apart and joined again is what it was', () => {
    const blocks = [cutPositions(tensor, 0, 2), cutPositions(tensor, 2, 1), cutPositions(tensor, 3, 2)]
    const joined = joinPositions(blocks)
    expect({ type: joined.type, dims: [...joined.dims] }).toEqual({ type, dims: [1, 2, 5, 2] })
    expect(readFloats(joined, 'joined')).toEqual(values(1))
    expect(blocks.map(sizeInBytes)).toEqual([8, 4, 8].map((count) => count * (type === 'float32' ? 4 : 2)))
  })

  it('is cut head by head', () => {
    const joined = joinPositions([cutPositions(tensor, 1, 2)])
    expect([...readFloats(joined, 'joined')]).toEqual([2, 3, 4, 5, 102, 103, 104, 105])
  })

  it('rows are given where they are wanted', () => {
    const gathered = gatherRows(make(values(3), [3, 2, 5, 2]), [2, 0, 0, 1])
    expect({ type: gathered.type, dims: [...gathered.dims] }).toEqual({ type, dims: [4, 2, 5, 2] })
    const firsts = readFloats(gathered, 'gathered').filter((_, i) => i % 20 === 0)
    expect([...firsts]).toEqual([2000, 0, 0, 1000])
  })

  it('a block is a copy, not the memory of the runtime', () => {
    const own = make(values(1), [1, 2, 5, 2])
    const block = cutPositions(own, 0, 5)
    own.dispose()
    expect(readFloats(joinPositions([block]), 'joined')).toEqual(values(1))
  })
})
