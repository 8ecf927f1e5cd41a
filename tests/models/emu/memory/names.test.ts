import { expect, it } from 'vitest'
import type { Mask } from '../../../../models/numerics/masks.ts'
import type { CompiledPrompt } from '../../../../models/emu/prompt/compile-prompt.ts'
import type { PromptPicture } from '../../../../models/emu/prompt/parts.ts'
import { readPrompt } from '../../../../models/emu/read-prompt.ts'
import { startRun } from '../../../../models/emu/run.ts'
import { encodePicture, namePicture } from '../../../../models/emu/vision.ts'
import { expectModelError } from '../../support/expect-model-error.ts'
import { openTiny } from '../../support/open-model.ts'

const model = await openTiny()

/** A picture as so many slots: enough that the first block of positions ends among them. */
function promptOf(tokens: number): CompiledPrompt {
  const { bos, boi, eoi, image } = model.pack.manifest.tokens
  const { width } = model.pack.manifest.vision
  const embeddings = Float32Array.from({ length: tokens * width }, (_, i) => ((i * tokens) % 17) / 17)
  const ids = [bos, boi, ...Array.from({ length: tokens }, () => image), eoi]
  return {
    ids,
    slots: Array.from({ length: tokens }, (_, slot) => ({ position: 2 + slot, picture: 0, slot })),
    pictures: [{ role: 'image', tokens, marks: [], source: { key: 'the same', embeddings } }],
    seen: [],
    positions: { used: ids.length, reserved: 0, room: 0, total: ids.length },
  }
}

it('the same picture in another number of slots is another beginning', async () => {
  const cold: Float32Array[] = []
  for (const tokens of [40, 36]) {
    model.memory.clear()
    cold.push((await readPrompt(model, promptOf(tokens), startRun({}))).hidden)
  }
  model.memory.clear()
  for (const [i, tokens] of [40, 36].entries())
    expect((await readPrompt(model, promptOf(tokens), startRun({}))).hidden).toEqual(cold[i])
})

it('names are short, whatever is painted, and tell one picture from another', async () => {
  const image = { width: 64, height: 64, rgb: new Uint8Array(64 * 64 * 3) }
  const mask = (value: number): Mask => ({ width: 64, height: 64, alpha: new Uint8Array(64 * 64).fill(value) })
  const paint = (...marks: PromptPicture['marks']) => namePicture({ role: 'image', tokens: 4, source: image, marks })
  const names = await Promise.all([
    paint(),
    paint({ kind: 'mask', mask: mask(1) }),
    paint({ kind: 'mask', mask: mask(2) }),
    paint({ kind: 'ellipse', left: 0, top: 0, right: 1, bottom: 1 }),
    paint({ kind: 'rectangle', left: 0, top: 0, right: 1, bottom: 1 }),
  ])
  expect(new Set(names).size).toBe(names.length)
  expect(Math.max(...names.map((name) => name.length))).toBeLessThan(300)
  expect(await paint({ kind: 'mask', mask: mask(1) })).toBe(names[1])
})

it.each([
  ['too few numbers', 3 * 12, [], /comes as 36 numbers; 48 finite ones/],
  ['too many', 5 * 12, [], /comes as 60 numbers/],
  [
    'marks to be painted on',
    4 * 12,
    [{ kind: 'arrow', fromX: 0, fromY: 0, toX: 1, toY: 1 }],
    /Marks can be painted on pixels/,
  ],
] as const)('embeddings with %s are refused', async (_, length, marks, sentence) => {
  const source = { key: 'x', embeddings: new Float32Array(length) }
  const picture: PromptPicture = { role: 'image', tokens: 4, source, marks }
  await expectModelError(encodePicture(model, picture, startRun({})), 'bad-image', sentence)
})

it('embeddings that are not finite are the picture’s fault, not the pack’s', async () => {
  const source = { key: 'x', embeddings: new Float32Array(48).fill(NaN) }
  const picture: PromptPicture = { role: 'image', tokens: 4, source, marks: [] }
  await expectModelError(encodePicture(model, picture, startRun({})), 'bad-image', /finite ones are asked for/)
})
