import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openModel } from '../../../models/emu/model.ts'
import { expectModelError } from '../support/expect-model-error.ts'
import type { Graph } from '../support/onnx.ts'
import { writeTinyPack } from '../support/tiny-pack.ts'

const open = (folder: string) => openModel(folder, { device: 'cpu', threads: 1 })

it('opens a whole pack and closes it again', async () => {
  await using tiny = await writeTinyPack()
  const model = await open(tiny.folder)
  expect(Object.keys(model.graphs).toSorted()).toEqual(Object.keys(model.pack.manifest.graphs).toSorted())
  await model[Symbol.asyncDispose]()
  await model[Symbol.asyncDispose]() // twice is once
  await expect(model.graphs.unet.run({})).rejects.toThrow(/closed/)
})

describe('refuses, by name,', () => {
  it('a missing graph', async () => {
    await using tiny = await writeTinyPack()
    await rm(join(tiny.folder, 'graphs/regress.onnx'))
    await expectModelError(open(tiny.folder), 'bad-pack', /regress\.onnx is missing/)
  })

  const wide = (graph: Graph): Graph => ({
    ...graph,
    outputs: { inputs_embeds: { type: 'float32', shape: ['B', 'S', 9] } },
    constants: { table: { shape: [267, 9], values: new Float32Array(267 * 9) } },
  })
  const renamed = (graph: Graph): Graph => ({
    ...graph,
    inputs: { latents: graph.inputs['latent']! },
    nodes: graph.nodes.map((node) => ({
      ...node,
      inputs: node.inputs.map((name) => (name === 'latent' ? 'latents' : name)),
    })),
  })

  it.each<[string, string, (graph: Graph) => Graph, RegExp]>([
    [
      'another hidden size',
      'embed_tokens',
      wide,
      /inputs_embeds of the graph embed_tokens .*, 9\]; its pack\.json asks for float32 \[any, any, 8\]/,
    ],
    ['an input it does not know', 'vae_decoder', renamed, /vae_decoder has no input latent/],
    [
      'an input too many',
      'unet',
      (g) => ({ ...g, inputs: { ...g.inputs, mood: { type: 'float32', shape: ['B'] } } }),
      /unet wants an input mood/,
    ],
    [
      'a fixed batch',
      'unet',
      (g) => ({ ...g, inputs: { ...g.inputs, timestep: { type: 'float32', shape: [1] } } }),
      /timestep of the graph unet is float32 \[1\]/,
    ],
    [
      'another type',
      'decoder_with_past',
      (g) => ({ ...g, inputs: { ...g.inputs, attention_mask: { type: 'float32', shape: ['B', 'T'] } } }),
      /attention_mask of the graph decoder_with_past is float32/,
    ],
  ])('%s', async (_, name, change, sentence) => {
    await using tiny = await writeTinyPack({ graphs: { [name]: change } })
    await expectModelError(open(tiny.folder), 'bad-shape', sentence)
  })

  it('constants of another shape', async () => {
    await using tiny = await writeTinyPack({ manifest: (m) => ({ ...m, vision: { ...m.vision, tokensPerImage: 9 } }) })
    await expectModelError(
      open(tiny.folder),
      'bad-shape',
      /empty_prompt_embeds of Tiny is \[1, 4, 12\]; .* \[1, 9, 12\]/,
    )
  })

  it('a device that is not there', async () => {
    await using tiny = await writeTinyPack()
    await expectModelError(openModel(tiny.folder, { device: 'abacus' }), 'device-unavailable', /abacus/)
  })
})
