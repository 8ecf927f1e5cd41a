import type { GraphValue, Session } from '../runtime/session.ts'
import { ModelError } from './model-error.ts'
import type { GraphName, PackManifest } from './pack-manifest.ts'

/** A dimension that must be this number, or, where the pack leaves it open (batch, sequence, past), null. */
type Dimension = number | null
type Values = Readonly<Record<string, { readonly type: 'float32' | 'int64'; readonly shape: readonly Dimension[] }>>
export interface GraphContract {
  readonly inputs: Values
  readonly outputs: Values
}

const floats = (...shape: Dimension[]) => ({ type: 'float32', shape }) as const
const ids = (...shape: Dimension[]) => ({ type: 'int64', shape }) as const

/**
 * What each graph of a pack must take and give, from the numbers in its pack.json.
 *
 * Source   models/packs/README.md, "Graphs".
 */
export function describeGraphs(manifest: PackManifest): Readonly<Record<GraphName, GraphContract>> {
  const { width: C, tokensPerImage: N, imageSize } = manifest.vision
  const { hiddenSize: H, vocabSize: V } = manifest.language
  return {
    vision_encoder: {
      inputs: { pixel_values: floats(null, 3, imageSize, imageSize) },
      outputs: { image_embeds: floats(null, N, C) },
    },
    project_up: {
      inputs: {
        image_embeds: floats(null, null, C),
        ...(manifest.language.slotEmbeddings ? { slot_ids: ids(null, null) } : {}),
      },
      outputs: { lm_embeds: floats(null, null, H) },
    },
    embed_tokens: { inputs: { input_ids: ids(null, null) }, outputs: { inputs_embeds: floats(null, null, H) } },
    decoder_with_past: describeLanguageModel(manifest),
    lm_head: { inputs: { hidden: floats(null, null, H) }, outputs: { logits: floats(null, null, V) } },
    regress: { inputs: { hidden: floats(null, null, H) }, outputs: { image_embeds: floats(null, null, C) } },
    ...describeDecoder(manifest),
  }
}

function describeLanguageModel({ language: { hiddenSize, layers, heads, headDim } }: PackManifest): GraphContract {
  const past = floats(null, heads, null, headDim)
  const names = Array.from({ length: layers }, (_, l) => [`${l}.key`, `${l}.value`]).flat()
  const perLayer = (prefix: string): Values =>
    Object.fromEntries(names.map((name) => [`${prefix}.${name}`, past] as const))
  const fixed = {
    inputs_embeds: floats(null, null, hiddenSize),
    attention_mask: ids(null, null),
    position_ids: ids(null, null),
  }
  return {
    inputs: { ...fixed, ...perLayer('past_key_values') },
    outputs: { last_hidden_state: floats(null, null, hiddenSize), ...perLayer('present') },
  }
}

function describeDecoder({ vision, decoder, graphs }: PackManifest) {
  const { width: C, tokensPerImage: N } = vision
  const { width, height, channels, latentScale, latentChannels: c } = decoder
  const latent = floats(null, c, height / latentScale, width / latentScale)
  const picture = floats(null, channels, height, width)
  const embeds = floats(null, N, C)
  return {
    decoder_base: { inputs: { encoder_hidden_states: embeds }, outputs: { base: picture } },
    unet: {
      inputs: {
        sample: latent,
        timestep: floats(null),
        encoder_hidden_states: embeds,
        ...(graphs.decoder_base ? { base: picture } : {}),
        ...(decoder.conditioning === 'embeddings+size'
          ? { text_embeds: floats(null, C), time_ids: floats(null, 6) }
          : {}),
      },
      outputs: { prediction: latent },
    },
    vae_decoder: { inputs: { latent }, outputs: { image: picture } },
    vae_encoder: { inputs: { image: picture }, outputs: { latent } },
  } satisfies Partial<Record<GraphName, GraphContract>>
}

/**
 * Holds a graph to its contract before anything runs, so that a wrong export is named and not felt.
 *
 * Errors   ModelError 'bad-shape' naming graph, value and both shapes.
 */
export function checkGraph(session: Session, contract: GraphContract): void {
  checkValues(session.name, 'input', session.inputs, contract.inputs)
  checkValues(session.name, 'output', session.outputs, contract.outputs)
}

function checkValues(graph: string, role: 'input' | 'output', found: readonly GraphValue[], wanted: Values): void {
  const byName = new Map(found.map((value) => [value.name, value]))
  for (const [name, { type, shape }] of Object.entries(wanted)) {
    const value = byName.get(name)
    if (!value)
      throw new ModelError('bad-shape', `The graph ${graph} has no ${role} ${name}, which its pack.json asks for.`)
    // A pack may compute in float16 as a whole or in part: Session.run and readFloats convert where that is so.
    if ((value.type === type || (type === 'float32' && value.type === 'float16')) && fits(value.shape, shape)) continue
    const has = `${value.type} [${value.shape.join(', ')}]`
    throw new ModelError(
      'bad-shape',
      `The ${role} ${name} of the graph ${graph} is ${has}; its pack.json asks for ${type} [${shape.map((d) => d ?? 'any').join(', ')}].`,
    )
  }
  const extra = role === 'input' && found.find((value) => !wanted[value.name])
  if (extra)
    throw new ModelError(
      'bad-shape',
      `The graph ${graph} wants an input ${extra.name} that its pack.json does not speak of.`,
    )
}

/** A fixed dimension of the graph must be the number of the pack; one the pack leaves open must be open in the graph. */
function fits(found: readonly (number | string)[], wanted: readonly Dimension[]): boolean {
  return found.length === wanted.length && found.every((d, i) => (typeof d === 'string' ? true : d === wanted[i]))
}
