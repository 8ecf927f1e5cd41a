import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import sharp from 'sharp'
import { AppError } from '../../../../electron/contract/failure.ts'
import type { EmbedItem, InferenceContract, Progress } from '../../../../electron/contract/inference.ts'
import type { Device } from '../../../../electron/contract/packs.ts'
import type { Asset } from '../../../../electron/contract/storyboard.ts'
import { libraryPaths } from '../../../../electron/service/paths.ts'
import type { Call, Handlers } from '../../../../electron/service/serve.ts'
import { colourNamed, colourOf, hashOfPack, summaryOf } from './colours.ts'

/** Something at the other end of the contract that draws real, if plain, pictures. */
export interface Peer {
  handlers: Handlers<InferenceContract>
  /** The job and seed of every run, in the order they began. */
  readonly runs: { jobId: string; seed: number; input: unknown }[]
  /** Every run from now on stops in its middle until it is let go, or cancelled. */
  hold(): void
  letGo(): void
  /** Resolves when so many runs have begun. */
  begun(count: number): Promise<void>
  /** What was to be turned into vectors, in order. */
  readonly embedded: EmbedItem[]
  /** Decides before each of them: it may throw, or wait. */
  beforeEmbedding: (item: EmbedItem, call: Pick<Call, 'signal'>) => void | Promise<void>
  /** The pack that is taken without being named. */
  packHash: string
}

const made = {
  pack: 'peer',
  packHash: 'ab'.repeat(32),
  device: 'cpu',
  versions: { peer: '1' },
  timingsMs: { draw: 1 },
  steps: 4,
  guidance: 1,
}

export function createPeer(libraryFolder: string): Peer {
  const runs: Peer['runs'] = []
  const waiting: { count: number; tell: () => void }[] = []
  let gate = Promise.resolve()
  let open = () => {}

  async function* run(input: { jobId: string; seed: number }, { signal }: Call): AsyncGenerator<Progress, void, void> {
    yield { type: 'stage', stage: 'decode' }
    yield { type: 'step', step: 1, steps: 4 }
    if (JSON.stringify(input).includes('please fall back')) {
      yield { type: 'text', delta: 'words that do not count' }
      yield { type: 'notice', sentence: 'The device ran out of memory.', beginsAnew: true }
    }
    runs.push({ jobId: input.jobId, seed: input.seed, input })
    for (const { count, tell } of waiting) if (runs.length >= count) tell()
    const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
    if (JSON.stringify(input).includes('hears nothing')) await gate
    else if (!signal.aborted) await Promise.race([gate, aborted])
    if (signal.aborted) throw new AppError('cancelled', 'Cancelled.')
    if (JSON.stringify(input).includes('please fail'))
      throw new AppError('out-of-memory', 'The memory is not enough for this.')
    for (let step = 2; step <= 4; step++) yield { type: 'step', step, steps: 4 }
  }
  async function embed(items: readonly EmbedItem[], pack: string | undefined, { signal }: Call) {
    const vectors: number[][] = []
    for (const item of items) {
      peer.embedded.push(item)
      await peer.beforeEmbedding(item, { signal })
      if (signal.aborted) throw new AppError('cancelled', 'Cancelled.')
      vectors.push(item.type === 'text' ? colourNamed(item.text) : await colourOf(libraryFolder, item))
    }
    return { packHash: pack === undefined ? peer.packHash : hashOfPack(pack), vectors }
  }
  const peer: Peer = {
    runs,
    embedded: [],
    beforeEmbedding: () => undefined,
    packHash: made.packHash,
    hold: () => void (gate = new Promise((resolve) => (open = resolve))),
    letGo: () => open(),
    begun: (count) =>
      new Promise((resolve) => {
        if (runs.length >= count) resolve()
        else waiting.push({ count, tell: resolve })
      }),
    handlers: {
      packs: {
        list: () => [summaryOf('peer', peer.packHash), summaryOf('other', hashOfPack('other'))],
        verify: ({ pack }) => ({ id: pack, ok: false, hash: null, sentence: 'There is no such pack.', files: [] }),
      },
      devices: { list: () => [processor], probe: () => [processor] },
      warm: () => ({ packHash: made.packHash }),
      see: () => ({ used: 1, reserved: 0, room: 9, total: 10, parts: [], problem: null }),
      embed: ({ items, settings }, call) => embed(items, settings.pack, call),
      classify: ({ labels }) => labels.map((label) => ({ label, probability: 1 / labels.length, likeness: 0 })),
      async *draw(input, call) {
        yield* run(input, call)
        return {
          image: await drawPicture(libraryFolder, input.seed),
          seed: input.seed,
          completion: 'a completed prompt',
          ...made,
        }
      },
      async *blend(input, call) {
        yield* run(input, call)
        return { image: await drawPicture(libraryFolder, input.seed), seed: input.seed, completion: null, ...made }
      },
      async *compose(input, call) {
        const image = await drawPicture(libraryFolder, input.seed)
        yield { type: 'picture', index: 0, image, seed: input.seed, made }
        yield* run(input, call)
        const parts = [
          { type: 'text' as const, text: 'once' },
          { type: 'image' as const, image, seed: input.seed },
          { type: 'text' as const, text: 'the end' },
        ]
        return { parts, stoppedBy: 'eos', ...made }
      },
      async *write(input, call) {
        yield* run(input, call)
        yield { type: 'text', delta: ' a picture ' } // as models do; the result has no blanks around it
        yield { type: 'text', delta: `of ${input.seed}` }
        const phrases = input.writing.grounded ? [{ phrase: 'picture', start: 2, boxes: [theMiddle] }] : []
        return { text: `a picture of ${input.seed}`, phrases, stoppedBy: 'eos', ...made }
      },
      async *continueStory(input, call) {
        yield* run(input, call)
        const caption = input.caption ?? `and then ${input.panels.length}`
        return { caption, image: await drawPicture(libraryFolder, input.seed), seed: input.seed, ...made }
      },
    },
  }
  return peer
}

const theMiddle = { left: 0.25, top: 0.25, right: 0.75, bottom: 0.75 }

const processor: Device = {
  id: 'cpu',
  name: 'CPU',
  usable: true,
  sentence: 'Always there.',
  verdict: 'proven',
  speed: 1,
}

/** The same seed is the same picture, as it is with a real model. */
export async function drawPicture(libraryFolder: string, seed: number): Promise<Asset> {
  const background = { r: seed % 256, g: Math.floor(seed / 256) % 256, b: Math.floor(seed / 65536) % 256 }
  const bytes = await sharp({ create: { width: 48, height: 32, channels: 3, background } })
    .png()
    .toBuffer()
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const file = libraryPaths(libraryFolder).assetFile(sha256, 'png')
  mkdirSync(dirname(file), { recursive: true })
  if (!existsSync(file)) writeFileSync(file, bytes, { flush: true })
  return { sha256, mime: 'image/png', width: 48, height: 32, sizeBytes: bytes.length }
}
