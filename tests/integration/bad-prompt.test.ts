import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { blackPng, noPicture } from '../support/bad-pictures.ts'
import { picture } from '../support/pictures.ts'
import { animation } from '../support/unusual-pictures.ts'
import { makePlace, type Place, plumage } from './command-line.ts'

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

let place: Place
beforeAll(async () => {
  place = await makePlace()
  const files = {
    'a.png': await picture(1),
    'small.png': await picture(2, 64, 64),
    'black.png': blackPng(256, 256),
    'dance.gif': await animation('gif', ['red', 'blue']),
    'film.mp4': noPicture,
  }
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(place.folder, name), bytes)
  await mkdir(join(place.folder, 'empty'))
  await mkdir(join(place.folder, 'clip'))
  await writeFile(join(place.folder, 'clip/1.png'), blackPng(8, 8))
})
afterAll(() => place.remove())

describe('fails with one sentence and exit code 1', () => {
  const cases: [string, string[], RegExp][] = [
    [
      'a mask of another size',
      ['edit', 'a.png', 'a hat', '--mask', 'small.png'],
      /^The mask is 64×64 and the picture 256×256/,
    ],
    ['a mask with nothing in it', ['edit', 'a.png', 'a hat', '--mask', 'black.png'], /^The mask is empty/],
    ['a mask that is not there', ['edit', 'a.png', 'a hat', '--mask', 'gone.png'], /^There is no file "gone\.png"/],
    ['a video without frames', ['ask', '--video', 'empty', '-t', 'What?'], /^The folder "empty" has no pictures/],
    [
      'fewer frames than asked',
      ['ask', '--video', 'dance.gif', '--frames', '3', '-t', 'What?'],
      /^"dance\.gif" has 2 frames; 3 are asked for/,
    ],
    ['a film', ['ask', '--video', 'film.mp4', '-t', 'What?'], /^"film\.mp4" cannot be read as a video/],
    ['a picture as a video', ['ask', '--video', 'a.png', '-t', 'What?'], /^"a\.png" does not move/],
    ['a box, where the model knows none', ['generate', 'grass', '--box', '0,0,1,1=fox'], /not taught to place things/],
    ['boxes asked of such a model', ['ask', 'a.png', 'What?', '--grounded'], /answer with boxes/],
  ]
  it.each(cases)('%s', async (_what, args, sentence) => {
    const { code, stdout, stderr } = await plumage(place, ...args)
    expect(stderr).toMatch(sentence)
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  })
})

describe('answers wrong usage with the help and exit code 2', () => {
  const cases: [string, string[], RegExp][] = [
    ['an example without an answer', ['edit', '--example', 'a.png', 'x', '--query', 'a.png', 'x'], /has no answer/],
    ['examples and no question', ['ask', '--example', 'a.png', 'x', '--answer', 'y'], /comes --query/],
    ['an answer to nothing', ['ask', '--answer', 'y'], /belongs behind an --example/],
    ['an empty box', ['generate', 'x', '--box', '.5,0,.5,1=fox'], /wider and higher than nothing/],
    ['a box of nothing', ['generate', 'x', '--box', '0,0,1,1'], /nothing of what it is for/],
    ['a mark on no picture', ['generate', 'x', '--circle', '.5,.5,.1,.1'], /name that with --image before it/],
    ['no frames', ['ask', '--video', 'dance.gif', '--frames', '0'], /whole number from 1 to 512/],
    ['a rate nobody knows', ['ask', '--video', 'clip', '--fps', '2', '-t', 'x'], /how fast "clip" is/],
    [
      'an unknown solver',
      ['generate', 'x', '--solver', 'heun'],
      /no solver "heun"; there are euler and dpm-solver\+\+/,
    ],
    ['a strength beyond 1', ['edit', 'a.png', 'x', '--strength', '2'], /Strength is a number from 0 to 1/],
    ['a mask on nothing', ['generate', 'x', '--mask', 'a.png'], /need --over/],
    ['beams and chance', ['ask', 'a.png', 'x', '--beams', '2', '--temperature', '1'], /Choose one of the two/],
    ['more least than most', ['ask', 'a.png', 'x', '--min-tokens', '9', '--max-tokens', '3'], /more than --max-tokens/],
    ['one picture to blend', ['blend', 'a.png'], /two to 16 pictures/],
    ['fewer weights than pictures', ['blend', 'a.png', 'a.png', '--weights', '1'], /2 pictures and 1 weights/],
    ['two pictures to draw again', ['redraw', 'a.png', 'a.png'], /the one picture/],
    ['one label', ['classify', 'a.png', 'a cat'], /two to 200 labels/],
    ['nothing to embed', ['embed'], /1 to 128 texts and pictures/],
    ['nothing to see', ['see'], /Give a prompt/],
    ['a task there is none of', ['see', 'x', '--task', 'sing'], /one of draw, compose/],
  ]
  it.each(cases)('%s', async (_what, args, words) => {
    const { code, stdout, stderr } = await plumage(place, ...args)
    expect(stderr).toMatch(words)
    expect(stderr).toMatch(/Usage: plumage/)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })
})
