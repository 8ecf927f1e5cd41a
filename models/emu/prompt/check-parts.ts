import type { Mark } from '../../numerics/paint.ts'
import type { RgbImage } from '../../numerics/rgb-image.ts'
import { ModelError } from '../model-error.ts'
import type { Box, ContentPart, PictureSource, PromptPart } from './parts.ts'

/** Refuses, before anything is laid out, parts that mean nothing whatever the pack. */
export function checkParts(parts: readonly PromptPart[]): void {
  for (const part of parts) {
    if (part.type === 'example') checkExample(part)
    else if (part.type === 'turn') part.parts.forEach(checkContent)
    else checkContent(part)
  }
  if (!parts.some(saysSomething))
    throw new ModelError('empty-prompt', 'The prompt is empty. Write a few words or add a picture.')
}

function saysSomething(part: PromptPart): boolean {
  if (part.type === 'turn') return part.parts.some(saysSomething)
  return part.type !== 'text' || part.text.trim() !== ''
}

function checkExample({ prompt, answer }: Extract<PromptPart, { type: 'example' }>): void {
  prompt.forEach(checkContent)
  answer.forEach(checkContent)
  if (!prompt.some(saysSomething))
    throw new ModelError('bad-prompt', 'An example shows nothing. Fill its row or remove it.')
  if (!answer.some(saysSomething))
    throw new ModelError('bad-prompt', 'An example has no answer. Say or show what its result should be, or remove it.')
}

function checkContent(part: ContentPart): void {
  if (part.type === 'image') {
    checkPicture(part.image)
    part.marks?.forEach(checkMark)
  } else if (part.type === 'video') part.frames.forEach(checkPicture)
  else if (part.type === 'object') {
    checkBox(part.box)
    if (part.image) checkPicture(part.image)
    if (!part.image && (part.phrase ?? '').trim() === '')
      throw new ModelError('bad-prompt', 'A box says nothing of what it is for. Name it or give it a picture.')
  }
}

/** A box that holds something and lies in its picture. */
export function checkBox({ left, top, right, bottom }: Box): void {
  if (![left, top, right, bottom].every((edge) => Number.isFinite(edge) && edge >= 0 && edge <= 1))
    throw new ModelError('bad-prompt', 'A box lies outside the picture: its edges must be fractions from 0 to 1.')
  if (left < right && top < bottom) return
  throw new ModelError('bad-prompt', 'A box is empty or inside out. Draw it from its upper left to its lower right.')
}

/** A mark that can be painted. */
export function checkMark(mark: Mark): void {
  if (mark.kind === 'mask') return
  const { lineWidth } = mark
  if (lineWidth !== undefined && !(lineWidth > 0 && lineWidth <= 1))
    throw new ModelError('bad-prompt', `A mark is drawn with a line of 0 to 1 of the picture, not ${lineWidth}.`)
  if (mark.kind !== 'arrow') return checkBox(mark)
  const { fromX, fromY, toX, toY } = mark
  if (![fromX, fromY, toX, toY].every((place) => Number.isFinite(place) && place >= 0 && place <= 1))
    throw new ModelError('bad-prompt', 'An arrow lies outside the picture: its ends must be fractions from 0 to 1.')
  if (fromX === toX && fromY === toY)
    throw new ModelError('bad-prompt', 'An arrow points from a place to itself. Draw it longer.')
}

function checkPicture(source: PictureSource): void {
  if ('rgb' in source) checkImage(source)
}

/** Pixels that fit their width and height. */
export function checkImage({ width, height, rgb }: RgbImage): void {
  const isWhole = Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0
  if (isWhole && rgb.length === width * height * 3) return
  throw new ModelError(
    'bad-image',
    `A picture of the prompt is damaged: ${rgb.length} bytes are not ${width}×${height} pixels. Add it again.`,
  )
}
