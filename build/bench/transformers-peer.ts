import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { create, fromBinary, toBinary } from '@bufbuild/protobuf'
import { AutoModelForCausalLM, env, Tensor } from '@huggingface/transformers'
import type { PreTrainedModel } from '@huggingface/transformers'
import { ModelProtoSchema, TensorProto_DataType } from 'onnx-buf'
import type { ModelProto } from 'onnx-buf'
import { toPackFile } from '../../models/emu/pack.ts'
import type { Pack } from '../../models/emu/pack.ts'
import type { PackManifest } from '../../models/emu/pack-manifest.ts'
import type { PromptReader } from '../../models/emu/prompt/compile-prompt.ts'
import { defaultThreads } from '../../models/runtime/providers.ts'
import { joinGraphs } from './join-graphs.ts'

/** A pack's language model, run by Hugging Face transformers.js. Whoever opens it disposes it. */
export class TransformersPeer implements AsyncDisposable {
  readonly #model: PreTrainedModel

  private constructor(model: PreTrainedModel) {
    this.#model = model
  }

  /** Text alone: transformers.js has no class for the other graphs of a pack. Threads are ours, all else its own choice. */
  static async open({ pack, tokenizer }: PromptReader): Promise<TransformersPeer> {
    const folder = await mkdtemp(join(tmpdir(), 'plumage-bench-'))
    try {
      await writeModel(pack, new Set(tokenizer.controls.keys()), folder)
      env.allowRemoteModels = false
      const model = await AutoModelForCausalLM.from_pretrained(folder, {
        dtype: 'fp32',
        device: 'cpu',
        local_files_only: true,
        session_options: { intraOpNumThreads: defaultThreads(), interOpNumThreads: 1 },
      })
      return new TransformersPeer(model)
    } finally {
      await rm(folder, { recursive: true })
    }
  }

  /** The ids that follow `prompt`, greedily; none of them is a control token, so that all `tokens` are written. */
  async write(prompt: readonly number[], tokens: number): Promise<number[]> {
    const ids = new BigInt64Array(prompt.map(BigInt))
    const inputs = new Tensor('int64', ids, [1, ids.length])
    const output = await this.#model.generate({ inputs, max_new_tokens: tokens, do_sample: false })
    if (!(output instanceof Tensor)) throw new TypeError('transformers.js answered with something else than ids')
    return Array.from(output.data as BigInt64Array, Number).slice(prompt.length)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#model.dispose()
  }
}

/** The folder transformers.js wants: one graph from ids to logits, and a LLaMA's config. */
async function writeModel(pack: Pack, forbidden: ReadonlySet<number>, folder: string): Promise<void> {
  const { graphs } = pack.manifest
  const read = async (file: string): Promise<ModelProto> =>
    fromBinary(ModelProtoSchema, await readFile(toPackFile(pack, file)))
  const joined = joinGraphs('language', [
    { prefix: 'embed/', model: await read(graphs.embed_tokens) },
    { prefix: 'decoder/', model: await read(graphs.decoder_with_past), renamed: { last_hidden_state: 'hidden' } },
    { prefix: 'head/', model: await read(graphs.lm_head), renamed: { logits: 'all_logits' } },
    { prefix: 'forbid/', model: forbidIds(await read(graphs.lm_head), forbidden, pack.manifest.language.vocabSize) },
  ])
  await mkdir(join(folder, 'onnx'))
  await writeFile(join(folder, 'onnx', 'model.onnx'), toBinary(ModelProtoSchema, joined))
  const { config, generation } = describeLlama(pack.manifest)
  await writeFile(join(folder, 'config.json'), JSON.stringify(config))
  await writeFile(join(folder, 'generation_config.json'), JSON.stringify(generation))
}

/** `all_logits` to `logits`, the forbidden ones out of reach: as the engine does after `lm_head`. */
function forbidIds(
  { irVersion, opsetImport }: ModelProto,
  forbidden: ReadonlySet<number>,
  vocabulary: number,
): ModelProto {
  const floatData = Array.from({ length: vocabulary }, (_, id) => (forbidden.has(id) ? -1e9 : 0))
  const penalty = { name: 'penalty', dataType: TensorProto_DataType.FLOAT, dims: [BigInt(vocabulary)], floatData }
  const floats = { value: { case: 'tensorType' as const, value: { elemType: TensorProto_DataType.FLOAT } } }
  const graph = {
    name: 'forbid',
    node: [{ opType: 'Add', input: ['all_logits', 'penalty'], output: ['logits'] }],
    initializer: [penalty],
    input: [{ name: 'all_logits', type: floats }],
    output: [{ name: 'logits', type: floats }],
  }
  return create(ModelProtoSchema, { irVersion, opsetImport, graph })
}

function describeLlama({ language, tokens }: PackManifest) {
  const ids = { bos_token_id: tokens.bos, pad_token_id: tokens.pad, eos_token_id: tokens.eos }
  const config = {
    model_type: 'llama',
    architectures: ['LlamaForCausalLM'],
    hidden_size: language.hiddenSize,
    head_dim: language.headDim,
    num_hidden_layers: language.layers,
    num_attention_heads: language.heads,
    num_key_value_heads: language.heads,
    max_position_embeddings: language.maxPositions,
    vocab_size: language.vocabSize,
    ...ids,
  }
  return { config, generation: ids }
}
