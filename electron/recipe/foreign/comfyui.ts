import type { ForeignRecipe } from '../../contract/recipe.ts'
import { parseLimitedJson } from '../limited-json.ts'
import { type ComfyGraph, type ComfyNode, linkOf, toGraph, workflowToGraph } from './comfy-graph.ts'
import { toForeign } from './to-foreign.ts'

/** What ComfyUI ran; where that is missing or says nothing, what stood in its editor. */
export function parseComfy(texts: { prompt: string | null; workflow: string | null }): ForeignRecipe | null {
  const { prompt, workflow } = texts
  const ran = prompt === null ? null : readGraph(toGraph(parseLimitedJson(prompt)))
  return ran ?? (workflow === null ? null : readGraph(workflowToGraph(parseLimitedJson(workflow))))
}

function readGraph(graph: ComfyGraph): ForeignRecipe | null {
  const sampler = findSampler(graph)
  if (!sampler) return null
  const inputs = gather(graph, sampler)
  const positive = inputs['positive'] ?? inputs['conditioning']
  const sized = findUpstream(graph, inputs['latent_image'], latentInputs, ({ inputs: own }) => 'width' in own)
  const loader = findUpstream(graph, inputs['model'], ['model'], (node) => modelOf(node) !== undefined)
  return toForeign('comfyui', {
    prompt: wordsOf(graph, positive),
    negative: wordsOf(graph, inputs['negative']),
    seed: valueOf(graph, inputs['seed'] ?? inputs['noise_seed']),
    steps: valueOf(graph, inputs['steps']),
    guidance: valueOf(graph, inputs['cfg'] ?? distilledGuidance(graph, positive)),
    sampler: valueOf(graph, inputs['sampler_name']),
    width: valueOf(graph, sized?.inputs['width']),
    height: valueOf(graph, sized?.inputs['height']),
    model: loader && modelOf(loader),
  })
}

const latentInputs = ['latent_image', 'samples', 'latent', 'latents'] as const
const modelOf = ({ inputs }: ComfyNode) => inputs['ckpt_name'] ?? inputs['unet_name'] ?? inputs['model_name']

const isSampler = ({ type, inputs }: ComfyNode) =>
  /sampler/i.test(type) && 'latent_image' in inputs && ('positive' in inputs || 'guider' in inputs)

const mostSamplers = 50
/** Of one walk: the longest chains of people have some dozens. */
const mostSteps = 1000

/** Of several the one that begins: the others go on from what another has drawn. */
function findSampler(graph: ComfyGraph): ComfyNode | undefined {
  const samplers = [...graph.values()].filter(isSampler).slice(0, mostSamplers)
  return (
    samplers.find(({ inputs }) => !findUpstream(graph, inputs['latent_image'], latentInputs, isSampler)) ?? samplers[0]
  )
}

/** What a sampler is told, by itself or by nodes that it has for parts of its work. */
function gather(graph: ComfyGraph, { inputs }: ComfyNode): Record<string, unknown> {
  const helpers = ['sigmas', 'sampler', 'noise', 'guider'].flatMap((name) => {
    const told = findUpstream(graph, inputs[name], ['sigmas'], (node) => !('sigmas' in node.inputs))
    return told ? [told.inputs] : []
  })
  return Object.assign({}, ...helpers, inputs) as Record<string, unknown> // of records
}

/** The first node that fits, from where an input comes on; through `names`, and through nodes with one way only. */
function findUpstream(
  graph: ComfyGraph,
  input: unknown,
  names: readonly string[],
  fits: (node: ComfyNode) => boolean,
): ComfyNode | undefined {
  const seen = new Set<string>()
  for (let link = linkOf(input); link && !seen.has(link.id) && seen.size < mostSteps;) {
    seen.add(link.id)
    const node = graph.get(link.id)
    if (!node || fits(node)) return node
    const ways = Object.values(node.inputs).flatMap((each) => linkOf(each) ?? [])
    const [named] = names.flatMap((name) => linkOf(node.inputs[name]) ?? [])
    link = named ?? (ways.length === 1 ? (ways[0] ?? null) : null)
  }
  return undefined
}

/** A number or a word; behind a link, that of the node which only holds one. */
function valueOf(graph: ComfyGraph, input: unknown): unknown {
  if (!linkOf(input)) return input
  const holder = findUpstream(graph, input, [], ({ inputs }) => heldBy(inputs) !== undefined)
  return holder && heldBy(holder.inputs)
}

const holders = ['value', 'seed', 'noise_seed', 'int', 'float', 'number', 'text', 'string', 'Value']
const heldBy = (inputs: ComfyNode['inputs']) =>
  holders.map((name) => inputs[name]).find((value) => typeof value === 'string' || typeof value === 'number')

const distilledGuidance = (graph: ComfyGraph, positive: unknown) =>
  findUpstream(graph, positive, ['conditioning'], ({ inputs }) => 'guidance' in inputs)?.inputs['guidance']

/** What is no way to words, though it leads into a conditioning. */
const otherWays: ReadonlySet<string> = new Set(
  'model clip vae image pixels mask control_net clip_vision clip_vision_output style_model latent samples'.split(' '),
)

/** All words that a conditioning is made of, in the order of its links, each once. */
function wordsOf(graph: ComfyGraph, conditioning: unknown): string | null {
  const words = new Set<string>()
  const seen = new Set<string>()
  const waiting = [conditioning] // the last is next
  while (waiting.length > 0) {
    const next = waiting.pop()
    if (typeof next === 'string' && next.trim() !== '') words.add(next.trim())
    const link = linkOf(next)
    const node = link && graph.get(link.id)
    if (!node || node.type === 'ConditioningZeroOut') continue
    const way = hasSides(node) ? `${link.id} ${link.output}` : link.id
    if (seen.has(way)) continue
    seen.add(way)
    for (const each of waysToWords(node, link.output).toReversed()) waiting.push(each)
  }
  return words.size === 0 ? null : [...words].join('\n')
}

/** A node that passes on both sides has its positive one at the first output. */
const hasSides = ({ inputs }: ComfyNode) => 'positive' in inputs && 'negative' in inputs

/** Among texts only links and prose count. */
function waysToWords(node: ComfyNode, output: number): unknown[] {
  const { type, inputs } = node
  if (hasSides(node)) return [inputs[output === 1 ? 'negative' : 'positive']]
  const entries = Object.entries(inputs).filter(([name]) => !otherWays.has(name))
  const holdsWords = /text|string|prompt|primitive|concat/i.test(type)
  return entries
    .filter(([name, value]) => linkOf(value) !== null || (holdsWords && proseNames.test(name)))
    .map(([, value]) => value)
}

/** Other texts of such nodes are settings. */
const proseNames = /^(text.*|string.*|prompt.*|clip_[lg]|t5xxl|value)$/i
