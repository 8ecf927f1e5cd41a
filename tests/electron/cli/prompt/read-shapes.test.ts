import { describe, expect, it } from 'vitest'
import { readArrow, readBox, readCircle, readNamedBox } from '../../../../electron/cli/prompt/read-shapes.ts'

describe('places on a picture', () => {
  it('may have blanks and no zero before the point, and a name with = and commas in it', () => {
    const box = { left: 0, top: 0.25, right: 0.5, bottom: 1 }
    expect(readBox(' 0, .25 ,0.5,1')).toEqual(box)
    expect(readNamedBox('0,.25,.5,1= a = b, c ')).toEqual({ type: 'object', box, phrase: 'a = b, c', file: null })
    expect(readNamedBox('0,.25,.5,1')).toMatchObject({ phrase: null })
  })

  it.each([
    '',
    '0,0,1',
    '0,0,1,1,1',
    '0,0,1,x',
    '0,0,1,',
    '0,0,1,1.5',
    '-1,0,1,1',
    '0,0,1,1e0',
    '.5,0,.5,1',
    '.6,0,.5,1',
    '0,.5,1,.5',
  ])('a box is not %j', (typed) => {
    expect(() => readBox(typed)).toThrow(/wider and higher than nothing/)
    expect(() => readNamedBox(`${typed}=fox`)).toThrow(/wider and higher than nothing/)
  })

  it('a box whose name is left out behind = is refused', () => {
    expect(() => readNamedBox('0,0,1,1= ')).toThrow(/what is to be in the box/)
  })

  it.each(['.5,.5,0,.1', '.5,.5,.6,.1', '.1,.5,.2,.1', 'x'])('a circle is not %j', (typed) => {
    expect(() => readCircle(typed)).toThrow(/All of it lies in the picture/)
  })

  it.each(['.5,.5,.5,.5', '0,0,0,2', '0,0'])('an arrow is not %j', (typed) => {
    expect(() => readArrow(typed)).toThrow(/tip is not where it begins/)
  })
})
