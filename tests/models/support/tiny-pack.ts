import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { normals } from '../../../models/numerics/rng.ts'
import type { PackManifest } from '../../../models/emu/pack-manifest.ts'
import { makeTinyGraphs, TINY } from './tiny-graphs.ts'
import { writeOnnx } from './onnx.ts'
import type { Graph } from './onnx.ts'

/**
 * A pack that runs in milliseconds and shares no number with the embedded one: a latent decoder with VAE, guidance and
 * size conditioning, Euler steps, autoregressive regression, no slot embeddings, no base picture.
 */
export interface TinyPackChanges {
  readonly manifest?: (manifest: PackManifest) => unknown
  readonly graphs?: Partial<Record<string, (graph: Graph) => Graph>>
  /** Done to every graph, before the changes to single ones. */
  readonly everyGraph?: (graph: Graph) => Graph
}

const controls = [
  '[PAD]',
  '<s>',
  '</s>',
  '[IMG]',
  '[/IMG]',
  '<image>',
  '[gIMG]',
  '<phrase>',
  '[EOC]',
  '[USER]',
  '[ASSISTANT]',
  '[VIDEO]',
  '<grounding>',
  '</phrase>',
  '<object>',
  '</object>',
  '</delimiter_of_multi_objects/>',
  '<patch_index_0000>',
  '<patch_index_0001>',
  '<patch_index_0002>',
  '<patch_index_0003>',
  '<patch_index_0004>',
]

/** Every byte is a token: no merges, no normalisation, no prefix space. */
function makeTokenizer(): object {
  const printable = (byte: number) => (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174
  let next = 256
  const letters = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(printable(byte) ? byte : next++))
  const vocab = Object.fromEntries([...controls, ...letters].map((token, id) => [token, id]))
  const added = controls.map((content, id) => ({
    id,
    content,
    special: true,
    normalized: false,
    single_word: false,
    lstrip: false,
    rstrip: false,
  }))
  const bytes = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true }
  const model = { type: 'BPE', vocab, merges: [], unk_token: null, byte_fallback: false, ignore_merges: true }
  return {
    version: '1.0',
    added_tokens: added,
    normalizer: null,
    pre_tokenizer: bytes,
    post_processor: null,
    decoder: bytes,
    model,
  }
}

function makeConstants(): Uint8Array {
  const { N, C, H } = TINY
  const shapes = { empty_prompt_embeds: [1, N, C], null_image_embeds: [1, N, C], mask_query_embeds: [N, H] }
  let offset = 0
  const entries = Object.entries(shapes).map(([name, shape]) => {
    const begin = offset
    offset += 4 * shape.reduce((a, b) => a * b, 1)
    return [name, { dtype: 'F32', shape, data_offsets: [begin, offset] }] as const
  })
  const header = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)))
  const length = new Uint8Array(8)
  new DataView(length.buffer).setBigUint64(0, BigInt(header.length), true)
  return Uint8Array.from([...length, ...header, ...new Uint8Array(normals(99, 0, offset / 4).buffer)])
}

function makeManifest(files: PackManifest['files']): PackManifest {
  const { N, C, H, heads, D, V, imageSize } = TINY
  const graph = (name: string) => `graphs/${name}.onnx`
  return {
    format: 1,
    id: 'tiny',
    name: 'Tiny',
    version: '0.0.1',
    description: 'For tests.',
    family: 'emu2',
    licence: { name: 'Apache-2.0', file: 'LICENSE' },
    provenance: { source: 'tests', data: 'none', recipe: 'none', createdAt: '2026-01-01T00:00:00Z' },
    card: 'README.md',
    vision: { imageSize, mean: [0.4, 0.5, 0.6], std: [0.2, 0.3, 0.4], width: C, tokensPerImage: N, tokensPerFrame: 1 },
    language: { hiddenSize: H, layers: 1, heads, headDim: D, vocabSize: V, maxPositions: 64, slotEmbeddings: false },
    tokens: { bos: 1, eos: 2, pad: 0, boi: 3, eoi: 4, image: 5, frame: 6, user: 9, assistant: 10, video: 11 },
    grounding: {
      grounding: 12,
      phrase: 7,
      phraseEnd: 13,
      object: 14,
      objectEnd: 15,
      objectDelimiter: 16,
      firstPatch: 17,
      patches: 5,
      coordinateScale: 4,
      boxLinePx: 1,
    },
    tokenizer: { file: 'tokenizer.json', behaviour: 'fast' },
    regression: { modes: ['autoregressive', 'parallel'], default: 'autoregressive' },
    decoder: {
      width: 16,
      height: 8,
      channels: 3,
      latentScale: 2,
      latentChannels: 12,
      scalingFactor: 0.13025,
      conditioning: 'embeddings+size',
      scheduler: { type: 'euler-discrete', trainSteps: 1000, betaStart: 0.00085, betaEnd: 0.012, stepsOffset: 1 },
      steps: 5,
      guidance: 3,
    },
    constants: 'constants.safetensors',
    templates: {
      caption: '{prompt}Describe:',
      ask: '[USER]: {prompt} [ASSISTANT]:',
      chat: {
        start: 'Be kind.',
        user: '[USER]: {turn}',
        assistant: '[ASSISTANT]: {turn}</s>',
        open: '[ASSISTANT]:',
        grounded: { start: 'Point.', open: '[ASSISTANT]:<grounding>' },
      },
    },
    graphs: {
      vision_encoder: graph('vision_encoder'),
      project_up: graph('project_up'),
      embed_tokens: graph('embed_tokens'),
      decoder_with_past: graph('decoder_with_past'),
      lm_head: graph('lm_head'),
      regress: graph('regress'),
      unet: graph('unet'),
      vae_decoder: graph('vae_decoder'),
      vae_encoder: graph('vae_encoder'),
    },
    files,
  }
}

const words = (text: string) => new TextEncoder().encode(text)

/** Writes the pack to a temporary folder; disposing it deletes the folder. */
export async function writeTinyPack({
  manifest: change,
  graphs: changes = {},
  everyGraph = (graph) => graph,
}: TinyPackChanges = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'tiny-pack-'))
  await mkdir(join(folder, 'graphs'))
  const graphs = Object.entries(makeTinyGraphs()).map(([name, plain]) => {
    const graph = everyGraph(plain)
    return [`graphs/${name}.onnx`, writeOnnx(changes[name]?.(graph) ?? graph)] as const
  })
  const contents = [
    ['LICENSE', words('Apache-2.0\n')],
    ['README.md', words('# Tiny\n')],
    ['constants.safetensors', makeConstants()],
    ['tokenizer.json', words(JSON.stringify(makeTokenizer()))],
    ...graphs,
  ] as const
  const files = contents.map(([path, bytes]) => ({
    path,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  }))
  for (const [path, bytes] of contents) await writeFile(join(folder, path), bytes)
  const manifest = makeManifest(files)
  await writeFile(join(folder, 'pack.json'), JSON.stringify(change ? change(manifest) : manifest))
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) }
}
