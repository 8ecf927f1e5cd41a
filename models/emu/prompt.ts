import type { RgbImage } from '../numerics/rgb-image.ts'
import { ModelError } from './model-error.ts'
import type { Pack } from './pack.ts'
import type { Piece, PromptTokenizer } from './tokenizer.ts'

/** One part of an interleaved prompt; the order of the parts is the order the model reads. */
export type PromptPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image'; readonly image: RgbImage }

/** What follows the prompt: a picture (the prompt ends in [IMG]), words, or words and then a picture. */
export type PromptTask = 'image' | 'text' | 'interleaved'

/** A position whose token embedding is replaced by embedding `slot` of picture `image`. */
export interface ImageSlot {
  readonly position: number
  readonly image: number
  readonly slot: number
}

/** Positions of the model's window. `used` + `reserved` + `room` = `total`. */
export interface Positions {
  readonly used: number
  /** Kept free for what the task must be able to write: a picture, or one word. */
  readonly reserved: number
  readonly room: number
  readonly total: number
}

export interface CompiledPrompt {
  readonly ids: readonly number[]
  readonly slots: readonly ImageSlot[]
  readonly images: readonly RgbImage[]
  readonly positions: Positions
}

/** What it takes to compile a prompt; an open model has both. */
export interface PromptReader {
  readonly pack: Pack
  readonly tokenizer: PromptTokenizer
}

const PARTS = '{prompt}'

/**
 * Turns parts into the ids and slots the language model reads.
 *
 *   <s> text [IMG] <image>×N [/IMG] text …      and for a task that draws, [IMG] at the end
 *
 * `template` is the pack's text around the parts; control tokens count in it and nowhere else.
 *
 * Errors   ModelError 'empty-prompt' without words or pictures; 'prompt-too-long' saying how many pictures fit;
 *          'bad-image' if pixels and size disagree.
 * Source   emu.md 1.4 and 2.2.
 */
export function compilePrompt(
  reader: PromptReader,
  parts: readonly PromptPart[],
  task: PromptTask,
  template: string = PARTS,
): CompiledPrompt {
  const { manifest } = reader.pack
  const images = parts.flatMap((part) => (part.type === 'image' ? [part.image] : []))
  images.forEach(checkImage)
  if (images.length === 0 && !parts.some((part) => part.type === 'text' && part.text.trim() !== '')) {
    throw new ModelError('empty-prompt', 'The prompt is empty. Write a few words or add a picture.')
  }
  const pieces: Piece[] = [{ id: manifest.tokens.bos }]
  for (const section of reader.tokenizer.splitTemplate(template, PARTS)) {
    pieces.push(...(section ? [section] : parts.flatMap((part) => toPieces(part, reader.pack))))
  }
  if (task === 'image') pieces.push({ id: manifest.tokens.boi })
  const ids = reader.tokenizer.encode(pieces)
  return {
    ids,
    slots: findSlots(ids, reader.pack),
    images,
    positions: checkRoom(ids.length, images.length, task, reader.pack),
  }
}

function toPieces(part: PromptPart, { manifest: { tokens, vision } }: Pack): Piece[] {
  if (part.type === 'text') return [{ text: part.text }]
  const slots = Array.from({ length: vision.tokensPerImage }, () => ({ id: tokens.image }))
  return [{ id: tokens.boi }, ...slots, { id: tokens.eoi }]
}

/** Text cannot hold a slot's id, so the n-th slot belongs to picture n / N: slots and embeddings always agree. */
function findSlots(ids: readonly number[], { manifest: { tokens, vision } }: Pack): ImageSlot[] {
  const positions = ids.flatMap((id, position) => (id === tokens.image ? [position] : []))
  const perImage = vision.tokensPerImage
  return positions.map((position, i) => ({ position, image: Math.floor(i / perImage), slot: i % perImage }))
}

/** Positions a task needs after the prompt: one word; N slots and [/IMG]; or one word, [IMG], N slots and [/IMG]. */
function countReserved(task: PromptTask, tokensPerImage: number): number {
  return { text: 1, image: tokensPerImage + 1, interleaved: tokensPerImage + 3 }[task]
}

function checkRoom(used: number, images: number, task: PromptTask, { manifest }: Pack): Positions {
  const total = manifest.language.maxPositions
  const perImage = manifest.vision.tokensPerImage + 2
  const reserved = countReserved(task, manifest.vision.tokensPerImage)
  const room = total - used - reserved
  if (room >= 0) return { used, reserved, room, total }
  const fitting = Math.floor((total - reserved - (used - images * perImage)) / perImage)
  const needs = `The prompt is too long for ${manifest.name}: it takes ${used} positions and ${total - reserved} are free.`
  if (fitting < 0 || images === 0) throw new ModelError('prompt-too-long', `${needs} Shorten the text.`)
  const pictures = fitting === 1 ? 'picture fits' : 'pictures fit'
  throw new ModelError(
    'prompt-too-long',
    `${needs} Beside this text ${fitting} ${pictures}; there are ${images}. Remove ${images - fitting}.`,
  )
}

function checkImage({ width, height, rgb }: RgbImage): void {
  if (
    Number.isInteger(width) &&
    Number.isInteger(height) &&
    width > 0 &&
    rgb.length === width * height * 3 &&
    rgb.length > 0
  )
    return
  throw new ModelError(
    'bad-image',
    `A picture of the prompt is damaged: ${rgb.length} bytes are not ${width}×${height} pixels. Add it again.`,
  )
}
