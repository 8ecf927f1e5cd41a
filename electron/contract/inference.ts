import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { Failure } from './failure.ts'
import { Stage } from './jobs.ts'
import { Device, PackReport, PackSummary } from './packs.ts'
import {
  BlendInputs,
  Box,
  DrawSettings,
  DrawSource,
  GroundedPhrase,
  Prompt,
  ComposeSettings,
  StoryPanel,
  WriteSettings,
  WriteTask,
} from './prompt.ts'
import { Asset } from './storyboard.ts'
import { Id, limits, Seed, Sha256, Text } from './values.ts'

/** Every method fails in one way only, so that a sentence always reaches the person. */
export const base = oc.errors({ FAILURE: { data: Failure } })

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

export const Progress = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('stage'), stage: Stage }),
  z.strictObject({ type: z.literal('step'), step: z.int().min(0), steps: z.int().min(1) }),
  /** Written to the library's previews folder before it is named here. */
  z.strictObject({ type: z.literal('preview'), sha256: Sha256 }),
  z.strictObject({ type: z.literal('text'), delta: z.string() }),
  /** Picture `index` of several is in the library, and stays there whatever becomes of the others. */
  z.strictObject({ type: z.literal('picture'), index: z.int().min(0), image: Asset, seed: Seed, made: Provenance }),
  /** The job goes on in another way than was asked for, and why. If it begins anew, what was said before does not count. */
  z.strictObject({
    type: z.literal('notice'),
    sentence: z.string().min(1),
    beginsAnew: z.literal(true).optional(),
  }),
])
export type Progress = z.infer<typeof Progress>

export const DrawnImage = z.strictObject({
  image: Asset,
  seed: Seed,
  completion: z.string().nullable(),
  ...Provenance.shape,
})
export type DrawnImage = z.infer<typeof DrawnImage>

export const WrittenText = z.strictObject({
  text: z.string(),
  phrases: z.array(GroundedPhrase),
  stoppedBy: z.enum(['eos', 'image', 'stop', 'length']),
  ...Provenance.shape,
})
export type WrittenText = z.infer<typeof WrittenText>

/** Words and pictures in the order they were made. */
export const ComposedParts = z.array(
  z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('text'), text: z.string() }),
    z.strictObject({ type: z.literal('image'), image: Asset, seed: Seed }),
  ]),
)
export const Composed = z.strictObject({
  parts: ComposedParts,
  stoppedBy: z.enum(['eos', 'stop', 'length', 'pictures']),
  ...Provenance.shape,
})
export type Composed = z.infer<typeof Composed>
export const ContinuedStory = z.strictObject({ caption: z.string(), image: Asset, seed: Seed, ...Provenance.shape })
export type ContinuedStory = z.infer<typeof ContinuedStory>

/** What a prompt becomes: `draw` ends it in a picture, `compose` in words and pictures, `continue` in words; `caption` and `ask` too, in the pack's templates. */
export const SeeQuery = z.strictObject({
  settings: DrawSettings,
  prompt: Prompt,
  task: z.enum(['draw', 'compose', 'continue', 'caption', 'ask']),
  grounded: z.boolean().optional(),
})
export type SeeQuery = z.infer<typeof SeeQuery>

/** The sequence as the model sees it. Lengths are positions of its window. */
export const SeenPrompt = z.strictObject({
  used: z.int().min(0),
  reserved: z.int().min(0),
  /** Below 0 when the prompt does not fit. */
  room: z.int(),
  total: z.int().min(1),
  parts: z.array(
    z.discriminatedUnion('type', [
      z.strictObject({ type: z.literal('text'), text: z.string(), length: z.int().min(1) }),
      z.strictObject({ type: z.literal('control'), token: z.string(), length: z.literal(1) }),
      z.strictObject({
        type: z.literal('picture'),
        role: z.enum(['image', 'frame', 'box']),
        length: z.int().min(1),
        /** The picture of the library it was made from; null for the drawing of a box. */
        sha256: Sha256.nullable(),
        /** What was painted or drawn for the model: plumage://preview/<sha256>; null where the picture is seen as it is. */
        preview: Sha256.nullable(),
      }),
    ]),
  ),
  /** Why the prompt would be refused; null when it would not. */
  problem: Failure.nullable(),
})
export type SeenPrompt = z.infer<typeof SeenPrompt>

