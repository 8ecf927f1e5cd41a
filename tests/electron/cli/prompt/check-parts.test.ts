import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkParts } from '../../../../electron/cli/prompt/check-parts.ts'
import type { TypedContent, TypedPart } from '../../../../electron/cli/prompt/typed-parts.ts'

let folder: string
let file: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumage-parts-'))
  file = join(folder, 'there.png')
  await writeFile(file, 'not looked into yet')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const text: TypedContent = { type: 'text', text: 'x' }
const image = (name = file): TypedContent => ({ type: 'image', file: name, marks: [] })
const box = { left: 0, top: 0, right: 1, bottom: 1 }
const row: TypedPart = { type: 'example', prompt: [text], answer: [text] }
const turn = (role: 'user' | 'assistant', parts: TypedContent[] = [text]): TypedPart => ({ type: 'turn', role, parts })

describe('a prompt that cannot be one is wrong usage', () => {
  const cases: [string, TypedPart[], Parameters<typeof checkParts>[1], RegExp][] = [
    ['nothing', [], 'generate', /Say what to draw/],
    ['nothing to compose from', [], 'compose', /Say how it begins/],
    ['a question without a picture', [text], 'ask', /ask a question/],
    ['an edit whose picture is only in a row', [{ ...row, prompt: [image('a.png')] }, text], 'edit', /needs a picture/],
    ['a row without an answer', [{ ...row, answer: null }, text], 'generate', /has no answer/],
    ['a row with an empty answer', [{ ...row, answer: [] }, text], 'generate', /has no answer/],
    ['a row in which nothing is asked', [{ ...row, prompt: [] }, text], 'generate', /shows nothing/],
    ['rows and no query', [row], 'generate', /comes --query/],
    ['a box of nothing', [{ type: 'object', box, phrase: null, file: null }], 'generate', /nothing of what it is for/],
    ['words outside a conversation', [text, turn('user')], 'compose', /belongs to a turn/],
    ['a turn that says nothing', [turn('user', [])], 'compose', /says nothing/],
    ['an assistant who begins', [turn('assistant'), turn('user')], 'compose', /begins and ends with --user/],
    ['an assistant who ends', [turn('user'), turn('assistant')], 'compose', /begins and ends with --user/],
    ['a user who speaks twice', [turn('user'), turn('user'), turn('user')], 'compose', /take turns/],
  ]
  it.each(cases)('%s', async (_what, parts, command, sentence) => {
    await expect(checkParts(parts, command)).rejects.toMatchObject({
      code: 'wrong-usage',
      message: expect.stringMatching(sentence),
    })
  })
})

describe('every file of a prompt has to be there', () => {
  const gone = (at: string) => join(at, 'gone.png')
  const cases: [string, (missing: string) => TypedPart][] = [
    ['a picture', (missing) => image(missing)],
    ['a mask on a picture', (missing) => ({ type: 'image', file, marks: [{ kind: 'mask', file: missing }] })],
    ['what a box looks like', (missing) => ({ type: 'object', box, phrase: 'a fox', file: missing })],
    ['a video', (missing) => ({ type: 'video', path: missing, sampling: null })],
    ['a picture in a row', (missing) => ({ ...row, answer: [image(missing)] })],
    ['a picture in a turn', (missing) => turn('user', [image(missing)])],
  ]
  it.each(cases)('%s', async (_what, part) => {
    const inTurn = part(file).type === 'turn'
    const rest: TypedPart[] = inTurn ? [] : [text]
    await expect(checkParts([part(gone(folder)), ...rest], 'compose')).rejects.toMatchObject({ code: 'not-found' })
    await checkParts([part(file), ...rest], 'compose')
  })
})

it('has as many parts and marks as the contract takes', async () => {
  const many = Array.from({ length: 513 }, () => text)
  const mark = { kind: 'rectangle' as const, ...box }
  const marked: TypedPart = { type: 'image', file, marks: Array.from({ length: 65 }, () => mark) }
  for (const parts of [many, [{ ...row, answer: many }, text], [turn('user', many)], [marked]])
    await expect(checkParts(parts, 'compose')).rejects.toMatchObject({ code: 'prompt-too-long' })
  await checkParts(many.slice(1), 'compose')
})

it('takes rows with a query, and a conversation', async () => {
  await checkParts([row, row, image(), text], 'ask')
  await checkParts([row, turn('user', [image(), text]), turn('assistant'), turn('user')], 'ask')
})
