import type { Composed, ContinuedStory, DrawnImage, WrittenText } from '../contract/inference.ts'
import type { Asset } from '../contract/storyboard.ts'

/** A result is words and names of pictures, some kilobytes at most: all of them together fit in one megabyte. */
export const maxResults = 64
/** Longer than an engine needs to come back and a person to press "Try again". */
export const keptForMs = 600_000

export type JobResult = DrawnImage | WrittenText | ContinuedStory | Composed

export interface Named {
  /** Job and picture: names one run of the model. */
  name: string
  jobId: string
  /** A hash of all that the job asks for, but for the seed. */
  request: string
}

export interface KeptResult extends Named {
  result: JobResult
}

/** Results of jobs that have ended, for readers that went away before they heard of it. The oldest go first. */
export interface KeptResults {
  add(kept: KeptResult): void
  /** Only if its pictures are still in the library. */
  find(name: string): JobResult | undefined
  list(): Iterable<KeptResult>
  remove(name: string): void
}

export function createKeptResults(hasAsset: (asset: Asset) => boolean, nowMs: () => number): KeptResults {
  const results = new Map<string, KeptResult & { untilMs: number }>()
  const removeOld = () => {
    for (const { name, untilMs } of results.values())
      if (results.size > maxResults || untilMs <= nowMs()) results.delete(name)
  }
  return {
    add(kept) {
      results.delete(kept.name) // it moves to the end of the line
      results.set(kept.name, { ...kept, untilMs: nowMs() + keptForMs })
      removeOld()
    },
    find(name) {
      removeOld()
      const result = results.get(name)?.result
      return result && assetsOf(result).every(hasAsset) ? result : undefined
    },
    list() {
      removeOld()
      return results.values()
    },
    remove: (name) => void results.delete(name),
  }
}

function assetsOf(result: JobResult): Asset[] {
  if ('image' in result) return [result.image]
  return 'parts' in result ? result.parts.flatMap((part) => (part.type === 'image' ? [part.image] : [])) : []
}
