import { z } from 'zod'
import { Sha256 } from './values.ts'

/** What a small model knows, offered while typing. Large packs have none. */
export const Knows = z.strictObject({
  subjects: z.array(z.string()),
  styles: z.array(z.string()),
  backgrounds: z.array(z.string()),
  actions: z.array(z.string()),
})
export type Knows = z.infer<typeof Knows>

export const PackSummary = z.strictObject({
  id: z.string(),
  name: z.string(),
  version: z.string(),
  description: z.string(),
  licence: z.string(),
  sizeBytes: z.int().min(0),
  hash: Sha256.nullable(),
  width: z.int().min(0),
  height: z.int().min(0),
  steps: z.int().min(0),
  guidance: z.number(),
  maxPositions: z.int().min(0),
  knows: Knows.nullable(),
  /** Why the pack cannot be used; null when it can. */
  problem: z.string().nullable(),
})
export type PackSummary = z.infer<typeof PackSummary>

export const PackReport = z.strictObject({
  id: z.string(),
  ok: z.boolean(),
  hash: Sha256.nullable(),
  sentence: z.string(),
  files: z.array(z.strictObject({ path: z.string(), state: z.enum(['ok', 'missing', 'altered', 'refused']) })),
})
export type PackReport = z.infer<typeof PackReport>

export const Device = z.strictObject({
  id: z.string(),
  name: z.string(),
  usable: z.boolean(),
  /** Why, in a sentence. */
  sentence: z.string(),
  /** What came of trying it here with the pack; null while it was not tried. */
  verdict: z.enum(['proven', 'failed']).nullable(),
  /** How many pictures it draws while the processor draws one; null unless it is proven. */
  speed: z.number().positive().nullable(),
})
export type Device = z.infer<typeof Device>
