import type { RgbImage } from '../numerics/rgb-image.ts'
import type { Session } from '../runtime/session.ts'
import type { Tensor } from '../runtime/tensor.ts'
import { ModelError } from './model-error.ts'

/** What a run is busy with, in the order it happens; not every run has every stage. */
export type Stage = 'encode' | 'complete' | 'read' | 'write' | 'regress' | 'decode'

export type GenerateEvent =
  | { readonly type: 'stage'; readonly stage: Stage }
  /** Words as they are written. */
  | { readonly type: 'text'; readonly delta: string }
  /** `step` of `steps` of the decoder are done. */
  | { readonly type: 'step'; readonly step: number; readonly steps: number }
  /** The picture as it would be if it were finished now, at most PREVIEW_SIDE_PX wide or high. */
  | { readonly type: 'preview'; readonly image: RgbImage }
  /** Picture `index` of those that were asked for, or that the model opens by itself, is finished. */
  | { readonly type: 'image'; readonly index: number; readonly image: RgbImage }
  /** Something had to be done otherwise than asked; a sentence for the person. */
  | { readonly type: 'notice'; readonly sentence: string }

export interface RunOptions {
  readonly signal?: AbortSignal | undefined
  readonly onEvent?: ((event: GenerateEvent) => void) | undefined
}

/** One generation on its way through the graphs: where it can be cancelled, what it tells, how long it took. */
export interface Run {
  /**
   * Runs a graph. The thread is blocked meanwhile, so messages are let in before, every few milliseconds at least, and a
   * cancel among them is obeyed.
   *
   * Errors   ModelError 'cancelled', always between two graphs and never inside one.
   */
  graph(session: Session, feeds: Readonly<Record<string, Tensor>>): Promise<Readonly<Record<string, Tensor>>>
  enter(stage: Stage): void
  emit(event: GenerateEvent): void
  /** Whether anybody listens: previews are not made for nobody. */
  readonly isHeard: boolean
  /** Milliseconds spent in each stage so far; a stage entered twice is counted together. */
  timingsMs(): Partial<Record<Stage, number>>
}

/** The thread hears nothing for at most this long and one run of a graph: small graphs share a breath. */
const BLOCKED_MS = 4

export function startRun({ signal, onEvent }: RunOptions): Run {
  const spentMs = new Map<Stage, number>()
  let letInMs = -Infinity
  let current: { stage: Stage; sinceMs: number } | null = null
  const emit = (event: GenerateEvent) => onEvent?.(event)
  const settle = (next: Stage | null) => {
    const nowMs = performance.now()
    if (current) spentMs.set(current.stage, (spentMs.get(current.stage) ?? 0) + nowMs - current.sinceMs)
    current = next && { stage: next, sinceMs: nowMs }
  }
  return {
    async graph(session, feeds) {
      if (performance.now() - letInMs > BLOCKED_MS) {
        await new Promise<void>((resolve) => setImmediate(resolve))
        letInMs = performance.now()
      }
      if (signal?.aborted) throw new ModelError('cancelled', 'Cancelled.')
      return session.run(feeds)
    },
    enter(stage) {
      settle(stage)
      emit({ type: 'stage', stage })
    },
    emit,
    isHeard: onEvent !== undefined,
    timingsMs() {
      settle(current && current.stage)
      return Object.fromEntries(spentMs)
    },
  }
}
