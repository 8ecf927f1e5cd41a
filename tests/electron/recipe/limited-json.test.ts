import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseLimitedJson } from '../../../electron/recipe/limited-json.ts'

it('is JSON.parse for what JSON.stringify writes, whatever stands in the strings', () => {
  const value = fc.jsonValue({ stringUnit: 'binary', maxDepth: 5 })
  const tricky = fc.constantFrom('NaN', 'a "quoted" Infinity', '\\', '[[[[', '12345678901234567890', ', : {')
  fc.assert(
    fc.property(
      fc.oneof(value, fc.array(tricky), fc.dictionary(tricky, tricky)),
      fc.constantFrom(0, 2),
      (given, space) => {
        const text = JSON.stringify(given, null, space)
        expect(parseLimitedJson(text)).toEqual(JSON.parse(text))
      },
    ),
  )
})

it.each([
  ['18446744073709551615', '18446744073709551615'],
  ['[-9007199254740993,9007199254740991]', ['-9007199254740993', 9007199254740991]],
  ['{"a":NaN,"b":[-Infinity,Infinity]}', { a: null, b: [null, null] }],
  ['1.2345678901234567e+30', 1.2345678901234567e30],
])('reads %s', (text, value) => {
  expect(parseLimitedJson(text)).toEqual(value)
})
