import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { readFrom, readTo, sayTime } from '../../../electron/cli/dates.ts'

it('reads a day from its first moment, and up to its last', () => {
  expect(readFrom('2026-11-25')).toBe(new Date(2026, 10, 25).getTime())
  expect(readTo('2026-11-25')).toBe(new Date(2026, 10, 26).getTime())
  expect(readTo('2026-12-31')).toBe(new Date(2027, 0, 1).getTime())
  expect(readFrom('2026-11-25T14:30')).toBe(new Date(2026, 10, 25, 14, 30).getTime())
  expect(readTo('2026-11-25 14:30:05')).toBe(new Date(2026, 10, 25, 14, 30, 5).getTime())
})

it('every day is as long as its clock says, whatever the clocks do that day', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date(1971, 0, 1), max: new Date(2099, 0, 1), noInvalidDate: true }), (date) => {
      const day = sayTime(date.getTime()).slice(0, 10)
      expect(readFrom(day)).toBe(new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime())
      expect(readTo(day)).toBe(new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1).getTime())
    }),
  )
})

it.each([
  '',
  'today',
  '2026',
  '2026-13-01',
  '2026-02-31',
  '25.11.2026',
  '2026-11-25T25:00',
  '1960-01-01',
  '2026-11-25Z',
])('refuses %j', (typed) => {
  expect(() => readFrom(typed)).toThrow(/A time is a day/)
  expect(() => readTo(typed)).toThrow(/A time is a day/)
})
