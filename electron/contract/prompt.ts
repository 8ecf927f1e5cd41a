import { z } from 'zod'
import { limits, Sha256, Text } from './values.ts'

/** From 0 to 1: a share of the width or the height of a picture, from its top left corner. */
const Fraction = z.number().min(0).max(1)

export const Box = z.strictObject({ left: Fraction, top: Fraction, right: Fraction, bottom: Fraction })
export type Box = z.infer<typeof Box>

const TextPart = z.strictObject({ type: z.literal('text'), text: Text })

const Ink = {
  /** Red, green, blue from 0 to 255. Left out: red, as the models were taught. */
  colour: z.tuple([z.int().min(0).max(255), z.int().min(0).max(255), z.int().min(0).max(255)]).optional(),
  /** As a share of the shorter side. */
  lineWidth: z.number().gt(0).max(0.5).optional(),
}

/** Something painted onto a picture before the model looks at it. An ellipse fills its box. */
export const Mark = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('rectangle'), ...Box.shape, ...Ink }),
  z.strictObject({ kind: z.literal('ellipse'), ...Box.shape, ...Ink }),
  z.strictObject({ kind: z.literal('arrow'), fromX: Fraction, fromY: Fraction, toX: Fraction, toY: Fraction, ...Ink }),
  /** A translucent colour where the mask, a grey picture of the library, is not black. */
  z.strictObject({ kind: z.literal('mask'), sha256: Sha256, colour: Ink.colour }),
])
export type Mark = z.infer<typeof Mark>

const ImagePart = z.strictObject({
  type: z.literal('image'),
  sha256: Sha256,
  marks: z.array(Mark).max(limits.marks).optional(),
})

/** Frames in order; `sampling` says which of them are shown. */
const VideoPart = z.strictObject({
  type: z.literal('video'),
  frames: z.array(Sha256).max(limits.frames),
  sampling: z
    .discriminatedUnion('by', [
      z.strictObject({ by: z.literal('count'), count: z.int().min(1).max(limits.shownFrames) }),
      z.strictObject({ by: z.literal('rate'), perSecond: z.number().gt(0), frameRate: z.number().gt(0) }),
    ])
    .optional(),
})

/** Where something is to be: what it is called, or what it looks like, or both. */
const ObjectPart = z.strictObject({
  type: z.literal('object'),
  box: Box,
  phrase: Text.optional(),
  sha256: Sha256.optional(),
})

export const ContentPart = z.discriminatedUnion('type', [TextPart, ImagePart, VideoPart, ObjectPart])
export type ContentPart = z.infer<typeof ContentPart>

const content = z.array(ContentPart).max(limits.parts)

/** One part of an interleaved prompt; the order of the parts is the order the model reads. */
export const PromptPart = z.discriminatedUnion('type', [
  TextPart,
  ImagePart,
  VideoPart,
  ObjectPart,
  /** A few-shot row: what was asked, and what the answer was. */
  z.strictObject({ type: z.literal('example'), prompt: content, answer: content }),
  /** What someone says in a conversation. */
  z.strictObject({ type: z.literal('turn'), role: z.enum(['user', 'assistant']), parts: content }),
])
export type PromptPart = z.infer<typeof PromptPart>

export const Prompt = z.array(PromptPart).max(limits.parts)
export type Prompt = z.infer<typeof Prompt>

/** Every picture that a prompt shows, in order, each as often as it is shown. */
export function picturesOf(prompt: readonly PromptPart[]): Sha256[] {
  return prompt.flatMap((part): Sha256[] => {
    if (part.type === 'example') return [...picturesOf(part.prompt), ...picturesOf(part.answer)]
    if (part.type === 'turn') return picturesOf(part.parts)
    if (part.type === 'video') return part.frames
    if (part.type === 'object') return part.sha256 === undefined ? [] : [part.sha256]
    if (part.type === 'text') return []
    return [part.sha256, ...(part.marks ?? []).flatMap((mark) => (mark.kind === 'mask' ? [mark.sha256] : []))]
  })
}

