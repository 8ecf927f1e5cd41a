import type { PromptTokenizer } from './tokenizer.ts'

/** Text as it is written, token by token. */
export interface TextStream {
  /** Says whether a stop string has been written. */
  push(id: number): boolean
  /** Sends what was held back. `kept` is how many of the pushed ids the text is made of: those before a stop string. */
  end(): { text: string; kept: number }
  /** What each id so far has added to the text. A character of several tokens counts for the last of them. */
  pieces(): string[]
}

/** How many tokens of the prompt a text is read behind. */
const CONTEXT = 4

/**
 * Turns ids into text as they come. What has been sent never changes: a character whose bytes are not complete yet is
 * held back, and so is what may become a stop string. A stop string itself and what follows it are never sent. Control
 * tokens (boxes) are left out; grounded-answer.ts reads them. `before` are the ids the text continues, if it does.
 *
 * Cost     a few tokens are decoded for each new one, however long the text: those whose text is settled, as context, since
 *          a tokenizer may write a first token without its space, and those that are not.
 * Source   the sliding window of vLLM and text-generation-inference (prefix and read offset).
 */
export function createTextStream(
  tokenizer: PromptTokenizer,
  send: (delta: string) => void,
  { stops = [], before = [] }: { stops?: readonly string[]; before?: readonly number[] } = {},
): TextStream {
  let context = before.slice(-CONTEXT)
  let contextLength = tokenizer.decode(context).length
  let fresh: number[] = []
  let settled = ''
  let sent = 0
  let cut: string | null = null
  const ends: number[] = [] // where the text ended after each id
  const sendUpTo = (text: string) => {
    if (text.length <= sent) return
    send(text.slice(sent))
    sent = text.length
  }
  const readFresh = () => tokenizer.decode([...context, ...fresh]).slice(contextLength)
  const settle = (text: string) => {
    settled = text
    if (fresh.length === 0) return
    contextLength = tokenizer.decode(fresh).length
    context = fresh
    fresh = []
  }
  return {
    push(id) {
      if (!tokenizer.controls.has(id)) fresh.push(id)
      const text = settled + readFresh()
      if (!text.endsWith('\uFFFD')) settle(text)
      ends.push(settled.length)
      const whole = text.replace(/\uFFFD+$/, '')
      cut = cutAtStop(whole, stops)
      sendUpTo(cut ?? whole.slice(0, whole.length - countHeldBack(whole, stops)))
      return cut !== null
    },
    end() {
      const text = cut ?? settled + (fresh.length > 0 ? readFresh() : '')
      sendUpTo(text)
      return { text, kept: cut === null ? ends.length : ends.filter((end) => end <= text.length).length }
    },
    pieces: () => ends.map((end, i) => settled.slice(ends[i - 1] ?? 0, end)),
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
