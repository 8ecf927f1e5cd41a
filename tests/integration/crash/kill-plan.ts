import { type FSWatcher, watch } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { libraryPaths } from '../../../electron/service/paths.ts'
import type { Random } from './random.ts'

/** When an engine is killed. Nothing of it is a time of this machine but the last moment. */
export interface KillPlan {
  /** How often it is killed before that while it starts: after such a share of the time that a start takes. */
  readonly starts: readonly number[]
  /** So many answers, or so many changes of files of a kind, whichever comes first. */
  readonly answers: number
  readonly files: { readonly kind: 'log' | 'picture'; readonly count: number } | null
  readonly delayMs: number
  readonly by: 'kill' | 'kill with inference' | 'stop'
}

export function planKill(random: Random): KillPlan {
  const starts = random.chance(0.15) ? Array.from({ length: 1 + random.below(3) }, () => random.fraction() * 1.2) : []
  const isByFile = random.chance(0.35)
  const kind = random.pick(['log', 'picture'] as const)
  const by = random.fraction()
  return {
    starts,
    answers: 1 + random.below(random.chance(0.3) ? 8 : 100),
    files: isByFile ? { kind, count: 1 + random.below(kind === 'log' ? 40 : 8) } : null,
    delayMs: random.chance(0.5) ? random.fraction() * 3 : random.fraction() * 50,
    by: by < 0.08 ? 'stop' : by < 0.2 ? 'kill with inference' : 'kill',
  }
}

/** Resolves when the plan says so, to the fraction of a millisecond. */
export interface Trigger extends Disposable {
  readonly due: Promise<void>
  answered(): void
}

export function setTrigger(plan: KillPlan, library: string): Trigger {
  let answers = 0
  let changes = 0
  let pull = () => {}
  const pulled = new Promise<void>((resolve) => (pull = resolve))
  const watchers = watchFiles(plan.files?.kind ?? null, library, () => {
    if (plan.files && ++changes >= plan.files.count) pull()
  })
  return {
    due: pulled.then(() => pause(plan.delayMs)),
    answered() {
      if (++answers >= plan.answers) pull()
    },
    [Symbol.dispose]: () => watchers.forEach((each) => each.close()),
  }
}

function watchFiles(kind: 'log' | 'picture' | null, library: string, changed: () => void): FSWatcher[] {
  const paths = libraryPaths(library)
  if (kind === 'log') return [watch(library, (_, name) => void (name?.startsWith('plumage.db') && changed()))]
  if (kind === 'picture') return [watch(paths.assets, changed), watch(paths.incoming, changed)]
  return []
}

/** Timers are no finer than a millisecond, and what is to be hit may be shorter. */
export async function pause(ms: number): Promise<void> {
  const untilMs = performance.now() + ms
  if (ms > 2) await sleep(ms - 2)
  while (performance.now() < untilMs);
}
