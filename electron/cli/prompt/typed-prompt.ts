import { InvalidArgumentError } from 'commander'
import type { TypedContent, TypedImage, TypedMark, TypedPart, TypedSampling } from './typed-parts.ts'

/** A prompt that grows as the command line is read, from left to right. */
export interface TypedPrompt {
  readonly parts: readonly TypedPart[]
  add(part: TypedContent): void
  /** What it looks like that is to be in the last box. */
  showInBox(file: string): void
  /** Paints onto the last picture. */
  mark(mark: TypedMark): void
  /** Says which frames of the last video are shown. */
  sample(sampling: TypedSampling): void
  /** Opens the next row of examples; what follows is what was asked in it. */
  openExample(): void
  /** Goes on to the answer of the open row. */
  openAnswer(): void
  /** Leaves the rows: what follows is asked now. */
  openQuery(): void
  openTurn(role: 'user' | 'assistant'): void
}

/** Throws an InvalidArgumentError for an option that stands where it means nothing. */
export function startTypedPrompt(): TypedPrompt {
  return new Growing()
}

class Growing implements TypedPrompt {
  readonly parts: TypedPart[] = []
  /** Where the next part goes. */
  #open: TypedPart[] | TypedContent[] = this.parts

  add(part: TypedContent): void {
    this.#open.push(part)
  }

  showInBox(file: string): void {
    const last = this.#open.at(-1)
    if (last?.type !== 'object') throw misplaced('It belongs right behind the --box in which this is to be.')
    if (last.file !== null) throw misplaced('This box has its picture already.')
    last.file = file
  }

  mark(mark: TypedMark): void {
    const here: readonly TypedPart[] = this.#open
    const image = here.findLast((part): part is TypedImage => part.type === 'image')
    if (!image) throw misplaced('It is painted onto a picture: name that with --image before it.')
    image.marks.push(mark)
  }

  sample(sampling: TypedSampling): void {
    const last = this.#open.at(-1)
    if (last?.type !== 'video') throw misplaced('It belongs right behind the --video whose frames it chooses.')
    if (last.sampling) throw misplaced('Choose the frames by --frames or by --fps, once.')
    last.sampling = sampling
  }

  openExample(): void {
    const row: TypedPart = { type: 'example', prompt: [], answer: null }
    this.parts.push(row)
    this.#open = row.prompt
  }

  openAnswer(): void {
    const row = this.parts.at(-1)
    if (row?.type !== 'example' || this.#open !== row.prompt)
      throw misplaced('--answer belongs behind an --example and what is asked in it.')
    row.answer = []
    this.#open = row.answer
  }

  openQuery(): void {
    if (this.parts.at(-1)?.type !== 'example') throw misplaced('--query belongs behind the rows of examples.')
    this.#open = this.parts
  }

  openTurn(role: 'user' | 'assistant'): void {
    const turn: TypedPart = { type: 'turn', role, parts: [] }
    this.parts.push(turn)
    this.#open = turn.parts
  }
}

const misplaced = (sentence: string) => new InvalidArgumentError(sentence)
