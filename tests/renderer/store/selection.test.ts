import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { movePanels } from '../../../renderer/store/apply-change.ts'
import * as selection from '../../../renderer/store/selection.ts'

const order = ['a', 'b', 'c', 'd', 'e']

describe('selection', () => {
  it('toggles one and keeps the order of the board', () => {
    const two = selection.toggle(order, selection.selectOnly('d'), 'b')
    expect(two).toEqual({ ids: ['b', 'd'], anchor: 'b', active: 'b' })
    expect(selection.toggle(order, two, 'b').ids).toEqual(['d'])
    expect(selection.toggle(order, selection.selectOnly('a'), 'a')).toEqual(selection.NOTHING)
  })

  it('reaches from the anchor in both directions', () => {
    const forth = selection.selectRange(order, selection.selectOnly('c'), 'e')
    expect(forth.ids).toEqual(['c', 'd', 'e'])
    expect(selection.selectRange(order, forth, 'a')).toEqual({ ids: ['a', 'b', 'c'], anchor: 'c', active: 'a' })
  })

  it('walks, stops at both ends, and starts at the near end', () => {
    expect(selection.walk(order, selection.NOTHING, 1).active).toBe('a')
    expect(selection.walk(order, selection.NOTHING, -1).active).toBe('e')
    expect(selection.walk(order, selection.selectOnly('d'), 3).active).toBe('e')
    expect(selection.walk(order, selection.selectOnly('b'), 2, true).ids).toEqual(['b', 'c', 'd'])
    expect(selection.walk([], selection.selectOnly('b'), 1)).toEqual(selection.NOTHING)
  })

  it('passes to the neighbour when the selected panels are deleted', () => {
    const pruned = (ids: string[], left: string[]) => selection.prune(left, selection.selectMany(order, ids), order).ids
    expect(pruned(['b'], ['a', 'c', 'd', 'e'])).toEqual(['c'])
    expect(pruned(['d', 'e'], ['a', 'b', 'c'])).toEqual(['c'])
    expect(pruned(['b', 'c'], ['a', 'c', 'd'])).toEqual(['c'])
    expect(pruned(['a'], [])).toEqual([])
  })

  it('stays in board order when the order is another one, and the same object when it is not', () => {
    const chosen = selection.selectMany(order, ['a', 'c'])
    expect(selection.prune(['c', 'b', 'a'], chosen, order)).toEqual({ ids: ['c', 'a'], anchor: 'a', active: 'c' })
    expect(selection.prune(['a', 'c', 'b'], chosen, order)).toBe(chosen)
  })
})

describe('moving by keys', () => {
  const move = (ids: string[], direction: 1 | -1) => {
    const index = selection.moveIndex(order, ids, direction)
    return index === null
      ? null
      : movePanels(
          order.map((id) => ({ id })),
          ids,
          index,
        )
          .map(({ id }) => id)
          .join('')
  }

  it('moves one step, and not at all at the end', () => {
    expect(move(['b'], 1)).toBe('acbde')
    expect(move(['b'], -1)).toBe('bacde')
    expect(move(['e'], 1)).toBeNull()
    expect(move(['a'], -1)).toBeNull()
  })

  it('moves several together, gathering those that are apart', () => {
    expect(move(['b', 'c'], 1)).toBe('adbce')
    expect(move(['a', 'c'], -1)).toBe('acbde')
    expect(move(['d', 'e'], 1)).toBeNull()
    expect(move(['b', 'd'], 1)).toBe('acebd')
  })

  it('loses and doubles nothing', () => {
    fc.assert(
      fc.property(fc.subarray(order, { minLength: 1 }), fc.integer({ min: 0, max: 9 }), (ids, index) => {
        const moved = movePanels(
          order.map((id) => ({ id })),
          ids,
          index,
        ).map(({ id }) => id)
        expect(moved.toSorted()).toEqual(order)
        expect(moved.filter((id) => ids.includes(id))).toEqual(ids)
      }),
    )
  })
})
