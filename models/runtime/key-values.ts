import { bitsOf, float32, fromBits } from './tensor.ts'
import type { Tensor } from './tensor.ts'

/**
 * Keys and values of a language model as plain memory: cut out of what a run put out, joined to what the next one takes,
 * multiplied and reordered for beams. In the element type the graph has, and never on memory that the runtime still owns.
 *
 * Shapes   a tensor of keys or of values is [batch, heads, positions, D].
 */
type Elements = Float32Array | Uint16Array

/** Keys or values of some positions, for one row: [heads, positions, D]. */
export interface KeyValueBlock {
  readonly elements: Elements
  readonly heads: number
  readonly positions: number
  readonly width: number
}

/** A copy of `count` positions from `first` on, of a tensor of one row. */
export function cutPositions(tensor: Tensor, first: number, count: number): KeyValueBlock {
  const [, heads, positions, width] = tensor.dims as [number, number, number, number]
  const all = elementsOf(tensor)
  const elements = emptyLike(all, heads * count * width)
  for (let head = 0; head < heads; head++) {
    const from = (head * positions + first) * width
    elements.set(all.subarray(from, from + count * width), head * count * width)
  }
  return { elements, heads, positions: count, width }
}

/** Blocks one after another as one tensor [1, heads, positions, D]. There must be at least one. */
export function joinPositions(blocks: readonly KeyValueBlock[]): Tensor {
  const { heads, width, elements: sample } = blocks[0]!
  const positions = blocks.reduce((sum, block) => sum + block.positions, 0)
  const joined = emptyLike(sample, heads * positions * width)
  let first = 0
  for (const block of blocks) {
    const size = block.positions * width
    for (let head = 0; head < heads; head++) {
      joined.set(block.elements.subarray(head * size, (head + 1) * size), (head * positions + first) * width)
    }
    first += block.positions
  }
  return toTensor(joined, [1, heads, positions, width])
}

/** Row `rows[i]` of the tensor as row i of a new one: what beams need when they part, and when some are given up. */
export function gatherRows(tensor: Tensor, rows: readonly number[]): Tensor {
  const [, ...shape] = tensor.dims
  const all = elementsOf(tensor)
  const size = shape.reduce((product, dim) => product * dim, 1)
  const gathered = emptyLike(all, rows.length * size)
  rows.forEach((row, i) => gathered.set(all.subarray(row * size, (row + 1) * size), i * size))
  return toTensor(gathered, [rows.length, ...shape])
}

export const sizeInBytes = ({ elements }: KeyValueBlock): number => elements.byteLength

function elementsOf(tensor: Tensor): Elements {
  if (tensor.data instanceof Float32Array) return tensor.data
  if (tensor.type === 'float16') return bitsOf(tensor) // only carried about
  throw new RangeError(`keys and values of type ${tensor.type} cannot be kept`)
}

const emptyLike = (elements: Elements, length: number): Elements =>
  elements instanceof Float32Array ? new Float32Array(length) : new Uint16Array(length)

const toTensor = (elements: Elements, shape: readonly number[]): Tensor =>
  elements instanceof Float32Array ? float32(elements, shape) : fromBits(elements, shape)
