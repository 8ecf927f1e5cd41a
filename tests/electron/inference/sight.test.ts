import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { SeenPrompt } from '../../../electron/contract/inference.ts'
import { openPictures, type Pictures } from '../../../electron/inference/pictures.ts'
import { openPromptPictures } from '../../../electron/inference/prompts.ts'
import { openSight } from '../../../electron/inference/sight.ts'
import { libraryPaths, packsFolder } from '../../../electron/service/paths.ts'
import { readPack } from '../../../models/emu/pack.ts'
import { resizeBicubic } from '../../../models/numerics/resize.ts'
import { paintMarks } from '../../../models/numerics/paint.ts'
import { nanoFolder } from '../../models/support/nano.ts'

let library: string
let pictures: Pictures
let large: string
beforeAll(async () => {
  library = await mkdtemp(join(tmpdir(), 'plumage-sight-'))
  pictures = openPictures(library)
  large = await put(
    await sharp({ create: { width: 1600, height: 1200, channels: 3, background: '#204080' } })
      .png()
      .toBuffer(),
  )
})
afterAll(() => rm(library, { recursive: true, force: true }))

async function put(bytes: Uint8Array): Promise<string> {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const file = libraryPaths(library).assetFile(sha256, 'png')
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, bytes)
  return sha256
}

let busy: boolean[]
beforeEach(() => {
  busy = []
})
const open = () => openSight({ packsFolder: packsFolder(), pictures, busy: (now) => void busy.push(now) })
const circle = { kind: 'ellipse', left: 0.2, top: 0.2, right: 0.7, bottom: 0.8 } as const
const query = () => ({
  settings: {},
  task: 'draw' as const,
  prompt: [{ type: 'image' as const, sha256: large, marks: [circle] }],
})
const never = new AbortController().signal
const previewOf = (seen: SeenPrompt) => seen.parts.flatMap((part) => (part.type === 'picture' ? [part.preview] : []))[0]

it('says that it is busy while it paints, and paints each picture once', async () => {
  const see = open()
  const preview = previewOf(await see(query(), never))
  expect(preview && pictures.hasPreview(preview)).toBe(true)
  expect(busy).toEqual([true, false])
  expect(previewOf(await see(query(), never))).toBe(preview)
  expect(busy).toEqual([true, false])
})

it('paints a preview again that another process has removed', async () => {
  const see = open()
  const preview = previewOf(await see(query(), never))!
  await pictures.removePreviews([preview])
  expect(previewOf(await see(query(), never))).toBe(preview)
  expect(pictures.hasPreview(preview)).toBe(true)
})

it('stops before the next picture when nobody wants to know any more', async () => {
  await expect(open()(query(), AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' })
  expect(busy).toEqual([])
})

it('paints a large picture in a smaller size, and the model sees the same', async () => {
  const { manifest } = await readPack(nanoFolder)
  const { imageSize } = manifest.vision
  const sizes: number[] = []
  const watched: Pictures = {
    ...pictures,
    async read(sha256, options) {
      const image = await pictures.read(sha256, options)
      sizes.push(image.width, image.height)
      return image
    },
  }
  const seen = await openPromptPictures(watched, manifest).show(large, [circle]).read()
  expect(Math.min(...sizes)).toBe(4 * imageSize)
  const whole = resizeBicubic(paintMarks(await pictures.read(large), [circle]), imageSize, imageSize)
  const distance = seen.rgb.reduce((sum, value, i) => sum + Math.abs(value - whole.rgb[i]!), 0) / seen.rgb.length
  expect(distance).toBeLessThan(0.5) // of 255 grey levels; where it differs, a pixel of the circle's edge does
})
