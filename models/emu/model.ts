import { defaultThreads } from '../runtime/providers.ts'
import { closeAll, openAll } from '../runtime/session.ts'
import type { Session } from '../runtime/session.ts'
import { parseSafetensors } from '../numerics/safetensors.ts'
import { checkGraph, describeGraphs } from './graph-contract.ts'
import { Memory } from './memory/memory.ts'
import type { MemoryBudget } from './memory/memory.ts'
import { ModelError } from './model-error.ts'
import { readPack, readPackFile, readPackJson, toPackFile, verifyPack } from './pack.ts'
import type { Pack } from './pack.ts'
import type { GraphName, PackManifest } from './pack-manifest.ts'
import type { PromptReader } from './prompt/compile-prompt.ts'
import { createTokenizer } from './tokenizer.ts'
import type { PromptTokenizer } from './tokenizer.ts'

/** Tensors that belong to the weights but are no graph. Row-major float32. */
export interface Constants {
  /** [N, C]: what the model writes after an empty prompt; the negative of guidance. */
  readonly emptyPrompt: Float32Array
  /** [N, C]: the encoder's view of nothing (all zeros, normalised). */
  readonly nullImage: Float32Array
  /** [N, H]: the queries that stand in for embeddings when all are written at once; null in packs without that mode. */
  readonly maskQueries: Float32Array | null
}

export type Graphs = Readonly<Record<Exclude<GraphName, 'decoder_base' | 'vae_decoder' | 'vae_encoder'>, Session>> & {
  readonly decoder_base?: Session
  readonly vae_decoder?: Session
  readonly vae_encoder?: Session
}

export interface ModelOptions {
  /** An id of listDevices(). */
  readonly device: string
  /** Threads within one operator; the same number gives the same bits. Left out: fixed by the machine. */
  readonly threads?: number
  /** How much may be remembered of work done. */
  readonly memory?: MemoryBudget
}

type ModelParts = Pick<Model, 'pack' | 'device' | 'tokenizer' | 'constants' | 'graphs' | 'memory'>

/** A pack in memory, ready to run. Whoever opens it disposes it. */
export class Model implements AsyncDisposable {
  readonly pack: Pack
  readonly device: string
  readonly tokenizer: PromptTokenizer
  readonly constants: Constants
  readonly graphs: Graphs
  readonly memory: Memory

  constructor({ pack, device, tokenizer, constants, graphs, memory }: ModelParts) {
    this.pack = pack
    this.device = device
    this.tokenizer = tokenizer
    this.constants = constants
    this.graphs = graphs
    this.memory = memory
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.memory.clear()
    await closeAll(Object.values(this.graphs))
  }
}

/**
 * Opens a pack: every file is checked against its hash, every graph against the numbers of pack.json, and either all
 * of it is open afterwards or none.
 *
 * Cost     reads the pack twice: once to hash it, once into the runtime.
 * Errors   ModelError 'bad-pack' naming the file, 'bad-shape' naming the graph, 'device-unavailable', 'out-of-memory'.
 */
export async function openModel(
  folder: string,
  { device, threads = defaultThreads(), memory }: ModelOptions,
): Promise<Model> {
  const report = await verifyPack(folder)
  if (!report.ok) throw new ModelError('bad-pack', report.sentence)
  const { pack, tokenizer } = await openReader(folder)
  const constants = await readConstants(pack)
  const graphs = await openGraphs(pack, { device, threads })
  return new Model({ pack, device, tokenizer, constants, graphs, memory: new Memory(memory) })
}

/**
 * What it takes to compile prompts for a pack without opening its graphs: for showing what the model will see, and how much
 * room is left, while somebody types.
 *
 * Errors   ModelError 'bad-pack'.
 */
export async function openReader(folder: string): Promise<PromptReader> {
  const pack = await readPack(folder)
  return { pack, tokenizer: createTokenizer(await readPackJson(pack, pack.manifest.tokenizer.file), pack.manifest) }
}

async function readConstants(pack: Pack): Promise<Constants> {
  const { constants, vision, language, regression, name } = pack.manifest
  const bytes = await readPackFile(pack, constants)
  const tensors = readTensors(bytes, name)
  const take = (tensor: string, ...shape: number[]) => {
    const found = tensors.get(tensor)
    if (found?.shape.join() === shape.join()) return found.values
    const has = found ? `is [${found.shape.join(', ')}]` : 'is not there'
    throw new ModelError(
      'bad-shape',
      `The constant ${tensor} of ${name} ${has}; its pack.json asks for [${shape.join(', ')}].`,
    )
  }
  return {
    emptyPrompt: take('empty_prompt_embeds', 1, vision.tokensPerImage, vision.width),
    nullImage: take('null_image_embeds', 1, vision.tokensPerImage, vision.width),
    maskQueries: regression.modes.includes('parallel')
      ? take('mask_query_embeds', vision.tokensPerImage, language.hiddenSize)
      : null,
  }
}

function readTensors(bytes: Uint8Array, name: string): ReturnType<typeof parseSafetensors> {
  try {
    return parseSafetensors(bytes)
  } catch (cause) {
    throw new ModelError('bad-pack', `The constants of ${name} cannot be read. Get the pack again.`, { cause })
  }
}

async function openGraphs(pack: Pack, options: { device: string; threads: number }): Promise<Graphs> {
  const files = Object.entries(pack.manifest.graphs) as [GraphName, string][]
  const paths = new Map(files.map(([name, file]) => [name, toPackFile(pack, file)]))
  const threads = (name: GraphName) => (isSmallLanguage(name, pack.manifest) ? 1 : options.threads)
  const sessions = await openAll(paths, { device: options.device, threads })
  try {
    const contracts = describeGraphs(pack.manifest)
    for (const [name, session] of sessions) checkGraph(session, contracts[name])
    return Object.fromEntries(sessions) as unknown as Graphs // pack.json names every graph that Graphs requires
  } catch (error) {
    await closeAll(sessions.values())
    throw error
  }
}

/** Narrower language models than this lose more by sharing an operator among threads than they gain. */
const WIDE_ENOUGH_TO_SHARE = 1024

const LANGUAGE: ReadonlySet<GraphName> = new Set([
  'decoder_with_past',
  'embed_tokens',
  'lm_head',
  'project_up',
  'regress',
])

const isSmallLanguage = (name: GraphName, { language }: PackManifest): boolean =>
  LANGUAGE.has(name) && language.hiddenSize < WIDE_ENOUGH_TO_SHARE

/** Numbers every part of the engine speaks in, under the names of the papers. */
export function dimensions({ vision, language }: PackManifest) {
  return { N: vision.tokensPerImage, C: vision.width, H: language.hiddenSize, V: language.vocabSize }
}
