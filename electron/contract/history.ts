import { z } from 'zod'
import { Generation } from './jobs.ts'
import { Asset } from './storyboard.ts'
import { Id, Sha256, TimeMs } from './values.ts'

const common = { image: Asset.nullable(), createdAtMs: TimeMs }

/** Something that was made or brought in, in a few words. */
export const HistoryEntry = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('made'),
    ...common,
    ...Generation.pick({ id: true, jobId: true, kind: true, seed: true, pack: true, packHash: true, text: true }).shape,
    /** The last words of its prompt. */
    words: z.string(),
  }),
  z.strictObject({ type: z.literal('imported'), ...common, id: Id, name: z.string() }),
])
export type HistoryEntry = z.infer<typeof HistoryEntry>

export const HistoryQuery = z.strictObject({
  limit: z.int().min(1).max(500).default(50),
  /** `next` of the page before. */
  before: Id.nullable().default(null),
})
export type HistoryQuery = z.infer<typeof HistoryQuery>

/** Newest first. */
export const History = z.strictObject({ entries: z.array(HistoryEntry), next: Id.nullable() })
export type History = z.infer<typeof History>

export const HistoryTreeQuery = z.union([z.strictObject({ sha256: Sha256 }), z.strictObject({ generationId: Id })])
export type HistoryTreeQuery = z.infer<typeof HistoryTreeQuery>

/**
 * What something was made from, back to what was brought in, and what was made from it. Entries are named by their id; a
 * picture that was made more than once has one for each time.
 */
export const HistoryTree = z.strictObject({
  /** What was asked for: the newest first. */
  roots: z.array(Id),
  entries: z.array(HistoryEntry),
  links: z.array(z.strictObject({ parent: Id, child: Id })),
  /** There is more than is shown. */
  isCut: z.boolean(),
})
export type HistoryTree = z.infer<typeof HistoryTree>
