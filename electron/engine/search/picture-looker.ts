import { existsSync } from 'node:fs'
import { AppError, type FailureCode } from '../../contract/failure.ts'
import type { EmbedItem } from '../../contract/inference.ts'
import type { SearchQuery } from '../../contract/search.ts'
import type { Sha256 } from '../../contract/values.ts'
import { assetEndings, libraryPaths } from '../../service/paths.ts'
import type { InferenceSource } from '../inference-source.ts'
import type { Library } from '../library/open-library.ts'
import type { DocId } from '../library/search/find-words.ts'
import {
  countFailed,
  findModel,
  isWorthATry,
  knowModel,
  lastDoc,
  listToLookAt,
  type Looked,
  putLooked,
  type SearchModel,
  type ToLookAt,
  usualModel,
} from '../library/search/vectors.ts'

export interface LookerParts {
  library: Library
  inference: InferenceSource
  now: () => number
  /** Whose vectors; without a pack the usual one's. */
  settings: SearchQuery['settings']
}

/** What one step came to. `trouble` is no picture's fault: the same step may be tried again later. */
export type Step = { type: 'looked' } | { type: 'done' } | { type: 'trouble'; sentence: string }

/** So many vectors are written at once: what a crash would lose is looked at again. */
const writeAtOnce = 16
const listAtOnce = 32

const died = 'The part of Plumage that looks at pictures stopped while it looked at this one.'
const faults: ReadonlySet<FailureCode> = new Set<FailureCode>(['bad-image', 'bad-shape', 'internal'])

/**
 * Looks at pictures, one a step, newest first, and keeps their vectors. What came of the last few is written by `flush`.
 * A picture that cannot be looked at is passed over with its reason; one over which the process died is tried once more
 * after the next start, since something else may have killed it.
 */
export class PictureLooker {
  readonly #parts: LookerParts
  #model: SearchModel | null = null
  /** What was known before does not hold: only the model itself can say. */
  #isToLearn = false
  /** Docs that are still to be gone through, the newest part last. */
  #ranges: { above: DocId; below: DocId }[] = []
  #seenTo: DocId = 0
  #listed: ToLookAt[] = []
  #looked: Looked[] = []
  /** Fewer than before means that a picture has come again. */
  #failed = 0
  /** Over which picture the memory ran out last. */
  #ranOut: DocId | null = null

  constructor(parts: LookerParts) {
    this.#parts = parts
  }

  get model(): SearchModel | null {
    return this.#model
  }

  /** Which pack is taken now. If it is another, everything is to be looked at anew. */
  modelSeen(packHash: Sha256): void {
    if (this.#model === null || this.#model.packHash === packHash) return
    this.flush()
    const known = findModel(this.#db, packHash)
    this.#model = known && knowModel(this.#db, { ...known, isUsual: true, nowMs: this.#parts.now() })
    this.#isToLearn = known === null
    this.#fromTheStart()
  }

  #fromTheStart(): void {
    this.#ranges = [{ above: 0, below: this.#seenTo + 1 }]
    this.#listed = []
  }

  get #db() {
    return this.#parts.library.db
  }

