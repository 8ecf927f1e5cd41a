import { drawBoxImage } from '../../numerics/box-image.ts'
import type { Box, LazyPicture } from './parts.ts'

/**
 * A box as the model is shown it: a white outline on black, as large as the encoder's picture.
 *
 * Source   emu.md 2.4: 448 × 448, thickness 3, coordinates in its own pixels.
 */
export function drawnBox({ left, top, right, bottom }: Box, sidePx: number, linePx: number): LazyPicture {
  const [l, t, r, b] = [left, top, right, bottom].map((edge) => Math.round(edge * sidePx)) as [
    number,
    number,
    number,
    number,
  ]
  return {
    key: `box ${sidePx} ${linePx} ${l} ${t} ${r} ${b}`,
    read: async () => drawBoxImage(sidePx, { left: l, top: t, right: r, bottom: b }, linePx),
  }
}
