import type { PromptTokenizer } from './tokenizer.ts'

/** Text as it is written, token by token. */
export interface TextStream {
  /** Says whether a stop string has been written. */
  push(id: number): boolean
  /** Sends what was held back and gives the whole text. */
  end(): string
}

/**
 * Turns ids into text as they come. What has been sent never changes: a character whose bytes are not complete yet is
 * held back, and so is what may become a stop string. A stop string itself and what follows it are never sent. Control
 * tokens (boxes) are left out; grounded-answer.ts reads them.
 */
export function createTextStream(
  tokenizer: PromptTokenizer,
  send: (delta: string) => void,
  stops: readonly string[] = [],
): TextStream {
  const ids: number[] = []
  let sent = ''
  let whole: string | null = null
  const sendUpTo = (text: string) => {
    if (text.length > sent.length && text.startsWith(sent)) {
      send(text.slice(sent.length))
      sent = text
    }
  }
  return {
    push(id) {
      if (!tokenizer.controls.has(id)) ids.push(id)
      const text = tokenizer.decode(ids).replace(/\uFFFD+$/, '')
      whole = cutAtStop(text, stops)
      sendUpTo(whole ?? text.slice(0, text.length - countHeldBack(text, stops)))
      return whole !== null
    },
    end() {
      const text = whole ?? tokenizer.decode(ids)
      sendUpTo(text)
      return text
    },
  }
}

/** The text before the first stop string in it, or null without one. */
function cutAtStop(text: string, stops: readonly string[]): string | null {
  const places = stops.map((stop) => text.indexOf(stop)).filter((place) => place >= 0)
  return places.length > 0 ? text.slice(0, Math.min(...places)) : null
}

/** Length of the longest end of the text that a stop string begins with. */
function countHeldBack(text: string, stops: readonly string[]): number {
  let longest = 0
  for (const stop of stops) {
    for (let length = Math.min(stop.length - 1, text.length); length > longest; length--) {
      if (text.endsWith(stop.slice(0, length))) longest = length
    }
  }
  return longest
}
