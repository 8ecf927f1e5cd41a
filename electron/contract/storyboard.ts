import { z } from 'zod'
import { Id, Sha256, Text, TimeMs } from './values.ts'

/** A picture in the library. The page shows it as plumage://asset/<sha256>. */
export const Asset = z.strictObject({
  sha256: Sha256,
  mime: z.enum(['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/avif']),
  width: z.int().min(1),
  height: z.int().min(1),
  sizeBytes: z.int().min(1),
})
export type Asset = z.infer<typeof Asset>

export const Panel = z.strictObject({
  id: Id,
  caption: Text,
  image: Asset.nullable(),
  /** The generation that made the picture; null for a picture the user brought. */
  generationId: Id.nullable(),
  createdAtMs: TimeMs,
})
export type Panel = z.infer<typeof Panel>

/** A storyboard as the page shows it. Every change raises `revision` by one. */
export const Storyboard = z.strictObject({
  id: Id,
  sessionId: Id,
  title: z.string().max(200),
  revision: z.int().min(0),
  panels: z.array(Panel),
  /** What undo and redo would do, e.g. "Delete 2 panels"; null when there is nothing. */
  undoLabel: z.string().nullable(),
  redoLabel: z.string().nullable(),
  updatedAtMs: TimeMs,
})
export type Storyboard = z.infer<typeof Storyboard>

export const StoryboardSummary = z.strictObject({
  id: Id,
  sessionId: Id,
  title: z.string().max(200),
  panelCount: z.int().min(0),
  /** The first picture, for a cover. */
  cover: Sha256.nullable(),
  updatedAtMs: TimeMs,
})
export type StoryboardSummary = z.infer<typeof StoryboardSummary>

export const PanelDraft = z.strictObject({
  id: Id,
  caption: Text.default(''),
  image: Sha256.nullable().default(null),
  generationId: Id.nullable().default(null),
})
export type PanelDraft = z.infer<typeof PanelDraft>

/** One undoable step on a storyboard. Indices are positions before the change; a too large one means the end. */
export const Change = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('insert'), index: z.int().min(0), panels: z.array(PanelDraft).min(1).max(500) }),
  z.strictObject({ type: z.literal('caption'), panelId: Id, caption: Text }),
  z.strictObject({ type: z.literal('picture'), panelId: Id, image: Sha256.nullable(), generationId: Id.nullable() }),
  /** The panels, in their present order, come to stand before the panel now at `index`. */
  z.strictObject({ type: z.literal('move'), panelIds: z.array(Id).min(1), index: z.int().min(0) }),
  z.strictObject({ type: z.literal('delete'), panelIds: z.array(Id).min(1) }),
  z.strictObject({ type: z.literal('rename'), title: z.string().trim().min(1).max(200) }),
])
export type Change = z.infer<typeof Change>
