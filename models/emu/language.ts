import { emptyTensor, float32, int64, ones, readFloats } from '../runtime/tensor.ts'
import type { Tensor } from '../runtime/tensor.ts'
import { dimensions } from './model.ts'
import type { Model } from './model.ts'
import type { Run } from './run.ts'

/**
 * What the language model has read so far: the keys and values of every position, layer by layer. Never changed once
 * made, so any number of continuations can start from the same prefix.
 */
export interface Prefix {
  readonly length: number
  /** Key and value of layer 0, of layer 1, …: [batch, heads, length, D] each, in the type the graph keeps them in. */
  readonly past: readonly Tensor[]
}

/**
 * The end of a reading: the final-norm state at the last position, and all that came before it. Disposing it forgets its
 * prefix; that may be done again.
 */
export interface Reading extends Disposable {
  readonly hidden: Float32Array
  readonly prefix: Prefix
}

export function emptyPrefix({ pack, graphs }: Model): Prefix {
  const { layers, heads, headDim } = pack.manifest.language
  const inputs = new Map(graphs.decoder_with_past.inputs.map((input) => [input.name, input]))
  const past = layerNames(2 * layers).map(
    (name) => emptyTensor(inputs.get(name.past)!, [1, heads, 0, headDim]), // there: checkGraph has seen it
  )
  return { length: 0, past }
}

const dropped = new WeakSet<Prefix>()

/** Forgets a prefix nobody continues any more, without waiting for the garbage collector. */
export function dropPrefix(prefix: Prefix): void {
  if (dropped.has(prefix)) return
  dropped.add(prefix)
  for (const tensor of prefix.past) tensor.dispose()
}

/**
 * Reads positions that follow a prefix.
 *
 * Shapes   `embeds` f32 [batch, S, H]; `hidden` f32 [batch, S, H] after the final norm. The batch is 1 but for beams.
 * Cost     one run over S positions, whatever the length of the prefix. Equality with a run over everything at once:
 *          tests/models/emu/reference.test.ts.
 */
export async function readOn(
  model: Model,
  prefix: Prefix,
  embeds: Float32Array,
  run: Run,
  batch: number = 1,
): Promise<{ hidden: Float32Array; prefix: Prefix }> {
  const { H } = dimensions(model.pack.manifest)
  const S = embeds.length / H / batch
  const length = prefix.length + S
  const positions = Array.from({ length: batch * S }, (_, i) => prefix.length + (i % S))
  const feeds: Record<string, Tensor> = {
    inputs_embeds: float32(embeds, [batch, S, H]),
    attention_mask: ones([batch, length]),
    position_ids: int64(positions, [batch, S]),
  }
  const names = layerNames(prefix.past.length)
  for (const [i, { past }] of names.entries()) feeds[past] = prefix.past[i]!
  const outputs = await run.graph(model.graphs.decoder_with_past, feeds)
  const past = names.map(({ present }) => outputs[present]!)
  return { hidden: readFloats(outputs['last_hidden_state']!, 'last_hidden_state'), prefix: { length, past } }
}

interface LayerName {
  readonly past: string
  readonly present: string
}

const named: LayerName[] = []

/** What the keys and values of each layer are called, made once and not for every token. */
function layerNames(count: number): readonly LayerName[] {
  while (named.length < count) {
    const name = `${named.length >> 1}.${named.length % 2 === 0 ? 'key' : 'value'}`
    named.push({ past: `past_key_values.${name}`, present: `present.${name}` })
  }
  return named.length === count ? named : named.slice(0, count)
}

/** Reads on and keeps the last state. `from` itself stays as it was, for whoever may want to go on from it again. */
export async function advance(model: Model, from: Prefix, embeds: Float32Array, run: Run): Promise<Reading> {
  const { hidden, prefix } = await readOn(model, from, embeds, run)
  const last = hidden.slice(-dimensions(model.pack.manifest).H)
  return { hidden: last, prefix, [Symbol.dispose]: () => dropPrefix(prefix) }
}

/**
 * A reading that goes on and on and never looks back: each step forgets the one before it, but not `start`, which is
 * whoever's it was. Disposing it forgets the last step too, unless that was handed over.
 */
export function goOn(model: Model, start: Reading, run: Run) {
  let reading = start
  let isKept = false
  const forget = () => {
    if (reading !== start && !isKept) reading[Symbol.dispose]()
  }
  return {
    get reading(): Reading {
      return reading
    },
    async read(embeds: Float32Array): Promise<void> {
      const next = await advance(model, reading.prefix, embeds, run)
      forget()
      reading = next
    },
    /** Hands the last step over to whoever asks. */
    keep(): Reading {
      isKept = true
      return reading
    },
    [Symbol.dispose]: forget,
  }
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
  const slots = Array.from({ length: n }, (_, i) => firstSlot + i)
  const outputs = await run.graph(model.graphs.project_up, {
    image_embeds: float32(embeddings, [1, n, C]),
    ...(model.pack.manifest.language.slotEmbeddings ? { slot_ids: int64(slots, [1, n]) } : {}),
  })
  return readFloats(outputs['lm_embeds']!, 'lm_embeds')
}

/**
 * How likely each token is next, as logits.
 *
 * Shapes   `hidden` f32 [batch, H], one state a row; returns f32 [batch, V].
 */
export async function predictToken(model: Model, hidden: Float32Array, run: Run): Promise<Float32Array> {
  const { H } = dimensions(model.pack.manifest)
  const outputs = await run.graph(model.graphs.lm_head, { hidden: float32(hidden, [hidden.length / H, 1, H]) })
  return readFloats(outputs['logits']!, 'logits')
}
