import { expect, it } from 'vitest'
import { readGroundedAnswer } from '../../../models/emu/grounded-answer.ts'
import { readPack, readPackJson } from '../../../models/emu/pack.ts'
import { createTokenizer } from '../../../models/emu/tokenizer.ts'
import { writeTinyPack } from '../support/tiny-pack.ts'

await using tiny = await writeTinyPack()
const { manifest, ...pack } = await readPack(tiny.folder)
const tokenizer = createTokenizer(await readPackJson({ manifest, ...pack }, manifest.tokenizer.file), manifest)

/** The tiny pack's coordinates are <patch_index_0000> to <patch_index_0004>: 4 is the right edge. */
const patch = (n: number) => `<patch_index_000${n}>`
const read = (answer: string) => {
  const ids = tokenizer.encode(tokenizer.splitTemplate(answer, '\0').filter((piece) => piece !== null))
  return readGroundedAnswer(ids, manifest.grounding!, tokenizer)
}

it('finds what it points at and where', () => {
  const box = [1, 0, 3, 4].map(patch).join('')
  expect(read(`a <phrase>fox</phrase><object>${box}</object> runs`)).toEqual({
    text: 'a fox runs',
    phrases: [{ phrase: 'fox', start: 2, boxes: [{ left: 0.25, top: 0, right: 0.75, bottom: 1 }] }],
  })
})

it('takes several boxes of one phrase, and corners in either order', () => {
  const boxes = `${[4, 4, 2, 2].map(patch).join('')}</delimiter_of_multi_objects/>${[0, 0, 1, 1].map(patch).join('')}`
  expect(read(`<phrase> two owls</phrase><object>${boxes}</object>`).phrases).toEqual([
    {
      phrase: 'two owls',
      start: 1,
      boxes: [
        { left: 0.5, top: 0.5, right: 1, bottom: 1 },
        { left: 0, top: 0, right: 0.25, bottom: 0.25 },
      ],
    },
  ])
})

it('puts up with missing wrappers and drops what was cut off', () => {
  const box = [0, 1, 2, 3].map(patch).join('')
  expect(read(`the fox ${box}`).phrases).toMatchObject([{ phrase: '', boxes: [{ left: 0, top: 0.25 }] }])
  expect(read(`<phrase>fox</phrase><object>${patch(0)}${patch(1)}`)).toEqual({ text: 'fox', phrases: [] })
  expect(read('nothing here')).toEqual({ text: 'nothing here', phrases: [] })
})

it('gives two named things their own boxes', () => {
  const thing = (name: string, corner: number) =>
    `<phrase>${name}</phrase><object>${[0, 0, corner, corner].map(patch).join('')}</object>`
  expect(read(`${thing('cat', 1)} and ${thing('dog', 2)}`).phrases).toMatchObject([
    { phrase: 'cat', start: 0, boxes: [{ right: 0.25 }] },
    { phrase: 'dog', start: 8, boxes: [{ right: 0.5 }] },
  ])
})
