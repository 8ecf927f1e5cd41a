import { ModelError } from '../model-error.ts'
import type { PackManifest } from '../pack-manifest.ts'
import type { CompiledPrompt } from './compile-prompt.ts'

/** What follows the prompt: a picture (the prompt ends in [IMG]), words, or words and then a picture. */
export type PromptTask = 'image' | 'text' | 'interleaved'

/** Positions of the model's window. `used` + `reserved` + `room` = `total`; `room` is below 0 where a prompt does not fit. */
export interface Positions {
  readonly used: number
  /** Kept free for what the task must be able to write: a picture, or one word. */
  readonly reserved: number
  readonly room: number
  readonly total: number
}

export function measure(used: number, task: PromptTask, { language, vision }: PackManifest): Positions {
  const total = language.maxPositions
  const reserved = countReserved(task, vision.tokensPerImage)
  return { used, reserved, room: total - used - reserved, total }
}

/** Positions a task needs after the prompt: one word; N slots and [/IMG]; or one word, [IMG], N slots and [/IMG]. */
function countReserved(task: PromptTask, tokensPerImage: number): number {
  return { text: 1, image: tokensPerImage + 1, interleaved: tokensPerImage + 3 }[task]
}

/** Refuses a prompt that does not fit, and says how much of it would. */
export function checkRoom({ positions, pictures }: CompiledPrompt, { name }: PackManifest): void {
  const { used, reserved, room, total } = positions
  if (room >= 0) return
  const needs = `The prompt is too long for ${name}: it takes ${used} positions and ${total - reserved} are free.`
  const sizes = pictures.map(({ tokens }) => tokens + 2)
  const free = total - reserved - (used - sizes.reduce((sum, size) => sum + size, 0))
  if (free < 0 || pictures.length === 0) throw new ModelError('prompt-too-long', `${needs} Shorten the text.`)
  let left = free
  const over = sizes.findIndex((size) => (left -= size) < 0)
  const fitting = over < 0 ? pictures.length : over
  throw new ModelError(
    'prompt-too-long',
    `${needs} Beside this text ${fitting} ${fitting === 1 ? 'picture fits' : 'pictures fit'}; there are ${pictures.length}. Remove ${pictures.length - fitting}.`,
  )
}
