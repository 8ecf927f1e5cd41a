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
  if (part.type === 'image') checkPicture(part.image)
  else if (part.type === 'video') part.frames.forEach(checkPicture)
  else if (part.type === 'object') {
    checkBox(part.box)
    if (part.image) checkPicture(part.image)
    if (!part.image && (part.phrase ?? '').trim() === '')
      throw new ModelError('bad-prompt', 'A box says nothing of what it is for. Name it or give it a picture.')
  }
}

function checkBox({ left, top, right, bottom }: Box): void {
  if ([left, top, right, bottom].every((edge) => Number.isFinite(edge) && edge >= 0 && edge <= 1)) {
    if (left < right && top < bottom) return
    throw new ModelError('bad-prompt', 'A box is empty. Draw it wider and higher than nothing.')
  }
  throw new ModelError('bad-prompt', 'A box lies outside the picture: its edges must be fractions from 0 to 1.')
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
