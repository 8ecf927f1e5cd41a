import type { Job } from '../../contract/jobs.ts'
import type { SearchIndexState } from '../../contract/search.ts'
import type { Sha256 } from '../../contract/values.ts'
import type { Log } from '../../service/log.ts'
import { packHashOf } from '../library/generations.ts'
import { explainStorage } from '../library/storage-failure.ts'
import { countLookedAt, listFailures } from '../library/search/vectors.ts'
import { type LookerParts, PictureLooker } from './picture-looker.ts'

/** How long nothing is done in the background after something else was done or went wrong. */
export interface Rests {
  /** A person who has just got a picture may well ask for the next. */
  afterJobMs: number
  /** Two models may not fit into the memory: the person's is not put out for this. */
  afterOtherPackMs: number
  afterTroubleMs: number
}

export const usualRests: Rests = { afterJobMs: 1000, afterOtherPackMs: 600_000, afterTroubleMs: 300_000 }

/** Whoever wants to know how far it is has no use for every picture, and counting takes a while. */
const tellEveryMs = 1000

const failuresShown = 100

/** Looks at the pictures of the library while nobody waits for the model, so that they are found by meaning. */
export interface BackgroundLooking {
  /** To be called now and then: goes on where there is something to do and nobody in the way. */
  look(): void
  jobSeen(job: Pick<Job, 'id' | 'state'>): void
  /** Keeps out of the way of work that a person waits for. */
  makeRoom<Result>(work: () => Promise<Result>): Promise<Result>
  /** Which pack is taken now without being named: it may have been exchanged. */
  modelSeen(packHash: Sha256): void
  state(): SearchIndexState
  close(): Promise<void>
}

export interface BackgroundParts extends Omit<LookerParts, 'settings'> {
  log: Log
  rests?: Rests
  /** Told when more pictures have been looked at, or none can be. */
  changed: () => void
}

export function lookInBackground(parts: BackgroundParts): BackgroundLooking {
  return new Background(parts)
}

class Background implements BackgroundLooking {
  readonly #parts: BackgroundParts
  readonly #rests: Rests
  readonly #looker: PictureLooker
  readonly #running = new Set<Job['id']>()
  #closed = false
  #waiting = 0
  #restUntilMs = 0
  #sentence: string | null = null
  #toldAtMs = -Infinity
  /** Aborted when somebody else needs the model. */
  #turn: AbortController | null = null
  #working: Promise<void> = Promise.resolve()

  constructor(parts: BackgroundParts) {
    this.#parts = parts
    this.#rests = parts.rests ?? usualRests
    this.#looker = new PictureLooker({ ...parts, settings: {} })
  }

  look(): void {
    if (this.#turn || !this.#isFree() || !this.#looker.notice()) return
    const turn = new AbortController()
    this.#turn = turn
    this.#working = this.#work(turn.signal).finally(() => {
      this.#turn = null
      this.#toldAtMs = -Infinity
      this.#tell()
    })
  }

  jobSeen({ id, state }: Pick<Job, 'id' | 'state'>): void {
    if (state === 'running' || state === 'queued') this.#interrupt(this.#rests.afterJobMs)
    if (state === 'running') return void this.#running.add(id)
    if (!this.#running.delete(id)) return
    const packHash = packHashOf(this.#parts.library.db, id)
    const isOther = packHash !== null && this.#looker.model !== null && packHash !== this.#looker.model.packHash
    this.#rest(isOther ? this.#rests.afterOtherPackMs : this.#rests.afterJobMs)
  }

  async makeRoom<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#waiting++
    this.#interrupt(0)
    try {
      return await work()
    } finally {
      this.#waiting--
    }
  }

  modelSeen(packHash: Sha256): void {
    this.#looker.modelSeen(packHash)
  }

  state(): SearchIndexState {
    const { db } = this.#parts.library
    const { model } = this.#looker
    return {
      packHash: model?.packHash ?? null,
      lookedAt: countLookedAt(db, model),
      isWorking: this.#turn !== null,
      sentence: this.#sentence,
      failures: model ? listFailures(db, model, failuresShown) : [],
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#turn?.abort()
    await this.#working
  }

  #isFree(): boolean {
    return !this.#closed && this.#waiting === 0 && this.#running.size === 0 && this.#parts.now() >= this.#restUntilMs
  }

  #rest(ms: number): void {
    this.#restUntilMs = Math.max(this.#restUntilMs, this.#parts.now() + ms)
  }

  #interrupt(restMs: number): void {
    this.#rest(restMs)
    this.#turn?.abort()
  }

  async #work(signal: AbortSignal): Promise<void> {
    try {
      for (;;) {
        const step = await this.#looker.step(signal)
        this.#sentence = step.type === 'trouble' ? step.sentence : null
        if (step.type === 'trouble') this.#rest(this.#rests.afterTroubleMs)
        if (step.type !== 'looked' || signal.aborted) break
        this.#tell()
      }
      this.#looker.flush()
    } catch (error) {
      if (!signal.aborted) this.#giveUp(error)
      else this.#saveOnTheWay()
    }
  }

  #tell(): void {
    if (this.#parts.now() - this.#toldAtMs < tellEveryMs) return
    this.#toldAtMs = this.#parts.now()
    this.#parts.changed()
  }

  #saveOnTheWay(): void {
    try {
      this.#looker.flush()
    } catch (error) {
      this.#giveUp(error)
    }
  }

  /** A full disk, or a bug: said, and tried again later. */
  #giveUp(error: unknown): void {
    const explained = explainStorage(error)
    this.#parts.log.warn('looking-failed', { error })
    this.#sentence = explained instanceof Error && explained !== error ? explained.message : unknownTrouble
    this.#rest(this.#rests.afterTroubleMs)
  }
}

const unknownTrouble = 'Something went wrong inside Plumage while it looked at pictures. It tries again in a while.'
