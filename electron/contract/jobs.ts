import { z } from 'zod'
import { Failure } from './failure.ts'
import {
  BlendInputs,
  DrawSettings,
  DrawSource,
  GroundedPhrase,
  Prompt,
  ComposeSettings,
  StoryPanel,
  WriteSettings,
  WriteTask,
} from './prompt.ts'
import { Id, limits, Seed, Sha256, Text, TimeMs } from './values.ts'

const common = { jobId: Id, seed: Seed, settings: DrawSettings.default({}) }

/** What the page or the command line asks for. The target is fixed here, at the click. */
export const JobRequest = z.discriminatedUnion('kind', [
  /** Writes the next panel from the panels in `context`, in their order on the board. */
  z.strictObject({
    ...common,
    kind: z.literal('continue'),
    storyboardId: Id,
    context: z.array(Id).max(500),
    /** The new panel is put after this one; null puts it first. */
    afterPanelId: Id.nullable(),
    newPanelId: Id,
    /** Given: the model draws this caption. Null: it writes one itself. */
    caption: Text.nullable().default(null),
  }),
  /** Draws a panel's picture anew from its caption, with the panels before it as context. */
  z.strictObject({ ...common, kind: z.literal('retell'), storyboardId: Id, panelId: Id }),
  /** The next panel of a story that is on no board, words and picture: what a recipe of a panel asks for. */
  z.strictObject({
    ...common,
    kind: z.literal('story'),
    panels: z.array(StoryPanel).max(500),
    /** As for `continue`. */
    caption: Text.nullable().default(null),
  }),
  /** Writes a caption for a panel's picture. */
  z.strictObject({ ...common, kind: z.literal('caption'), storyboardId: Id, panelId: Id }),
  /** Pictures from a free prompt, from noise or over another picture: seeds are seed, seed + 1, … */
  z.strictObject({
    ...common,
    kind: z.literal('generate'),
    prompt: Prompt,
    source: DrawSource.optional(),
    count: z.int().min(1).max(limits.pictures).default(1),
  }),
  /** Text from a free prompt: a caption for the picture, an answer, or how the prompt goes on. */
  z.strictObject({
    ...common,
    kind: z.literal('answer'),
    task: WriteTask,
    prompt: Prompt,
    writing: WriteSettings.default({}),
  }),
  /** Words and pictures from a free prompt, in the order the model makes them: picture n has seed + n. */
  z.strictObject({
    ...common,
    kind: z.literal('compose'),
    prompt: Prompt,
    writing: ComposeSettings.default({}),
    /** A picture beyond it ends the work. */
    maxPictures: z.int().min(0).max(limits.pictures).default(8),
  }),
  /** One picture drawn again as the model remembers it, or several in one. */
  z.strictObject({ ...common, kind: z.literal('blend'), images: BlendInputs }),
])
export type JobRequest = z.infer<typeof JobRequest>

/** What the work is doing now, in the order it happens. */
export const Stage = z.enum(['load', 'encode', 'read', 'write', 'regress', 'decode', 'save'])
export type Stage = z.infer<typeof Stage>

export const JobState = z.enum(['queued', 'running', 'done', 'failed', 'cancelled', 'interrupted'])
export type JobState = z.infer<typeof JobState>

/** What a result came of. */
export const JobKind = z.enum(['continue', 'retell', 'story', 'caption', 'generate', 'answer', 'compose', 'blend'])
export type JobKind = z.infer<typeof JobKind>

/** A job as everyone sees it; rows like this survive a restart. */
export const Job = z.strictObject({
  id: Id,
  /** 'unknown': asked for in another version of Plumage, whose words this one cannot read. */
  kind: z.enum([...JobKind.options, 'unknown']),
  state: JobState,
  storyboardId: Id.nullable(),
  /** The panel it writes: for `continue` the one to come. */
  panelId: Id.nullable(),
  afterPanelId: Id.nullable(),
  stage: Stage.nullable(),
  step: z.int().min(0),
  steps: z.int().min(0),
  /** A small picture of the work so far: plumage://preview/<sha256>. */
  preview: Sha256.nullable(),
  /** Words written so far. */
  text: z.string(),
  /** Something was done in another way than was asked for, and why. Known only while the job runs. */
  notice: z.string().optional(),
  seed: Seed,
  failure: Failure.nullable(),
  generationIds: z.array(Id),
  createdAtMs: TimeMs,
  finishedAtMs: TimeMs.nullable(),
})
export type Job = z.infer<typeof Job>

/** What else is known of a result. */
const Details = z.strictObject({
  /** What the words point at in the picture; only a grounded answer has them. */
  phrases: z.array(GroundedPhrase).optional(),
  /** Why the model wrote no further. */
  stoppedBy: z.enum(['eos', 'image', 'stop', 'length', 'pictures']).optional(),
})
export type Details = z.infer<typeof Details>

/**
 * One result kept forever: what came out, and what it was made from and with. Together with the request of its job,
 * which is kept as long (source, solver, writing settings, weights), all that is needed to make it again. A job that
 * composes has one for each text and picture, in order, and before them the pictures of tries that were stopped.
 */
export const Generation = z.strictObject({
  id: Id,
  jobId: Id,
  kind: JobKind,
  image: Sha256.nullable(),
  text: z.string().nullable(),
  /** The words a short prompt was completed to before it was drawn. */
  completion: z.string().nullable(),
  details: Details,
  /** The whole interleaved prompt, as the model got it. */
  prompt: Prompt,
  seed: Seed,
  steps: z.int().min(0),
  guidance: z.number(),
  pack: z.string(),
  packHash: Sha256,
  device: z.string(),
  versions: z.record(z.string(), z.string()),
  timingsMs: z.record(z.string(), z.number()),
  createdAtMs: TimeMs,
})
export type Generation = z.infer<typeof Generation>
