import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { AppError } from '../../../../../electron/contract/failure.ts'
import {
  type Cursor,
  type Ranked,
  readCursor,
  writeCursor,
} from '../../../../../electron/engine/library/search/cursor.ts'

const ranked: fc.Arbitrary<Ranked> = fc.record({
  id: fc.oneof(fc.nat({ max: 300 }), fc.nat(), fc.constant(2 ** 48)),
  foundBy: fc.subarray(['words', 'meaning', 'picture'] as const),
  likeness: fc.option(fc.float({ min: -1, max: 1, noNaN: true })),
})

it('comes back as it was; a likeness to four digits', () => {
  fc.assert(
    fc.property(fc.array(ranked), (rest) => {
      const back = readCursor(writeCursor({ order: 'best', rest }))
      const rounded = (list: readonly Ranked[]) =>
        list.map((each) => ({
          ...each,
          likeness: each.likeness === null ? null : Math.round(each.likeness * 1000) + 0,
        }))
      if (back.order !== 'best') throw new Error('another order')
      expect(back.rest.map(({ id, foundBy }) => ({ id, foundBy }))).toEqual(
        rest.map(({ id, foundBy }) => ({ id, foundBy })),
      )
      for (const [i, { likeness }] of rounded(rest).entries())
        if (likeness === null) expect(back.rest[i]?.likeness).toBeNull()
        else expect(back.rest[i]?.likeness).toBeCloseTo(rest[i]?.likeness ?? 9, 4)
    }),
  )
  const before: Cursor = { order: 'newest', before: 1_790_000 }
  expect(readCursor(writeCursor(before))).toEqual(before)
})

it('a thousand results are a cursor that a query may hold', () => {
  const rest = Array.from({ length: 1000 }, (_, i) => ({ id: 2 ** 40 + i, foundBy: ['words' as const], likeness: 0.5 }))
  expect(writeCursor({ order: 'best', rest }).length).toBeLessThan(20_000)
})

it('whatever else is given is refused in a sentence, or is ids that name nothing', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string().map((text) => `b${text}`),
        fc.base64String().map((text) => `b${text}`),
      ),
      (text) => {
        try {
          readCursor(text)
        } catch (error) {
          expect(error).toBeInstanceOf(AppError)
        }
      },
    ),
    { numRuns: 2000 },
  )
})
