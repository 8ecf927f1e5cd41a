import { expect, it } from 'vitest'
import { generateImage } from '../../../models/emu/generate-image.ts'
import { generateText } from '../../../models/emu/generate-text.ts'
import { openModel } from '../../../models/emu/model.ts'
import type { PromptPart } from '../../../models/emu/prompt/parts.ts'
import { largestDifference, meanDifference } from '../support/nano.ts'
import type { Graph } from '../support/onnx.ts'
import { inFloat16, withInt8Weights } from '../support/tiny-precisions.ts'
import { writeTinyPack } from '../support/tiny-pack.ts'

const picture: PromptPart = {
  type: 'image',
  image: { width: 5, height: 3, rgb: Uint8Array.from({ length: 45 }, (_, i) => i * 5) },
}
const parts: PromptPart[] = [picture, { type: 'text', text: 'a fox' }]

async function runThrough(everyGraph: (graph: Graph) => Graph) {
  await using pack = await writeTinyPack({ everyGraph })
  await using model = await openModel(pack.folder, { device: 'cpu', threads: 1 })
  const inTurn = await generateImage(model, parts, { seed: 5, mode: 'autoregressive' })
  const atOnce = await generateImage(model, parts, { seed: 5, mode: 'parallel' })
  const { text } = await generateText(model, parts, { task: 'ask', maxTokens: 4 })
  const long: PromptPart[] = [picture, { type: 'text', text: 'a fox in a meadow that is green and wide' }]
  const answer = { task: 'ask', maxTokens: 3, logProbabilities: true } as const
  const cold = await generateText(model, long, answer)
  expect(model.memory.prefixes.sizeBytes).toBeGreaterThan(0)
  const warm = await generateText(model, long, answer)
  expect(warm.written).toEqual(cold.written)
  const beams = await generateText(model, long, { task: 'ask', maxTokens: 3, beams: 3, logProbabilities: true })
  const pastType = model.graphs.decoder_with_past.inputs.find(({ name }) => name.startsWith('past'))?.type
  return { inTurn, atOnce, text, pastType, beams: beams.text }
}

const plain = await runThrough((graph) => graph)

it.each([
  { precision: 'float16', change: inFloat16, pastType: 'float16', embeddings: 0.005, pixels: 0.05 },
  { precision: 'int8 weights', change: withInt8Weights, pastType: 'float32', embeddings: 0.1, pixels: 0.5 },
])(
  'a pack in $precision writes and draws as in float32, within $embeddings and $pixels of 255',
  async ({ change, pastType, embeddings, pixels }) => {
    const changed = await runThrough(change)
    expect(changed.pastType).toBe(pastType)
    for (const mode of ['inTurn', 'atOnce'] as const) {
      expect(changed[mode].embeddings).not.toEqual(plain[mode].embeddings)
      expect(largestDifference(changed[mode].embeddings, plain[mode].embeddings)).toBeLessThan(embeddings)
      expect(meanDifference(changed[mode].image.rgb, plain[mode].image.rgb)).toBeLessThan(pixels)
    }
    expect(changed.text).toBe(plain.text)
    expect(changed.beams).toBe(plain.beams)
  },
)
