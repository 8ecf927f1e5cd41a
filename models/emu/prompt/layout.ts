import type { Piece } from '../tokenizer.ts'
import type { PromptReader } from './compile-prompt.ts'
import type { ContentPart, PromptPicture } from './parts.ts'

/** A prompt before its text is encoded, and its pictures in the order of their slots. */
export interface Layout {
  readonly pieces: readonly Piece[]
  readonly pictures: readonly PromptPicture[]
}

/** A layout that grows. */
export interface LayoutBuilder extends Layout {
  readonly reader: PromptReader
  control(id: number): void
  content(parts: readonly ContentPart[]): void
  /** The pack's own text, with `fill` called where `placeholder` stands. */
  template(text: string, placeholder: string, fill: () => void): void
}
