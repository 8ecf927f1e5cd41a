import { emptyTensor, float32, int64, readFloats } from '../runtime/tensor.ts'
import type { Tensor } from '../runtime/tensor.ts'
import { dimensions } from './model.ts'
import type { Model } from './model.ts'
import type { CompiledPrompt } from './prompt.ts'
import type { Run } from './run.ts'

/**
 * What the language model has read so far: the keys and values of every position, layer by layer. Never changed once
 * made, so any number of continuations can start from the same prefix.
 */
export interface Prefix {
  readonly length: number
  /** Key and value of layer 0, of layer 1, …: [1, heads, length, D] each, in the type the graph keeps them in. */
  readonly past: readonly Tensor[]
}

/** The end of a reading: the final-norm state at the last position, and all that came before it. */
export interface Reading {
  readonly hidden: Float32Array
  readonly prefix: Prefix
}

export function emptyPrefix({ pack, graphs }: Model): Prefix {
  const { layers, heads, headDim } = pack.manifest.language
  const inputs = new Map(graphs.decoder_with_past.inputs.map((input) => [input.name, input]))
  const past = Array.from(
    { length: 2 * layers },
    (_, i) => emptyTensor(inputs.get(`past_key_values.${toLayer(i)}`)!, [1, heads, 0, headDim]), // there: checkGraph has seen it
  )
  return { length: 0, past }
}

/** Forgets a prefix nobody continues any more, without waiting for the garbage collector. */
export function dropPrefix(prefix: Prefix): void {
  for (const tensor of prefix.past) tensor.dispose()
}

/**
 * Reads positions that follow a prefix.
 *
 * Shapes   `embeds` f32 [S, H]; `hidden` f32 [S, H] after the final norm.
 * Cost     one run over S positions, whatever the length of the prefix. Equality with a run over everything at once:
 *          tests/models/emu/language.test.ts.
 */
export async function readOn(
  model: Model,
  prefix: Prefix,
  embeds: Float32Array,
  run: Run,
): Promise<{ hidden: Float32Array; prefix: Prefix }> {
  const { H } = dimensions(model.pack.manifest)
  const S = embeds.length / H
  const length = prefix.length + S
  const past = Object.fromEntries(prefix.past.map((tensor, i) => [`past_key_values.${toLayer(i)}`, tensor]))
  const outputs = await run.graph(model.graphs.decoder_with_past, {
    inputs_embeds: float32(embeds, [1, S, H]),
    attention_mask: int64(new Uint8Array(length).fill(1), [1, length]),
    position_ids: int64(
      Array.from({ length: S }, (_, i) => prefix.length + i),
      [1, S],
    ),
    ...past,
  })
  const present = prefix.past.map((_, i) => outputs[`present.${toLayer(i)}`]!)
  return { hidden: readFloats(outputs['last_hidden_state']!, 'last_hidden_state'), prefix: { length, past: present } }
}

const toLayer = (i: number): string => `${i >> 1}.${i % 2 === 0 ? 'key' : 'value'}`

/** Reads on and keeps the last state; the prefix it came from is forgotten. For loops that never look back. */
export async function advance(model: Model, from: Prefix, embeds: Float32Array, run: Run): Promise<Reading> {
  const { hidden, prefix } = await readOn(model, from, embeds, run)
  dropPrefix(from)
  return { hidden: hidden.slice(-dimensions(model.pack.manifest).H), prefix }
}

/** Token embeddings: f32 [S, H]. */
export async function embedTokens(model: Model, ids: readonly number[], run: Run): Promise<Float32Array> {
  const outputs = await run.graph(model.graphs.embed_tokens, { input_ids: int64(ids, [1, ids.length]) })
  return readFloats(outputs['inputs_embeds']!, 'inputs_embeds')
}

/**
 * Visual embeddings as the language model reads them.
 *
 * Shapes   `embeddings` f32 [n, C], the slots from `firstSlot` of one picture; returns f32 [n, H].
 */
export async function projectUp(
  model: Model,
  embeddings: Float32Array,
  firstSlot: number,
  run: Run,
): Promise<Float32Array> {
  const { C } = dimensions(model.pack.manifest)
  const n = embeddings.length / C
  const slots = int64(
    Array.from({ length: n }, (_, i) => firstSlot + i),
    [1, n],
  )
  const outputs = await run.graph(model.graphs.project_up, {
    image_embeds: float32(embeddings, [1, n, C]),
    ...(model.pack.manifest.language.slotEmbeddings ? { slot_ids: slots } : {}),
  })
  return readFloats(outputs['lm_embeds']!, 'lm_embeds')
}

/** The embeddings of a whole prompt, pictures in their slots: f32 [S, H]. `images` f32 [N, C] each, in prompt order. */
export async function embedPrompt(
  model: Model,
  prompt: CompiledPrompt,
  images: readonly Float32Array[],
  run: Run,
): Promise<Float32Array> {
  const { H } = dimensions(model.pack.manifest)
  const embeds = Float32Array.from(await embedTokens(model, prompt.ids, run))
  const projected: Float32Array[] = []
  for (const image of images) projected.push(await projectUp(model, image, 0, run))
  for (const { position, image, slot } of prompt.slots) {
    embeds.set(projected[image]!.subarray(slot * H, (slot + 1) * H), position * H)
  }
  return embeds
}

/** Reads a prompt from the beginning. */
export async function readPrompt(
  model: Model,
  prompt: CompiledPrompt,
  images: readonly Float32Array[],
  run: Run,
): Promise<Reading> {
  return advance(model, emptyPrefix(model), await embedPrompt(model, prompt, images, run), run)
}

/** How likely each token is next, as logits f32 [V], after the state `hidden` f32 [H]. */
export async function predictToken(model: Model, hidden: Float32Array, run: Run): Promise<Float32Array> {
  const outputs = await run.graph(model.graphs.lm_head, { hidden: float32(hidden, [1, 1, hidden.length]) })
  return readFloats(outputs['logits']!, 'logits')
}
