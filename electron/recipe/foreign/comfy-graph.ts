import { z } from 'zod'
import { MalformedError, recipeLimits } from '../limits.ts'

/** A node of ComfyUI. An input is a value, or `[node, output]`. */
export interface ComfyNode {
  type: string
  inputs: Readonly<Record<string, unknown>>
}
export type ComfyGraph = ReadonlyMap<string, ComfyNode>

const Key = z.union([z.string(), z.int()]).transform(String)

/** Where an input comes from; null when it is a value. By hand, since it is asked a million times of a hostile graph. */
export function linkOf(input: unknown): { id: string; output: number } | null {
  if (!Array.isArray(input) || input.length !== 2) return null
  const [id, output] = input as unknown[]
  if ((typeof id !== 'string' && typeof id !== 'number') || typeof output !== 'number') return null
  return { id: String(id), output }
}

const PromptNode = z.looseObject({ class_type: z.string(), inputs: z.record(z.string(), z.unknown()) })

/** What ComfyUI has run: the chunk `prompt`. What is no node is passed over. */
export function toGraph(prompt: unknown): ComfyGraph {
  const entries = Object.entries(z.record(z.string(), z.unknown()).safeParse(prompt).data ?? {})
  mustBeFew(entries.length)
  const nodes = new Map<string, ComfyNode>()
  for (const [id, value] of entries) {
    const { data } = PromptNode.safeParse(value)
    if (data) nodes.set(id, { type: data.class_type, inputs: data.inputs })
  }
  return nodes
}

const WorkflowNode = z.looseObject({
  id: Key,
  type: z.string(),
  mode: z.int().optional().catch(undefined),
  inputs: z
    .array(z.looseObject({ name: z.string(), link: z.int().nullable().optional() }))
    .optional()
    .catch(undefined),
  widgets_values: z
    .union([z.array(z.unknown()), z.record(z.string(), z.unknown())])
    .optional()
    .catch(undefined),
})
type WorkflowNode = z.infer<typeof WorkflowNode>

/** A link as a list (id, from node, output, to node, input, type) or, in newer files, as an object. */
const WorkflowLink = z.union([
  z
    .tuple([z.int(), Key, z.int()])
    .rest(z.unknown())
    .transform(([id, node, output]) => ({ id, from: [node, output] })),
  z
    .looseObject({ id: z.int(), origin_id: Key, origin_slot: z.int() })
    .transform(({ id, origin_id: node, origin_slot: output }) => ({ id, from: [node, output] })),
])
const Workflow = z.looseObject({ nodes: z.array(z.unknown()), links: z.array(z.unknown()).optional().catch(undefined) })

/** What stands in ComfyUI's editor: the chunk `workflow`. Its values have no names, only an order for each type of node. */
export function workflowToGraph(workflow: unknown): ComfyGraph {
  const { data } = Workflow.safeParse(workflow)
  mustBeFew(data?.nodes.length ?? 0)
  const links = new Map<number, unknown>()
  for (const each of data?.links ?? []) {
    const link = WorkflowLink.safeParse(each).data
    if (link) links.set(link.id, link.from)
  }
  const nodes = new Map<string, ComfyNode>()
  for (const each of data?.nodes ?? []) {
    const node = WorkflowNode.safeParse(each).data
    if (node && node.mode !== muted && node.mode !== bypassed) nodes.set(node.id, toNode(node, links))
  }
  return nodes
}

const [muted, bypassed] = [2, 4]

function toNode(
  { type, inputs = [], widgets_values: values = [] }: WorkflowNode,
  links: ReadonlyMap<number, unknown>,
): ComfyNode {
  const named = Array.isArray(values)
    ? Object.fromEntries((widgets[type] ?? ['value']).map((name, i) => [name, values[i]]))
    : values
  const linked: [string, unknown][] = inputs.flatMap(({ name, link }) =>
    typeof link === 'number' ? [[name, links.get(link)]] : [],
  )
  return { type, inputs: Object.fromEntries([...Object.entries<unknown>(named), ...linked]) }
}

/** What a node's values are called, in their order, for the nodes that a recipe is read from. */
const widgets: Readonly<Record<string, readonly string[]>> = {
  KSampler: ['seed', 'control', 'steps', 'cfg', 'sampler_name', 'scheduler', 'denoise'],
  KSamplerAdvanced: ['add_noise', 'noise_seed', 'control', 'steps', 'cfg', 'sampler_name', 'scheduler'],
  SamplerCustom: ['add_noise', 'noise_seed', 'control', 'cfg'],
  RandomNoise: ['noise_seed', 'control'],
  KSamplerSelect: ['sampler_name'],
  BasicScheduler: ['scheduler', 'steps', 'denoise'],
  CFGGuider: ['cfg'],
  FluxGuidance: ['guidance'],
  CLIPTextEncode: ['text'],
  CLIPTextEncodeSDXL: ['width', 'height', 'crop_w', 'crop_h', 'target_width', 'target_height', 'text_g', 'text_l'],
  CLIPTextEncodeFlux: ['clip_l', 't5xxl', 'guidance'],
  EmptyLatentImage: ['width', 'height', 'batch_size'],
  EmptySD3LatentImage: ['width', 'height', 'batch_size'],
  CheckpointLoaderSimple: ['ckpt_name'],
  UNETLoader: ['unet_name', 'weight_dtype'],
}

function mustBeFew(nodes: number): void {
  if (nodes > recipeLimits.nodes) throw new MalformedError('The ComfyUI workflow in this picture has too many nodes.')
}
