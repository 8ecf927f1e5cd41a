import { expect, it } from 'vitest'
import { describePhrase } from '../../../../electron/cli/commands/write.ts'
import { readNamedBox } from '../../../../electron/cli/prompt/read-shapes.ts'

it('boxes of an answer are printed as --box takes them', () => {
  const boxes = [
    { left: 0, top: 1 / 3, right: 0.5, bottom: 1 },
    { left: 0.25, top: 0, right: 1, bottom: 0.125 },
  ]
  const lines = describePhrase({ phrase: 'a fox', start: 2, boxes }).trimEnd().split('\n')
  expect(lines).toEqual(['0,0.3333,0.5,1=a fox', '0.25,0,1,0.125=a fox'])
  expect(readNamedBox(lines[1]!)).toMatchObject({ box: boxes[1], phrase: 'a fox' })
  expect(describePhrase({ phrase: '', start: 0, boxes: boxes.slice(0, 1) })).toBe('0,0.3333,0.5,1\n')
})
