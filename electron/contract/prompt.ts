import { z } from 'zod'
import { Sha256, Text } from './values.ts'

/** One part of an interleaved prompt; the order of the parts is the order the model reads. */
export const PromptPart = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: Text }),
  z.strictObject({ type: z.literal('image'), sha256: Sha256 }),
])
export type PromptPart = z.infer<typeof PromptPart>

export const Prompt = z.array(PromptPart).max(512)
export type Prompt = z.infer<typeof Prompt>

/** How to draw. What is left out comes from the pack. */
export const DrawSettings = z.strictObject({
  steps: z.int().min(1).max(200).optional(),
  /** Classifier-free guidance; 1 is off. */
  guidance: z.number().min(0).max(30).optional(),
  pack: z.string().min(1).max(100).optional(),
  device: z.string().min(1).max(100).optional(),
})
export type DrawSettings = z.infer<typeof DrawSettings>
