import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readVideo, toSampling } from '../../../../electron/cli/prompt/read-video.ts'
import { blackPng } from '../../../support/bad-pictures.ts'
import { animation } from '../../../support/unusual-pictures.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumage-video-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function folderOf(...names: string[]): Promise<string> {
  const at = await mkdtemp(join(folder, 'frames-'))
  for (const name of names) await writeFile(join(at, name), blackPng(2, 2))
  return at
}

describe('a folder', () => {
  it('is its pictures in the order of their names, numbers as numbers', async () => {
    const at = await folderOf('f10.png', 'f2.PNG', 'f1.jpg', 'notes.txt', '.f0.png')
    const { frames, frameRate } = await readVideo(at)
    expect(frames.map((frame) => ('file' in frame ? basename(frame.file) : null))).toEqual([
      'f1.jpg',
      'f2.PNG',
      'f10.png',
    ])
    expect(frameRate).toBeNull()
  })

  it('without pictures is refused', async () => {
    const at = join(folder, 'empty')
    await mkdir(at)
    await expect(readVideo(at)).rejects.toMatchObject({
      code: 'bad-prompt',
      message: expect.stringContaining('needs frames'),
    })
  })
})

describe('an animation', () => {
  it.each(['gif', 'webp'] as const)('is its frames, whole: %s', async (kind) => {
    const file = join(folder, `dance.${kind}`)
    await writeFile(file, await animation(kind, ['red', 'lime', 'blue']))
    const { frames, frameRate } = await readVideo(file)
    expect(frameRate).toBeGreaterThan(0)
    const colours: number[][] = []
    for (const frame of frames) {
      if (!('read' in frame)) throw new Error('a frame of an animation is no file')
      const { dominant } = await sharp(Buffer.from(await frame.read())).stats()
      colours.push([dominant.r, dominant.g, dominant.b].map((level) => Math.round(level / 255)))
    }
    expect(colours).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ])
  })

  it('has the rate its delays say', async () => {
    const pages = await Promise.all(
      ['red', 'blue'].map((background) =>
        sharp({ create: { width: 4, height: 4, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    )
    const file = join(folder, 'slow.gif')
    await sharp(pages, { join: { animated: true } })
      .gif({ delay: [200, 300] })
      .toFile(file)
    expect((await readVideo(file)).frameRate).toBe(4)
  })

  it('has to move, and to be one', async () => {
    const [still, film] = [join(folder, 'still.png'), join(folder, 'film.mp4')]
    await writeFile(still, blackPng(2, 2))
    await writeFile(film, 'ftypisom')
    await expect(readVideo(still)).rejects.toThrow(/does not move/)
    await expect(readVideo(film)).rejects.toThrow(/folder of pictures, or an animated GIF or WebP/)
  })
})

describe('which frames are shown', () => {
  const video = (frameRate: number | null) => ({ frames: [{ file: 'a' }, { file: 'b' }], frameRate })

  it('are not more than there are', () => {
    expect(toSampling('clip', video(null), { by: 'count', count: 2 })).toEqual({ by: 'count', count: 2 })
    expect(() => toSampling('clip', video(null), { by: 'count', count: 3 })).toThrow(/has 2 frames; 3 are asked for/)
  })

  it('by rate need a rate: what is said counts, else what the video says', () => {
    const rate = (frameRate: number | null) => ({ by: 'rate' as const, perSecond: 2, frameRate })
    expect(toSampling('clip', video(10), rate(25))).toEqual(rate(25))
    expect(toSampling('clip', video(10), rate(null))).toEqual(rate(10))
    expect(() => toSampling('clip', video(null), rate(null))).toThrow(/--fps 2\/25/)
  })
})
