import type { Progress } from '../contract/inference.ts'

/** What a running job may say. Never waits for a reader. */
export type Report = (progress: Progress) => void

/** What a job that may be followed works with. */
export interface Following {
  signal: AbortSignal
  report: Report
}

/** What one job says, for any number of readers, whenever they come. */
export interface ProgressFeed {
  report: Report
  /** Nothing more will be said: readers take what they have not taken yet and end. */
  end(): void
  /**
   * Listens from this call on, beginning with where the job is: its stage, all its words, its latest step and preview.
   * What a reader has not taken yet is coalesced, so a slow one costs no memory and always sees the latest. Ends at
   * once when `left` aborts.
   */
  read(left: AbortSignal): AsyncGenerator<Progress, void>
}

interface Reader {
  pending: Progress[]
  wake: () => void
}

export function createProgressFeed(): ProgressFeed {
  const soFar: Progress[] = []
  const readers = new Set<Reader>()
  let over = false
  return {
    report(progress) {
      remember(soFar, progress)
      for (const { pending, wake } of readers) {
        coalesce(pending, progress)
        wake()
      }
    },
    end() {
      over = true
      for (const { wake } of readers) wake()
    },
    read(left) {
      const reader: Reader = { pending: inOrder(soFar), wake: () => undefined }
      readers.add(reader)
      const forget = () => {
        readers.delete(reader)
        reader.wake()
      }
      left.addEventListener('abort', forget, { once: true })
      return (async function* () {
        try {
          while (!left.aborted && (!over || reader.pending.length > 0)) {
            const next = reader.pending.shift()
            if (next) yield next
            else await new Promise<void>((resolve) => (reader.wake = resolve))
          }
        } finally {
          left.removeEventListener('abort', forget)
          readers.delete(reader)
        }
      })()
    },
  }
}

/** What each of is news of its own; of everything else the latest says it all. */
const isEvent = ({ type }: Progress): boolean => type === 'stage' || type === 'picture' || type === 'notice'

/** A later step or preview replaces an untaken one; words are joined. Nothing moves across a stage or a picture. */
function coalesce(pending: Progress[], progress: Progress): void {
  const event = pending.findLastIndex(isEvent)
  const same = pending.findIndex((item, i) => i > event && item.type === progress.type && !isEvent(progress))
  if (same === -1) pending.push(progress)
  else pending[same] = joined(pending[same], progress)
}

/** One of each kind, and every picture, is all that somebody who comes late needs to know. */
function remember(soFar: Progress[], progress: Progress): void {
  if (progress.type === 'notice' && progress.beginsAnew) soFar.length = 0
  const same = soFar.findIndex((item) => item.type === progress.type && progress.type !== 'picture')
  if (same === -1) soFar.push(progress)
  else soFar[same] = joined(soFar[same], progress)
}

function joined(earlier: Progress | undefined, later: Progress): Progress {
  if (earlier?.type !== 'text' || later.type !== 'text') return later
  return { type: 'text', delta: earlier.delta + later.delta }
}

/** The stage first: what is said after a stage counts as part of it. */
const inOrder = (soFar: readonly Progress[]) => [
  ...soFar.filter((item) => item.type === 'stage'),
  ...soFar.filter((item) => item.type !== 'stage'),
]