/** What is to be found by its meaning: a picture, a region of one, or words. */
export const EmbedItem = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('image'), sha256: Sha256, box: Box.optional() }),
  z.strictObject({ type: z.literal('text'), text: Text }),
])
export type EmbedItem = z.infer<typeof EmbedItem>

/** Vectors of length 1, one an item; only those of the same pack can be compared, by their dot product. */
export const Embedded = z.strictObject({ packHash: Sha256, vectors: z.array(z.array(z.number())) })
export type Embedded = z.infer<typeof Embedded>

export const Label = z.strictObject({ label: z.string(), probability: z.number(), likeness: z.number() })
export type Label = z.infer<typeof Label>

export const EmbedQuery = z.strictObject({
  settings: DrawSettings,
  items: z.array(EmbedItem).min(1).max(limits.embedded),
})
export type EmbedQuery = z.infer<typeof EmbedQuery>
export const ClassifyQuery = z.strictObject({
  settings: DrawSettings,
  sha256: Sha256,
  box: Box.optional(),
  labels: z.array(Text.min(1)).min(2).max(limits.labels),
})
export type ClassifyQuery = z.infer<typeof ClassifyQuery>

const run = { jobId: Id, seed: Seed, settings: DrawSettings }

/**
 * engine → inference. Pictures are read from and written to the library's assets folder by hash. Aborting a stream is
 * the wish to cancel: it takes effect between two runs of the graph, and the stream then fails with `cancelled`. A port
 * that closes is no such wish: the job goes on. The same request with the same jobId follows it from where it is, or gets
 * its result for ten minutes after its end. Another request with that jobId takes its place if nobody follows it, and fails
 * with `conflict` if somebody does, unless it only has another seed (one job may draw several pictures).
 */
export const inferenceContract = {
  packs: {
    list: base.output(z.array(PackSummary)),
    verify: base.input(z.strictObject({ pack: z.string() })).output(PackReport),
  },
  devices: {
    /** What is known of them with a pack; without one, with the default pack. */
    list: base.input(z.strictObject({ pack: DrawSettings.shape.pack }).optional()).output(z.array(Device)),
    /** Tries each device anew, in processes of their own, and remembers what came of it. Takes minutes. */
    probe: base.input(z.strictObject({ pack: DrawSettings.shape.pack })).output(z.array(Device)),
  },
  /** Loads a pack without running it, so that the first picture does not wait. */
  warm: base.input(z.strictObject({ settings: DrawSettings })).output(z.strictObject({ packHash: Sha256 })),
  /** What the model would see of a prompt; nothing is run. */
  see: base.input(SeeQuery).output(SeenPrompt),
  embed: base.input(EmbedQuery).output(Embedded),
  classify: base.input(ClassifyQuery).output(z.array(Label)),
  draw: base
    .input(z.strictObject({ ...run, prompt: Prompt, source: DrawSource.optional() }))
    .output(eventIterator(Progress, DrawnImage)),
  blend: base.input(z.strictObject({ ...run, images: BlendInputs })).output(eventIterator(Progress, DrawnImage)),
  write: base
    .input(z.strictObject({ ...run, prompt: Prompt, task: WriteTask, writing: WriteSettings }))
    .output(eventIterator(Progress, WrittenText)),
  /** Words and pictures, until the model stops. */
  compose: base
    .input(
      z.strictObject({
        ...run,
        prompt: Prompt,
        writing: ComposeSettings,
        maxPictures: z.int().min(0).max(limits.pictures),
      }),
    )
    .output(eventIterator(Progress, Composed)),
  /** The next panel of a story. `panels` in order; `caption` given means only the picture is to be made. */
  continueStory: base
    .input(
      z.strictObject({
        ...run,
        panels: z.array(StoryPanel).max(500),
        caption: Text.nullable(),
      }),
    )
    .output(eventIterator(Progress, ContinuedStory)),
}
export type InferenceContract = typeof inferenceContract
