import type { RgbImage } from '../numerics/rgb-image.ts'
import { createDrawer } from './draw.ts'
import type { Reading } from './language.ts'
import type { Model } from './model.ts'
import { compilePrompt } from './prompt/compile-prompt.ts'
import type { PictureSource, PromptPart } from './prompt/parts.ts'
import type { Positions } from './prompt/positions.ts'
import { readPrompt } from './read-prompt.ts'
import { openImage, regressEmbeddings } from './regression.ts'
import { startRun } from './run.ts'
import type { Run, RunOptions, Stage } from './run.ts'
import { demand, INVENTIVE, settleDrawing } from './settings.ts'
import type { DrawOptions } from './settings.ts'
import { settleText } from './text-settings.ts'
import type { SingleTextOptions, TextSettings } from './text-settings.ts'
import { writeText } from './write-text.ts'

/** One panel of a story; `image` is null where only the words exist. */
export interface StoryPanel {
  readonly caption: string
  readonly image: PictureSource | null
}

export interface ContinueStoryOptions extends DrawOptions, SingleTextOptions, RunOptions {
  readonly write: 'both' | 'caption' | 'picture'
  /** The next caption, if a person has written it. */
  readonly caption?: string | undefined
}

export interface ContinuedStory {
  readonly caption: string
  readonly image: RgbImage | null
  /** f32 [1, N, C] of the picture, null without one. */
  readonly embeddings: Float32Array | null
  readonly seed: number
  readonly steps: number
  readonly guidance: number
  readonly timingsMs: Readonly<Partial<Record<Stage, number>>>
  readonly positions: Positions
}

const USUAL_MOST_TOKENS = 96

/**
 * The next panel of a story: caption 1 [IMG] picture 1 [/IMG] caption 2 … are read once; the next caption is sampled by
 * the seed until [IMG] (or the end), and its picture regressed from the same keys and values.
 *
 * Errors   as generateImage.
 * Source   emu.md 1.5: interleaved pretraining on storyboards; the output at [IMG] begins a picture.
 */
export async function continueStory(
  model: Model,
  panels: readonly StoryPanel[],
  options: ContinueStoryOptions,
): Promise<ContinuedStory> {
  const { mode, seed, ...settings } = settleDrawing(model.pack.manifest, options)
  const { write, caption: given } = options
  const text = settleText(options, { sampling: INVENTIVE, maxTokens: USUAL_MOST_TOKENS })
  demand(
    given === undefined ? write !== 'picture' : write !== 'caption',
    'To draw a panel its caption must be given; to write a caption none may be.',
  )
  const run = startRun(options)

  // 1. The story so far, and the caption if there is one, in which case only the picture is open.
  const parts = [...panels.flatMap(toParts), ...(given === undefined ? [] : [toText(given)])]
  const prompt = compilePrompt(model, parts, given === undefined ? 'interleaved' : 'image')
  using story = await readPrompt(model, prompt, run)

  // 2. The next caption, up to and including [IMG].
  const limits = { ...text, seed, room: prompt.positions.room }
  using next = given === undefined ? await writeCaption(model, story, limits, run) : { caption: given, ...story }
  const { positions } = prompt
  const result = { caption: next.caption, seed, steps: settings.steps, guidance: settings.guidance, positions }
  if (write === 'caption') return { ...result, image: null, embeddings: null, timingsMs: run.timingsMs() }

  // 3. Its picture.
  run.enter('regress')
  const embeddings = await regressEmbeddings(model, next, mode, run)
  run.enter('decode')
  const image = await createDrawer(model, { embeddings, against: model.constants.emptyPrompt, settings }, run)(seed)
  return { ...result, image, embeddings, timingsMs: run.timingsMs() }
}

const toText = (text: string): PromptPart => ({ type: 'text', text })

function toParts({ caption, image }: StoryPanel): PromptPart[] {
  return image ? [toText(caption), { type: 'image', image }] : [toText(caption)]
}

/** The next caption, and the story read to its end and [IMG]. */
async function writeCaption(
  model: Model,
  story: Reading,
  { room, maxTokens, ...how }: TextSettings & { seed: number; room: number },
  run: Run,
): Promise<Reading & { readonly caption: string }> {
  run.enter('write')
  const most = Math.min(maxTokens, room + 1) // one word is already among the reserved
  const onText = (delta: string) => run.emit({ type: 'text', delta })
  const writing = await writeText(model, story, { ...how, allowed: new Set(), maxTokens: most, onText }, run)
  using told = writing.reading
  return { caption: writing.text.trim(), ...(await openImage(model, told, run)) }
}
