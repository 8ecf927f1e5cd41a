import type { Knows, PackSummary } from '../../electron/contract/packs.ts'
import { words } from '../ui/words.ts'

export const knowsOf = (packs: readonly PackSummary[]): Knows | null =>
  packs.find((pack) => !pack.problem && pack.knows?.subjects.length)?.knows ?? null

/** A number from the words of an id, the same every time, so that suggestions do not dance. */
const mark = (text: string) =>
  Array.from(text).reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_003, 7)

/** Three first lines out of words the installed model really knows. None when there is no such list. */
export function firstLines(knows: Knows | null, seedText: string): string[] {
  if (!knows) return []
  const start = mark(seedText)
  const places = Object.entries(words.places).filter(([background]) => knows.backgrounds.includes(background))
  return [0, 1, 2].map((i) => {
    const subject = words.aThing(knows.subjects[(start + i * 37) % knows.subjects.length]!)
    const place = places[(start + i) % places.length]?.[1]
    return place ? `${subject} ${place}` : subject
  })
}

/** Words of the model that go on from what is being typed, best first. */
export function completions(knows: Knows | null, typed: string, most = 5): string[] {
  const started = typed.match(/[\p{L}]{2,}$/u)?.[0].toLowerCase()
  if (!knows || !started) return []
  return [...knows.subjects, ...knows.backgrounds]
    .filter((word) => word.toLowerCase().startsWith(started) && word.toLowerCase() !== started)
    .slice(0, most)
}

/** What has been typed with the begun word made whole. */
export const complete = (typed: string, word: string) => typed.replace(/[\p{L}]{2,}$/u, word)
