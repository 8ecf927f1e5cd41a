import { expect, it } from 'vitest'
import { fuse } from '../../../../../electron/engine/library/search/fuse.ts'

it('keeps one list as it is', () => {
  expect(fuse([['a', 'b', 'c'], []])).toEqual(['a', 'b', 'c'])
})

it('puts what two lists have before what stands first in one', () => {
  expect(
    fuse([
      ['a', 'b'],
      ['c', 'b'],
    ]),
  ).toEqual(['b', 'a', 'c'])
})

it('puts what stands higher in both first, and equals as they are met', () => {
  expect(
    fuse([
      ['a', 'b', 'c'],
      ['b', 'a', 'd'],
    ]),
  ).toEqual(['a', 'b', 'c', 'd'])
  expect(
    fuse([
      ['a', 'b', 'c'],
      ['b', 'c', 'a'],
    ]),
  ).toEqual(['b', 'a', 'c'])
})

it('scores 1 / (60 + place), summed', () => {
  // 1/61 for the first of one list is more than 2/123 for place 63 of two, and less than 2/121 for place 61 or better.
  const filler = (from: string) => Array.from({ length: 61 }, (_, i) => `${from}${i}`)
  const lists = (place: number) => [
    filler('x').toSpliced(place - 1, 1, 'both'),
    filler('y').toSpliced(place - 1, 1, 'both'),
  ]
  expect(fuse(lists(61))[0]).toBe('both')
  const [long, other] = [
    [...filler('x'), 'x61', 'both'],
    [...filler('y'), 'y61', 'both'],
  ]
  expect(fuse([long, other]).indexOf('both')).toBe(2)
})
