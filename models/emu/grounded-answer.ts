import type { Grounding } from './pack-manifest.ts'
import type { Box } from './prompt/parts.ts'
import type { PromptTokenizer } from './tokenizer.ts'

/** Something an answer points at. */
export interface GroundedPhrase {
  /** The words it is called by, as they stand in the text; empty where the answer gives a box without a name. */
  readonly phrase: string
  /** Where the phrase begins in the text. */
  readonly start: number
  readonly boxes: readonly Box[]
}

export interface GroundedAnswer {
  /** The answer in words alone. */
  readonly text: string
  readonly phrases: readonly GroundedPhrase[]
}

/**
 * Reads the boxes of an answer: `<phrase>words</phrase><object>x1 y1 x2 y2 …</object>`, several boxes parted by the
 * delimiter. How the authors wrap them is known only from examples, so a missing or doubled wrapper is put up with; four
 * coordinates make a box, and a box that was cut off is dropped.
 *
 * Units    coordinates on the pack's scale, so that `coordinateScale` is the right or lower edge.
 * Source   emu.md 2.4.
 */
export function readGroundedAnswer(
  ids: readonly number[],
  grounding: Grounding,
  tokenizer: PromptTokenizer,
): GroundedAnswer {
  const { phrase, phraseEnd, object, objectEnd, objectDelimiter, firstPatch, patches, coordinateScale } = grounding
  const words: number[] = []
  const phrases: { phrase: string; start: number; boxes: Box[] }[] = []
  let corners: number[] = []
  let phraseStart: number | null = null
  const text = () => tokenizer.decode(words)
  const current = () => {
    const last = phrases.at(-1)
    if (last && text().length <= last.start + last.phrase.length) return last
    const unnamed = { phrase: '', start: text().length, boxes: [] }
    phrases.push(unnamed)
    return unnamed
  }
  for (const id of ids) {
    if (id >= firstPatch && id < firstPatch + patches) {
      corners.push(Math.min((id - firstPatch) / coordinateScale, 1))
      if (corners.length === 4) {
        current().boxes.push(toBox(corners))
        corners = []
      }
    } else if (id === phrase) phraseStart = text().length
    else if (id === phraseEnd && phraseStart !== null) {
      const named = text().slice(phraseStart)
      const start = phraseStart + (named.length - named.trimStart().length)
      phrases.push({ phrase: named.trim(), start, boxes: [] })
      phraseStart = null
    } else if (id === object || id === objectEnd || id === objectDelimiter) corners = []
    else if (!tokenizer.controls.has(id)) words.push(id)
  }
  return { text: text(), phrases: phrases.filter(({ boxes }) => boxes.length > 0) }
}

function toBox([x1, y1, x2, y2]: readonly number[]): Box {
  return {
    left: Math.min(x1!, x2!),
    top: Math.min(y1!, y2!),
    right: Math.max(x1!, x2!),
    bottom: Math.max(y1!, y2!),
  }
}
