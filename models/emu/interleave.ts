import type { RgbImage } from '../numerics/rgb-image.ts'
import { createDrawer } from './draw.ts'
import type { DrawSettings } from './decoder.ts'
import type { Reading } from './language.ts'
import type { Model } from './model.ts'
import type { RegressionMode } from './pack-manifest.ts'
import { compilePrompt } from './prompt/compile-prompt.ts'
import type { PromptPart } from './prompt/parts.ts'
import type { Positions } from './prompt/positions.ts'
import { readPrompt } from './read-prompt.ts'
import { closeImage, openImage, regressEmbeddings } from './regression.ts'
import { startRun } from './run.ts'
import type { Run, RunOptions, Stage } from './run.ts'
import { demand, INVENTIVE, nthSeed, settleDrawing } from './settings.ts'
import type { DrawOptions } from './settings.ts'
import { settleText } from './text-settings.ts'
import type { SingleTextOptions } from './text-settings.ts'
import { writeText } from './write-text.ts'
import type { WriteSettings, Writing } from './write-text.ts'

export interface InterleaveOptions extends DrawOptions, SingleTextOptions, RunOptions {
  /** The pack's text around the parts. */
  readonly template?: string | undefined
  /** Default 8. A picture beyond it ends the answer. */
  readonly maxPictures?: number | undefined
}

/** A piece of what the model wrote, in its order. */
export type WrittenPart =
  | { readonly type: 'text'; readonly text: string }
  /** `embeddings` f32 [1, N, C]; drawn from seed `seed`. */
  | { readonly type: 'image'; readonly image: RgbImage; readonly embeddings: Float32Array; readonly seed: number }

export interface Interleaved {
  readonly parts: readonly WrittenPart[]
  /** The end of the sequence, a stop string, the most tokens or pictures, or the end of the model's window. */
  readonly stoppedBy: 'eos' | 'stop' | 'length' | 'pictures'
  readonly timingsMs: Readonly<Partial<Record<Stage, number>>>
  readonly positions: Positions
}

const USUAL_MOST_PICTURES = 8
const USUAL_MOST_TOKENS = 256

/**
 * Text and pictures to text and pictures: the model writes, opens a picture wherever it writes [IMG], reads what it has
 * drawn as a reader would, and goes on until it stops. Words and pictures are heard of as they come (`onEvent`).
 *
 * Picture n is drawn from seed s + n, and all the words from one stream of seed s, so a longer answer begins like a
 * shorter one. `maxTokens` counts words of the whole answer.
 *
 * Errors   as generateImage.
 * Source   emu.md 1.5: [IMG] is predicted by classification, what follows by regression.
 */
export async function generateInterleaved(
  model: Model,
  parts: readonly PromptPart[],
  options: InterleaveOptions,
): Promise<Interleaved> {
  const { mode, seed, ...drawing } = settleDrawing(model.pack.manifest, options)
  const text = settleText(options, { sampling: INVENTIVE, maxTokens: USUAL_MOST_TOKENS })
  const { maxPictures = USUAL_MOST_PICTURES } = options
  demand(
    Number.isInteger(maxPictures) && maxPictures >= 0,
    `The most pictures to draw must be a whole number of 0 or more, not ${maxPictures}.`,
  )
  const run = startRun(options)
  const prompt = compilePrompt(model, parts, 'interleaved', { template: options.template })
  using author = createAuthor(model, await readPrompt(model, prompt, run), run)

  const written: WrittenPart[] = []
  let [words, draws] = [0, 0] // the end of a text is drawn too, but is no word of it
  let stoppedBy: Interleaved['stoppedBy'] | null = null
  for (let picture = 0; stoppedBy === null; picture++) {
    // 1. Words, until the model opens a picture or ends.
    const maxTokens = Math.min(text.maxTokens - words, prompt.positions.total - author.length - 1)
    const limits = { ...text, maxTokens, minTokens: picture === 0 ? text.minTokens : 0, mayOpenImage: true }
    const writing = maxTokens < 1 ? null : await author.write({ ...limits, seed, firstDraw: draws })
    words += writing?.tokens.length ?? 0
    draws += (writing?.tokens.length ?? 0) + 1
    if (writing && writing.text !== '') written.push({ type: 'text', text: writing.text })

    // 2. The picture; what was drawn is read, and the sequence goes on behind it.
    const room = prompt.positions.total - author.length
    if (writing?.stoppedBy !== 'image') stoppedBy = writing?.stoppedBy ?? 'length'
    else if (picture === maxPictures) stoppedBy = 'pictures'
    else if (room < model.pack.manifest.vision.tokensPerImage + 2) stoppedBy = 'length'
    else {
      const drawn = await author.draw(mode, drawing, nthSeed(seed, picture))
      written.push({ type: 'image', ...drawn })
      run.emit({ type: 'image', index: picture, image: drawn.image })
    }
  }
  return { parts: written, stoppedBy, timingsMs: run.timingsMs(), positions: prompt.positions }
}

/** Someone who writes and draws in turn, each time behind all that was read, written and drawn before. */
function createAuthor(model: Model, start: Reading, run: Run) {
  let reading = start
  const moveTo = (next: Reading) => {
    if (reading !== next) reading[Symbol.dispose]()
    reading = next
  }
  return {
    /** Positions taken so far. */
    get length() {
      return reading.prefix.length
    },
    async write(settings: Omit<WriteSettings, 'onText' | 'allowed'>): Promise<Writing> {
      run.enter('write')
      const onText = (delta: string) => run.emit({ type: 'text', delta })
      const writing = await writeText(model, reading, { ...settings, allowed: new Set(), onText }, run)
      moveTo(writing.reading)
      return writing
    },
    async draw(mode: RegressionMode, settings: DrawSettings, seed: number) {
      run.enter('regress')
      moveTo(await openImage(model, reading, run))
      const embeddings = await regressEmbeddings(model, reading, mode, run)
      run.enter('decode')
      const drawing = { embeddings, against: model.constants.emptyPrompt, settings }
      const image = await createDrawer(model, drawing, run)(seed)
      run.enter('read')
      moveTo(await closeImage(model, reading, embeddings, run))
      return { image, embeddings, seed }
    },
    [Symbol.dispose]: () => reading[Symbol.dispose](),
  }
}