/** Every text of a prompt that is read as text. */
export function textsOf(prompt: readonly PromptPart[]): string[] {
  return prompt.flatMap((part): string[] => {
    if (part.type === 'example') return [...textsOf(part.prompt), ...textsOf(part.answer)]
    if (part.type === 'turn') return textsOf(part.parts)
    if (part.type === 'object') return part.phrase === undefined ? [] : [part.phrase]
    return part.type === 'text' ? [part.text] : []
  })
}

/** How the decoder goes from noise to picture. */
export const Solver = z.enum(['euler', 'dpm-solver++'])
export type Solver = z.infer<typeof Solver>
/** Every pack was tried with it. */
export const usualSolver: Solver = 'euler'

/** How to draw. What is left out comes from the pack; without a solver it is the usual one. */
export const DrawSettings = z.strictObject({
  steps: z.int().min(1).max(200).optional(),
  /** Classifier-free guidance; 1 is off. */
  guidance: z.number().min(0).max(30).optional(),
  solver: Solver.optional(),
  pack: z.string().min(1).max(limits.nameCharacters).optional(),
  device: z.string().min(1).max(limits.nameCharacters).optional(),
})
export type DrawSettings = z.infer<typeof DrawSettings>

/** A picture to draw over. The result has its size. */
export const DrawSource = z.strictObject({
  sha256: Sha256,
  /** 1 keeps nothing of it, 0 all. */
  strength: Fraction.optional(),
  /** A grey picture of the same size: only where it is not black may anything change. */
  mask: Sha256.optional(),
  /** Over so many pixels inside the edge of the mask the edit fades in. */
  featherPx: z.number().min(0).max(500).optional(),
})
export type DrawSource = z.infer<typeof DrawSource>

/** The pictures of a source: what is drawn over, and its mask. */
export const picturesOfSource = ({ sha256, mask }: DrawSource): Sha256[] =>
  mask === undefined ? [sha256] : [sha256, mask]

/** How to write. What is left out is off; nothing at all is greedy. */
export const WriteSettings = z.strictObject({
  temperature: z.number().min(0).max(10).optional(),
  topK: z.int().min(0).max(100_000).optional(),
  topP: z.number().gt(0).max(1).optional(),
  minP: z.number().min(0).lt(1).optional(),
  repetitionPenalty: z.number().gt(0).max(10).optional(),
  minTokens: z.int().min(1).max(4096).optional(),
  maxTokens: z.int().min(1).max(4096).optional(),
  stop: z.array(z.string().min(1).max(limits.stopCharacters)).max(limits.stopTexts).optional(),
  beams: z.int().min(1).max(16).optional(),
  lengthPenalty: z.number().min(-10).max(10).optional(),
  /** The answer says where in the picture the things are that it names. */
  grounded: z.boolean().optional(),
})
export type WriteSettings = z.infer<typeof WriteSettings>

/** How to write what goes on into pictures: it is drawn as it comes, so it cannot wait for the best of several. */
export const ComposeSettings = WriteSettings.omit({ beams: true, lengthPenalty: true, grounded: true })
export type ComposeSettings = z.infer<typeof ComposeSettings>

/** One picture is drawn again as the model remembers it; several are blended by their weights. */
export const BlendInput = z.strictObject({ sha256: Sha256, weight: z.number().min(0) })
export type BlendInput = z.infer<typeof BlendInput>
export const BlendInputs = z.array(BlendInput).min(1).max(limits.blended)

/** Something an answer points at: words that stand in it from `start` on, and where in the picture it is. */
export const GroundedPhrase = z.strictObject({ phrase: z.string(), start: z.int().min(0), boxes: z.array(Box) })
export type GroundedPhrase = z.infer<typeof GroundedPhrase>

/** Describe the pictures, answer what is asked, or go on where the prompt ends. */
export const WriteTask = z.enum(['caption', 'ask', 'continue'])
export type WriteTask = z.infer<typeof WriteTask>

/** One panel of a story: its words, and its picture where it has one. */
export const StoryPanel = z.strictObject({ caption: Text, image: Sha256.nullable() })
export type StoryPanel = z.infer<typeof StoryPanel>
