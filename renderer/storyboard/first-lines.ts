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
  const places = words.places.filter((place) => knows.backgrounds.includes(place))
  return [0, 1, 2].map((i) => {
    const subject = words.aThing(knows.subjects[(start + i * 37) % knows.subjects.length]!)
    const place = places[(start + i) % places.length]
    return place ? `${subject} ${place}` : subject
  })
}

/** How many letters at the end of what is typed are the beginning of a word or phrase; 0 if none, or if it is whole. */
function begun(typed: string, phrase: string): number {
  const [line, wanted] = [typed.toLowerCase(), phrase.toLowerCase()]
  for (const { index } of line.matchAll(/(?<!\p{L})\p{L}/gu)) {
    const end = line.slice(index)
    if (wanted.startsWith(end)) return end === wanted || end.length < 2 ? 0 : end.length
  }
  return 0
}

/** Words of the model that go on from what is being typed, best first. */
export function completions(knows: Knows | null, typed: string, most = 5): string[] {
  if (!knows) return []
  return [...knows.subjects, ...knows.backgrounds]
    .map((phrase) => ({ phrase, letters: begun(typed, phrase) }))
    .filter(({ letters }) => letters > 0)
    .toSorted((a, b) => b.letters - a.letters)
    .slice(0, most)
    .map(({ phrase }) => phrase)
}

/** What has been typed with the begun word or phrase made whole. */
export const complete = (typed: string, phrase: string) => typed.slice(0, typed.length - begun(typed, phrase)) + phrase
