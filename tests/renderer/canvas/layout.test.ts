import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { intersects } from '../../../renderer/canvas/camera.ts'
import * as layout from '../../../renderer/canvas/layout.ts'

const job = (id: string, panelId: string, afterPanelId: string | null) => ({ id, panelId, afterPanelId })
const names = (slots: layout.Slot[]) => slots.map((slot) => slot.id).join(' ')
const grid = (count: number, width = 1000, columns: number | null = null) =>
  layout.gridLayout(
    layout.slotsOf(
      Array.from({ length: count }, (_, i) => `p${i}`),
      [],
    ),
    width,
    columns,
  )

describe('slots', () => {
  it('puts jobs where their panels will be, one after another', () => {
    const jobs = [job('j1', 'n1', 'b'), job('j2', 'n2', 'n1'), job('j3', 'n3', null)]
    expect(names(layout.slotsOf(['a', 'b', 'c'], jobs))).toBe('j3 a b j1 j2 c new')
  })

  it('gives the place to the panel once it has come, and goes on behind it', () => {
    expect(names(layout.slotsOf(['a', 'n1'], [job('j1', 'n1', 'a'), job('j2', 'n2', 'n1')]))).toBe('a n1 j2 new')
  })

  it('puts a job whose panel has gone at the end', () => {
    expect(names(layout.slotsOf(['a'], [job('j1', 'n1', 'gone')]))).toBe('a j1 new')
  })
})

describe('grid', () => {
  it('reflows with the width, with equal margins and no overlap', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 320, max: 2600 }), (count, width) => {
        const { rects, columns } = grid(count, width)
        const right = Math.max(...rects.map((rect) => rect.x + rect.width))
        if (rects.length >= columns) expect(Math.abs(rects[0]!.x - (width - right))).toBeLessThanOrEqual(2)
        rects.forEach((a, i) => rects.slice(i + 1).forEach((b) => expect(intersects(a, b)).toBe(false)))
      }),
    )
    expect(grid(8, 600).columns).toBe(2)
    expect(grid(8, 1400).columns).toBe(5)
  })

  it('finds the columns that show all panels largest', () => {
    expect(layout.fittingColumns(1, { width: 1000, height: 600 })).toBe(1)
    expect(layout.fittingColumns(60, { width: 1000, height: 600 })).toBeGreaterThan(grid(60).columns)
    expect(layout.fittingColumns(60, { width: 400, height: 2000 })).toBeLessThanOrEqual(4)
  })

  it('finds the panel under a point, and none in the gaps', () => {
    const places = grid(5)
    const { x, y, width } = places.rects[1]!
    expect(layout.slotAt(places, { x: x + 1, y: y + 1 })).toEqual({ kind: 'panel', id: 'p1' })
    expect(layout.slotAt(places, { x: x + width + 5, y })).toBeNull()
  })

  it('selects what a rectangle touches, in reading order', () => {
    const places = grid(6, 1000)
    expect(layout.panelsIn(places, { x: 0, y: 0, width: 1000, height: 60 })).toEqual(['p0', 'p1', 'p2'])
    expect(layout.panelsIn(places, { x: 0, y: 0, width: 10, height: 10 })).toEqual([])
  })

  it('shows a picture whole in its frame', () => {
    const frame = { x: 10, y: 10, width: 100, height: 100 }
    expect(layout.containRect(frame, 400, 200)).toEqual({ x: 10, y: 35, width: 100, height: 50 })
    expect(layout.containRect(frame, 10, 20)).toEqual({ x: 35, y: 10, width: 50, height: 100 })
  })
})

describe('insertion', () => {
  const places = grid(5, 1000) // three in a row, two below
  const near = (i: number, share: number) => {
    const { x, y, width, height } = places.rects[i]!
    return layout.insertionAt(places, { x: x + width * share, y: y + height / 2 })
  }
  it('goes before the card in whose left half the pointer is, else after it', () => {
    expect([near(0, 0.2), near(0, 0.8), near(1, 0.2), near(4, 0.9)].map((found) => found.index)).toEqual([0, 1, 1, 5])
  })

  it('keeps the marker beside the card the pointer is at, also at the end of a row', () => {
    const { marker, index } = near(2, 0.9)
    expect(index).toBe(3)
    expect(marker.y).toBe(places.rects[2]!.y)
    expect(marker.x).toBeGreaterThan(places.rects[2]!.x + places.rects[2]!.width)
  })

  it('counts panels only, not the jobs in between', () => {
    const mixed = layout.gridLayout(layout.slotsOf(['a', 'b'], [job('j', 'n', 'a')]), 1000)
    const last = mixed.rects[2]!
    expect(layout.insertionAt(mixed, { x: last.x + last.width, y: last.y + 9 }).index).toBe(2)
  })

  it('works on an empty board and far outside', () => {
    expect(layout.insertionAt(grid(0), { x: 500, y: 300 }).index).toBe(0)
    expect(layout.insertionAt(places, { x: 5, y: 99_999 }).index).toBe(5)
    expect(layout.insertionAt(places, { x: 5, y: -99_999 }).index).toBe(0)
  })
})