  /** Whether something is to be done: what has come since the last time, what came again, what was left. */
  notice(): boolean {
    const failed = this.#model ? countFailed(this.#db, this.#model) : 0
    if (failed < this.#failed) this.#fromTheStart()
    this.#failed = failed
    const last = lastDoc(this.#db)
    if (last === this.#seenTo) return this.#ranges.length > 0
    if (last > this.#seenTo) this.#ranges.push({ above: this.#seenTo, below: last + 1 })
    this.#listed = []
    this.#seenTo = last
    return true
  }

  async step(signal: AbortSignal): Promise<Step> {
    try {
      if (!this.#model && !this.#isToLearn) await this.#recall(signal)
      const next = this.#next()
      if (!next) {
        this.flush()
        return { type: 'done' }
      }
      return await this.#lookAt(next, signal)
    } catch (error) {
      if (signal.aborted || !(error instanceof AppError)) throw error
      return { type: 'trouble', sentence: error.message }
    }
  }

  /** Writes down what was looked at. */
  flush(): void {
    if (!this.#model || this.#looked.length === 0) return
    putLooked(this.#db, this.#model, this.#looked)
    this.#failed = countFailed(this.#db, this.#model)
    this.#looked = []
  }

  /** The model as it is known from before, which does not have to be loaded to be told. */
  async #recall(signal: AbortSignal): Promise<void> {
    const { client } = await this.#parts.inference.current(signal)
    const packs = await client.packs.list(undefined, { signal })
    const { pack } = this.#parts.settings
    const named = packs.find(({ id }) => id === pack)?.hash
    const usual = pack === undefined ? usualModel(this.#db) : null
    if (named) this.#model = findModel(this.#db, named)
    else if (usual && packs.some(({ hash }) => hash === usual.packHash)) this.#model = usual
  }

  /** The model as it says itself, by words: a picture might be one that it cannot read. */
  async #learn(signal: AbortSignal): Promise<void> {
    this.#be(await this.#embed({ type: 'text', text: 'a picture' }, signal))
  }

  async #embed(item: EmbedItem, signal: AbortSignal): Promise<{ packHash: Sha256; vector: number[] }> {
    const { client } = await this.#parts.inference.current(signal)
    const { packHash, vectors } = await client.embed({ settings: this.#parts.settings, items: [item] }, { signal })
    const [vector] = vectors
    if (!vector) throw new AppError('bad-shape', 'The model answered without a vector.')
    return { packHash, vector }
  }

  #next(): ToLookAt | undefined {
    for (;;) {
      const range = this.#ranges.at(-1)
      if (!range) return undefined
      if (this.#listed.length === 0) {
        this.flush() // or the last few would be listed again
        this.#listed = listToLookAt(this.#db, this.#model, { ...range, limit: listAtOnce })
      }
      const next = this.#listed.shift()
      if (next) {
        range.below = next.docId
        return next
      }
      this.#ranges.pop()
    }
  }

  async #lookAt({ docId, sha256 }: ToLookAt, signal: AbortSignal): Promise<Step> {
    try {
      if (!this.#model) await this.#learn(signal)
      const embedded = await this.#embed({ type: 'image', sha256 }, signal)
      this.#be(embedded)
      this.#keep({ docId, vector: embedded.vector })
    } catch (error) {
      const failed = signal.aborted ? null : this.#judge({ docId, sha256 }, error)
      if (!failed) {
        this.#ranges.push({ above: docId - 1, below: docId + 1 }) // it is still to be looked at
        this.#listed = []
        throw error
      }
      this.#keep({ docId, ...failed })
      this.flush()
    }
    return { type: 'looked' }
  }

  /** Another model than before, as when the pack was exchanged: everything is to be looked at anew. */
  #be({ packHash, vector }: { packHash: Sha256; vector: readonly number[] }): void {
    const before = this.#model
    if (before?.packHash === packHash && before.dimensions === vector.length) return
    this.flush()
    const isUsual = this.#parts.settings.pack === undefined
    const nowMs = this.#parts.now()
    this.#model = knowModel(this.#db, { packHash, dimensions: vector.length, isUsual, nowMs })
    if (before) this.#fromTheStart()
  }

  #keep(looked: Looked): void {
    this.#looked.push(looked)
    if (this.#looked.length >= writeAtOnce) this.flush()
  }

  /** What is said of a picture that cannot be looked at; null when that is no fault of the picture. */
  #judge({ docId, sha256 }: ToLookAt, error: unknown) {
    const model = this.#model
    if (!model || !(error instanceof AppError)) return null
    const { code, message: failure } = error
    if (code === 'service-stopped') return { failure: died, isWorthATry: !isWorthATry(this.#db, model, docId) }
    if (code === 'out-of-memory' && this.#ranOut === docId) return { failure, isWorthATry: true }
    if (code === 'out-of-memory') this.#ranOut = docId
    const isFault = faults.has(code) || (code === 'not-found' && !this.#hasFile(sha256))
    return isFault ? { failure, isWorthATry: false } : null
  }

  #hasFile(sha256: string): boolean {
    const { assetFile } = libraryPaths(this.#parts.library.folder)
    return assetEndings.some((ending) => existsSync(assetFile(sha256, ending)))
  }
}
