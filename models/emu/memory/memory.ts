import { LRUCache } from 'lru-cache'
import { PrefixCache } from './prefix-cache.ts'

export interface MemoryBudget {
  /** Embeddings of pictures. Default 64 MiB. */
  readonly pictureBytes?: number | undefined
  /** Keys and values of what has been read. Default 512 MiB. 0 remembers nothing. */
  readonly prefixBytes?: number | undefined
}

const MEBIBYTE = 2 ** 20

/** Work an open model has done and need not do again. It lives and dies with the model, whose results it holds. */
export class Memory {
  /** Embeddings f32 [n, C] by what was seen and how: least recently used ones go first. */
  readonly pictures: LRUCache<string, Float32Array>
  readonly prefixes: PrefixCache

  constructor({ pictureBytes = 64 * MEBIBYTE, prefixBytes = 512 * MEBIBYTE }: MemoryBudget = {}) {
    this.pictures = new LRUCache({
      maxSize: Math.max(1, pictureBytes),
      sizeCalculation: (embeddings) => embeddings.byteLength,
    })
    this.prefixes = new PrefixCache(prefixBytes)
  }

  /** Forgets everything, for instance when memory is short. */
  clear(): void {
    this.pictures.clear()
    this.prefixes.clear()
  }
}
