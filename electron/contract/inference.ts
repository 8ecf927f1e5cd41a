import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { Failure } from './failure.ts'
import { Stage } from './jobs.ts'
import { Device, PackReport, PackSummary } from './packs.ts'
import { DrawSettings, Prompt } from './prompt.ts'
import { Asset } from './storyboard.ts'
import { Id, Seed, Sha256, Text } from './values.ts'

/** Every method fails in one way only, so that a sentence always reaches the person. */
export const base = oc.errors({ FAILURE: { data: Failure } })

export const Progress = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('stage'), stage: Stage }),
  z.strictObject({ type: z.literal('step'), step: z.int().min(0), steps: z.int().min(1) }),
  /** Written to the library's previews folder before it is named here. */
  z.strictObject({ type: z.literal('preview'), sha256: Sha256 }),
  z.strictObject({ type: z.literal('text'), delta: z.string() }),
  /** The job begins anew in another way than was asked for, and why: words written before it do not count. */
  z.strictObject({ type: z.literal('notice'), sentence: z.string().min(1) }),
])
export type Progress = z.infer<typeof Progress>

/** What the run was made with; the engine keeps it beside the result. */
const Provenance = z.strictObject({
  pack: z.string(),
  packHash: Sha256,
  device: z.string(),
  versions: z.record(z.string(), z.string()),
  timingsMs: z.record(z.string(), z.number()),
  steps: z.int().min(0),
  guidance: z.number(),
})

export const DrawnImage = z.strictObject({
  image: Asset,
  seed: Seed,
  completion: z.string().nullable(),
  ...Provenance.shape,
})
export type DrawnImage = z.infer<typeof DrawnImage>
export const WrittenText = z.strictObject({ text: z.string(), ...Provenance.shape })
export type WrittenText = z.infer<typeof WrittenText>
export const ContinuedStory = z.strictObject({ caption: z.string(), image: Asset, seed: Seed, ...Provenance.shape })
export type ContinuedStory = z.infer<typeof ContinuedStory>

const run = { jobId: Id, seed: Seed, settings: DrawSettings }

/**
 * engine → inference. Pictures are read from and written to the library's assets folder by hash. Aborting a stream is
 * the wish to cancel: it takes effect between two runs of the graph, and the stream then fails with `cancelled`.
 */
export const inferenceContract = {
  packs: {
    list: base.output(z.array(PackSummary)),
    verify: base.input(z.strictObject({ pack: z.string() })).output(PackReport),
  },
  devices: {
    list: base.output(z.array(Device)),
    /** Tries each device anew, in processes of their own, and remembers what came of it. Takes minutes. */
    probe: base.input(z.strictObject({ pack: DrawSettings.shape.pack })).output(z.array(Device)),
  },
  /** Loads a pack without running it, so that the first picture does not wait. */
  warm: base.input(z.strictObject({ settings: DrawSettings })).output(z.strictObject({ packHash: Sha256 })),
  draw: base.input(z.strictObject({ ...run, prompt: Prompt })).output(eventIterator(Progress, DrawnImage)),
  write: base
    .input(
      z.strictObject({
        ...run,
        prompt: Prompt,
        task: z.enum(['caption', 'ask']),
        maxTokens: z.int().min(1).optional(),
      }),
    )
    .output(eventIterator(Progress, WrittenText)),
  /** The next panel of a story. `panels` in order; `caption` given means only the picture is to be made. */
  continueStory: base
    .input(
      z.strictObject({
        ...run,
        panels: z.array(z.strictObject({ caption: Text, image: Sha256.nullable() })).max(500),
        caption: Text.nullable(),
      }),
    )
    .output(eventIterator(Progress, ContinuedStory)),
}
export type InferenceContract = typeof inferenceContract
