import { z } from 'zod'
import { ComposeSettings, DrawSettings, DrawSource, Prompt, Solver } from './prompt.ts'
import { limits, Seed, Sha256 } from './values.ts'

/** The form that is written today. */
export const recipeVersion = 1

/**
 * What every picture was made from and with. Nothing in it differs between two runs of one request on one machine: no
 * ids, no times, no place on a board. Other pictures are named by their hash; they are not in the file.
 */
const common = {
  version: z.literal(recipeVersion),
  /** The whole interleaved prompt, as the model got it. */
  prompt: Prompt,
  /** Of this picture. */
  seed: Seed,
  steps: z.int().min(0),
  guidance: z.number(),
  solver: Solver,
  pack: DrawSettings.shape.pack.unwrap(),
  packHash: Sha256,
  device: DrawSettings.shape.device.unwrap(),
  versions: z.record(z.string(), z.string()),
}

/** A picture from a free prompt, from noise or over another picture. */
const GenerateRecipe = z.strictObject({
  ...common,
  kind: z.literal('generate'),
  source: DrawSource.optional(),
  /** The words a short prompt was completed to before it was drawn. */
  completion: z.string().nullable(),
})

/** One picture drawn again as the model remembers it, or several in one. The prompt is the pictures. */
const BlendRecipe = z
  .strictObject({
    ...common,
    kind: z.literal('blend'),
    weights: z.array(z.number().min(0)).min(1).max(limits.blended),
  })
  .refine(
    ({ prompt, weights }) => prompt.length === weights.length && prompt.every((part) => part.type === 'image'),
    'as many pictures as weights, and nothing else',
  )

/** A picture among the words and pictures that a prompt went on into. */
const ComposeRecipe = z
  .strictObject({
    ...common,
    kind: z.literal('compose'),
    writing: ComposeSettings,
    maxPictures: z.int().min(0).max(limits.pictures),
    /** Which of the pictures it is: the first is 0. Their seeds follow each other. */
    index: z
      .int()
      .min(0)
      .max(limits.pictures - 1),
    /** The words between the picture before it and this one. */
    text: z.string(),
  })
  .refine(({ index, maxPictures }) => index < maxPictures, 'more pictures than were asked for')

/** A panel of a story. */
const StoryRecipe = z
  .strictObject({
    ...common,
    kind: z.literal('story'),
    /** The words of the panel. */
    text: z.string(),
    /** A person's words are the last part of the prompt; the model wrote its own after it. */
    textBy: z.enum(['person', 'model']),
  })
  .refine(
    ({ prompt, text, textBy }) => textBy === 'model' || isText(prompt.at(-1), text),
    'the words to draw are missing',
  )

const isText = (part: Prompt[number] | undefined, text: string) => part?.type === 'text' && part.text === text

/** What a picture file says about how it was made: all that is needed to make it again. */
export const Recipe = z.discriminatedUnion('kind', [GenerateRecipe, BlendRecipe, ComposeRecipe, StoryRecipe])
export type Recipe = z.infer<typeof Recipe>

/** What another program has written about how a picture was made. Null is what it does not say. */
export const ForeignRecipe = z.strictObject({
  /** Whose form it is written in; programs use each other's. */
  form: z.enum(['automatic1111', 'comfyui', 'invokeai']),
  prompt: z.string().nullable(),
  negative: z.string().nullable(),
  /** In digits: others go up to 2^64, which no JavaScript number holds. */
  seed: z
    .string()
    .regex(/^-?\d{1,20}$/)
    .nullable(),
  steps: z.int().min(0).nullable(),
  guidance: z.number().nullable(),
  sampler: z.string().nullable(),
  width: z.int().min(1).nullable(),
  height: z.int().min(1).nullable(),
  model: z.string().nullable(),
})
export type ForeignRecipe = z.infer<typeof ForeignRecipe>

/** What was found in a picture file. It may come from anybody: words to show and to start from, never to be trusted. */
export const FoundRecipe = z.discriminatedUnion('found', [
  z.strictObject({ found: z.literal('recipe'), recipe: Recipe }),
  z.strictObject({ found: z.literal('foreign'), recipe: ForeignRecipe }),
  /** Nothing is there, or nothing that can be read: which, in a sentence. */
  z.strictObject({ found: z.literal('nothing'), reason: z.string() }),
])
export type FoundRecipe = z.infer<typeof FoundRecipe>
