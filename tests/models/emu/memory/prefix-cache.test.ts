import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { PrefixCache } from '../../../../models/emu/memory/prefix-cache.ts'
import type { BlockValues } from '../../../../models/emu/memory/prefix-cache.ts'

const BYTES = 16
const block = (mark: number): BlockValues => [
  { elements: Float32Array.of(mark, 0, 0, 0), heads: 1, positions: 4, width: 1 },
]
const marks = (found: readonly BlockValues[]): number[] => found.map(([values]) => values!.elements[0]!)

/** Reads a prompt as readPrompt does: what is known is taken, the rest is computed and remembered. */
function read(cache: PrefixCache, names: readonly string[], compute: (path: string) => number): number[] {
  const known = marks(cache.find(names))
  for (let i = known.length; i < names.length; i++) {
    known.push(compute(names.slice(0, i + 1).join()))
    cache.add(names.slice(0, i), names[i]!, block(known[i]!))
  }
  return known
}

it('knows the longest beginning that two prompts share', () => {
  const cache = new PrefixCache(1000)
  read(cache, ['a', 'b', 'c'], () => 1)
  expect(marks(cache.find(['a', 'b', 'x', 'c']))).toEqual([1, 1])
  expect(cache.find(['b', 'c'])).toEqual([])
})

it('tells the same block behind another beginning from it', () => {
  const cache = new PrefixCache(1000)
  read(cache, ['a', 'x'], () => 1)
  expect(read(cache, ['b', 'x'], () => 2)).toEqual([2, 2])
  expect(read(cache, ['a', 'x'], () => 3)).toEqual([1, 1])
})

it('forgets the end that was not used for longest', () => {
  const cache = new PrefixCache(3 * BYTES)
  read(cache, ['a', 'b'], () => 1)
  read(cache, ['c'], () => 1)
  cache.find(['a', 'b'])
  read(cache, ['d'], () => 1)
  expect([cache.find(['a', 'b']).length, cache.find(['c']).length, cache.find(['d']).length]).toEqual([2, 0, 1])
})

it('keeps nothing that is larger than its budget, and nothing at all with none', () => {
  const cache = new PrefixCache(0)
  read(cache, ['a'], () => 1)
  expect([cache.find(['a']), cache.sizeBytes]).toEqual([[], 0])
})

it('whatever is read in whatever order: what is remembered is what would be computed, within the budget', () => {
  const name = fc.constantFrom('a', 'b', 'c')
  fc.assert(
    fc.property(fc.array(fc.array(name, { maxLength: 6 }), { maxLength: 40 }), fc.nat(8), (prompts, blocks) => {
      const cache = new PrefixCache(blocks * BYTES)
      const values = new Map<string, number>()
      const compute = (path: string) => {
        if (!values.has(path)) values.set(path, values.size)
        return values.get(path)!
      }
      for (const prompt of prompts) {
        const cold = prompt.map((_, i) => compute(prompt.slice(0, i + 1).join()))
        expect(read(cache, prompt, compute)).toEqual(cold)
        expect(cache.sizeBytes).toBeLessThanOrEqual(cache.budgetBytes)
      }
      cache.clear()
      expect(cache.sizeBytes).toBe(0)
    }),
  )
})
