import { classify as classifyWith, embedImage, embedRegion, embedText } from '../../models/emu/embed.ts'
import type { ClassifyQuery, Embedded, EmbedItem, EmbedQuery, Label } from '../contract/inference.ts'
import type { Following } from './progress.ts'
import { type Desk, type JobTools, runJob } from './run-job.ts'

/** Vectors to search with. Between two of them a cancel is obeyed, as between two runs of a graph. */
export function embed(desk: Desk, { settings, items }: EmbedQuery, job: Following): Promise<Embedded> {
  return runJob(desk, { settings, ...job }, async (tools) => {
    const vectors: number[][] = []
    for (const item of items) vectors.push([...(await embedOne(desk, item, tools))])
    return { packHash: tools.model.pack.hash, vectors }
  })
}

export function classify(desk: Desk, query: ClassifyQuery, job: Following): Promise<Label[]> {
  const { settings, sha256, box, labels } = query
  return runJob(desk, { settings, ...job }, async (tools) => {
    const embedding = await embedOne(desk, { type: 'image', sha256, box }, tools)
    const found = await classifyWith(tools.model, embedding, labels, { signal: tools.signal })
    return found.map((label) => ({ ...label }))
  })
}

async function embedOne(desk: Desk, item: EmbedItem, { model, signal, pictures }: JobTools): Promise<Float32Array> {
  if (item.type === 'text') return embedText(model, item.text, { signal })
  if (!item.box) return embedImage(model, pictures.show(item.sha256), { signal })
  return embedRegion(model, await desk.pictures.read(item.sha256), item.box, { signal })
}
