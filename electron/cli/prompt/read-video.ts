import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import sharp from 'sharp'
import { limits } from '../../contract/values.ts'
import { maxPixels } from '../../engine/library/check-picture.ts'
import { CommandFailure } from '../failures.ts'
import type { TypedSampling } from './typed-parts.ts'

/** The frames of a video in order: files, or the bytes of pictures that are in no file of their own. */
export interface TypedVideo {
  frames: readonly Frame[]
  /** Frames a second; null where nothing says it. */
  frameRate: number | null
}

export type Frame = { file: string } | { name: string; read(): Promise<Uint8Array> }

/** Programs that show animations take a delay this short for one that was never set. */
const shortestDelayMs = 10
const usualDelayMs = 100

/** check-picture.ts has also closed every decoder but those of the kinds Plumage reads. */
const readOptions = { failOn: 'error', limitInputPixels: maxPixels } as const

const isPicture = (name: string) => !name.startsWith('.') && /\.(png|jpe?g|webp|gif|avif)$/i.test(name)

/**
 * Opens a folder of pictures, in the order of their names (frame 2 before frame 10), or an animated GIF or WebP. Throws
 * a sentence for anything else, and for one without frames.
 */
export async function readVideo(path: string): Promise<TypedVideo> {
  const video = (await stat(path)).isDirectory() ? await readFolder(path) : await readAnimation(path)
  if (video.frames.length === 0)
    throw new CommandFailure('bad-prompt', `The folder "${path}" has no pictures: a video needs frames.`)
  if (video.frames.length > limits.frames)
    throw new CommandFailure('prompt-too-long', `"${path}" has more than ${limits.frames.toLocaleString('en')} frames.`)
  return video
}

async function readFolder(path: string): Promise<TypedVideo> {
  const byName = new Intl.Collator('en', { numeric: true })
  const all = await readdir(path).catch((cause: unknown) => {
    throw new CommandFailure('not-found', `Plumage may not read the folder "${path}".`, { cause })
  })
  const names = all.filter(isPicture).toSorted(byName.compare)
  return { frames: names.map((name) => ({ file: join(path, name) })), frameRate: null }
}

async function readAnimation(path: string): Promise<TypedVideo> {
  const kinds = 'A video is a folder of pictures, or an animated GIF or WebP.'
  const { pages = 1, delay = [] } = await sharp(path, readOptions)
    .metadata()
    .catch((cause: unknown) => {
      throw new CommandFailure('bad-image', `"${path}" cannot be read as a video. ${kinds}`, { cause })
    })
  if (pages < 2) throw new CommandFailure('bad-image', `"${path}" does not move: it is one picture. ${kinds}`)
  const delaysMs = delay.map((ms) => (ms > shortestDelayMs ? ms : usualDelayMs))
  const lengthMs = delaysMs.reduce((sum, ms) => sum + ms, 0)
  const frames = Array.from({ length: pages }, (_, page) => ({
    name: `${basename(path)} ${page + 1}.png`,
    read: () =>
      sharp(path, { ...readOptions, page })
        .png()
        .toBuffer(),
  }))
  return { frames, frameRate: lengthMs > 0 ? (1000 * delaysMs.length) / lengthMs : null }
}

/** Refuses, before any frame is read, a choice that this video cannot fill. */
export function toSampling(path: string, { frames, frameRate }: TypedVideo, sampling: TypedSampling) {
  if (sampling.by === 'count') {
    if (sampling.count <= frames.length) return sampling
    const [there, asked] = [frames.length, sampling.count]
    const sentence = `"${path}" has ${there} ${there === 1 ? 'frame' : 'frames'}; ${asked} are asked for. Ask for ${there} or fewer.`
    throw new CommandFailure('bad-prompt', sentence)
  }
  const rate = sampling.frameRate ?? frameRate
  if (rate !== null) return { ...sampling, frameRate: rate }
  const sentence = `Nothing says how fast "${path}" is: say it behind a slash, --fps ${sampling.perSecond}/25, or use --frames.`
  throw new CommandFailure('wrong-usage', sentence)
}
