import { useEffect, useState } from 'react'
import type { Asset } from '../../electron/contract/storyboard.ts'

/** Twice a large card: sharp at 200 % and on dense screens; a photograph of 50 megapixels does not stay in memory. */
const MAX_EDGE = 1056
const MAX_BYTES = 256 * 1024 * 1024

type Known = Pick<Asset, 'sha256' | 'width' | 'height'>

/** Pictures by hash, decoded off the main thread. Those not asked for longest go first; whoever draws one asks each time. */
class BitmapCache {
  #bitmaps = new Map<string, ImageBitmap>()
  #loading = new Map<string, Promise<ImageBitmap | null>>()
  #bytes = 0

  peek(sha256: string): ImageBitmap | null {
    const bitmap = this.#bitmaps.get(sha256)
    if (!bitmap) return null
    this.#bitmaps.delete(sha256)
    this.#bitmaps.set(sha256, bitmap)
    return bitmap
  }

  load(asset: Known): Promise<ImageBitmap | null> {
    const ready = this.peek(asset.sha256)
    if (ready) return Promise.resolve(ready)
    const loading =
      this.#loading.get(asset.sha256) ?? this.#decode(asset).finally(() => this.#loading.delete(asset.sha256))
    this.#loading.set(asset.sha256, loading)
    return loading
  }

  async #decode({ sha256, width, height }: Known): Promise<ImageBitmap | null> {
    try {
      const answer = await fetch(`plumage://asset/${sha256}`)
      if (!answer.ok) return null
      const scale = Math.min(1, MAX_EDGE / Math.max(width, height))
      const smaller = {
        resizeWidth: Math.max(1, Math.round(width * scale)),
        resizeHeight: Math.max(1, Math.round(height * scale)),
        resizeQuality: 'high',
      } as const
      const bitmap = await createImageBitmap(await answer.blob(), scale < 1 ? smaller : {})
      this.#keep(sha256, bitmap)
      return bitmap
    } catch {
      return null
    }
  }

  #keep(sha256: string, bitmap: ImageBitmap) {
    this.#bitmaps.set(sha256, bitmap)
    this.#bytes += bytesOf(bitmap)
    for (const [oldest, old] of this.#bitmaps) {
      if (this.#bytes <= MAX_BYTES || oldest === sha256) break
      this.#bitmaps.delete(oldest) // not closed: it may be on the canvas now; the collector takes it when it is not
      this.#bytes -= bytesOf(old)
    }
  }
}

const bytesOf = (bitmap: ImageBitmap) => bitmap.width * bitmap.height * 4

const cache = new BitmapCache()

export type Picture = { bitmap: ImageBitmap | null; missing: boolean }

/** The bitmap of a picture. The one before stays until the next is there, so a retold panel never flashes. */
export function useBitmap(asset: Asset | null): Picture {
  const { sha256 = null, width = 0, height = 0 } = asset ?? {}
  const [picture, setPicture] = useState<Picture>(() => ({
    bitmap: sha256 ? cache.peek(sha256) : null,
    missing: false,
  }))
  useEffect(() => {
    let current = true
    const show = async () => {
      const bitmap = sha256 ? await cache.load({ sha256, width, height }) : null
      if (current) setPicture({ bitmap, missing: sha256 !== null && bitmap === null })
    }
    void show()
    return () => {
      current = false
    }
  }, [sha256, width, height])
  return sha256 ? picture : NO_PICTURE
}

const NO_PICTURE: Picture = { bitmap: null, missing: false }
