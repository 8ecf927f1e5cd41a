import { sizeInBytes } from '../../runtime/key-values.ts'
import type { KeyValueBlock } from '../../runtime/key-values.ts'

/**
 * Prompts are read in blocks of this many positions, counted from their beginning, whether anything is remembered or
 * not. A block that was read before is therefore the very result that reading it again would give, to the last bit.
 */
export const BLOCK_POSITIONS = 32

/** Keys and values of one block: key and value of layer 0, of layer 1, … */
export type BlockValues = readonly KeyValueBlock[]

interface Block {
  readonly parent: Block | null
  readonly name: string
  readonly values: BlockValues
  readonly sizeBytes: number
  readonly next: Map<string, Block>
  usedAt: number
}

/**
 * What the language model has read before, as a tree of blocks: prompts that begin alike share their beginning. Within a
 * budget of bytes; beyond it the blocks nobody has used for longest go, ends of prompts before their beginnings.
 *
 * Source   the block-wise prefix cache of vLLM (Kwon et al., 2023), with exact names instead of hashes.
 */
export class PrefixCache {
  readonly budgetBytes: number
  #roots = new Map<string, Block>()
  #blocks = new Set<Block>()
  #sizeBytes = 0
  #clock = 0

  constructor(budgetBytes: number) {
    this.budgetBytes = budgetBytes
  }

  get sizeBytes(): number {
    return this.#sizeBytes
  }

  /** The values of the longest known beginning of `names`, block by block. */
  find(names: readonly string[]): BlockValues[] {
    return this.#walk(names).map((block) => block.values)
  }

  /** Remembers the block that follows `names` under `name`; nothing where its beginning has been forgotten meanwhile. */
  add(names: readonly string[], name: string, values: BlockValues): void {
    const path = this.#walk(names)
    if (path.length < names.length) return
    const parent = path.at(-1) ?? null
    const siblings = parent?.next ?? this.#roots
    if (siblings.has(name)) return
    const sizeBytes = values.reduce((sum, block) => sum + sizeInBytes(block), 0)
    if (sizeBytes > this.budgetBytes) return
    const block: Block = { parent, name, values, sizeBytes, next: new Map(), usedAt: ++this.#clock }
    siblings.set(name, block)
    this.#blocks.add(block)
    this.#sizeBytes += sizeBytes
    this.#evict()
  }

  clear(): void {
    this.#roots.clear()
    this.#blocks.clear()
    this.#sizeBytes = 0
  }

  #walk(names: readonly string[]): Block[] {
    const path: Block[] = []
    let siblings = this.#roots
    for (const name of names) {
      const block = siblings.get(name)
      if (!block) break
      path.push(block)
      siblings = block.next
    }
    // The end of a path is never younger than its beginning, so that what is evicted leaves no orphan.
    for (const block of path.toReversed()) block.usedAt = ++this.#clock
    return path
  }

  #evict(): void {
    if (this.#sizeBytes <= this.budgetBytes) return
    const oldest = Array.from(this.#blocks).toSorted((a, b) => a.usedAt - b.usedAt)
    for (const block of oldest) {
      if (this.#sizeBytes <= this.budgetBytes) return
      if (block.next.size > 0) continue // its continuation was just added
      const siblings = block.parent?.next ?? this.#roots
      siblings.delete(block.name)
      this.#blocks.delete(block)
      this.#sizeBytes -= block.sizeBytes
    }
  }
}
