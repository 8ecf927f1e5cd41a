import type { Locator, Page } from '@playwright/test'

interface Pixels {
  width: number
  height: number
  /** How many different colours there are. */
  colours: number
  /** The same for the same pixels. */
  digest: string
}

/** What the page gets when it decodes a picture of the library. */
export function picturePixels(page: Page, sha256: string): Promise<Pixels> {
  return page.evaluate(async (url) => {
    const bitmap = await createImageBitmap(await (await fetch(url)).blob())
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')
    if (!context) throw new Error('no 2d context')
    context.drawImage(bitmap, 0, 0)
    const { width, height, data } = context.getImageData(0, 0, bitmap.width, bitmap.height)
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', data))
    const colours = new Set(new Uint32Array(data.buffer)).size
    return { width, height, colours, digest: [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('') }
  }, `plumage://asset/${sha256}`)
}

/**
 * How far what is painted in a square panel differs from the library's picture, as a mean over all channels: 0 is the
 * same, 255 black for white. The panel has to be in sight.
 */
export async function differenceOnScreen(page: Page, panel: Locator, sha256: string): Promise<number> {
  const card = await panel.boundingBox()
  if (!card) throw new Error('the panel has no place')
  return await page.evaluate(
    async ({ url, card }) => {
      const shown = document.querySelector<HTMLCanvasElement>('main canvas')
      const painted = shown?.getContext('2d')
      if (!shown || !painted) throw new Error('nothing is painted')
      const place = shown.getBoundingClientRect()
      const scale = shown.width / place.width
      const padding = 8 // of a card around its picture
      const side = Math.floor((card.width - 2 * padding) * scale)
      const at = [(card.x - place.x + padding) * scale, (card.y - place.y + padding) * scale].map(Math.round)
      const bitmap = await createImageBitmap(await (await fetch(url)).blob())
      const wanted = new OffscreenCanvas(side, side).getContext('2d')
      if (!wanted) throw new Error('no 2d context')
      wanted.imageSmoothingQuality = 'high'
      wanted.drawImage(bitmap, 0, 0, side, side)
      const inner = [4, 4, side - 8, side - 8] as const // the corners are round
      const a = painted.getImageData((at[0] ?? 0) + 4, (at[1] ?? 0) + 4, side - 8, side - 8).data
      const b = wanted.getImageData(...inner).data
      let sum = 0
      for (let i = 0; i < a.length; i++) sum += Math.abs((a[i] ?? 0) - (b[i] ?? 0))
      return sum / a.length
    },
    { url: `plumage://asset/${sha256}`, card },
  )
}
