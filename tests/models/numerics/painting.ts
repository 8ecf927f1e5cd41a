import { readFileSync } from 'node:fs'

interface Painting {
  readonly boxes: readonly {
    readonly side: number
    readonly edges: readonly [number, number, number, number]
    readonly thickness: number
    readonly sha256: string
  }[]
  readonly frames: readonly { readonly total: number; readonly count: number; readonly frames: readonly number[] }[]
}

/** What OpenCV draws and Python chooses; made by tests/fixtures/numerics/painting.py. */
export const readPainting = (): Painting =>
  JSON.parse(readFileSync(new URL('../../fixtures/numerics/painting.json', import.meta.url), 'utf8')) as Painting
