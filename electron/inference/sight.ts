import { LRUCache } from 'lru-cache'
import { openReader } from '../../models/emu/model.ts'
import { ModelError } from '../../models/emu/model-error.ts'
import { inspectPrompt } from '../../models/emu/prompt/compile-prompt.ts'
import type { CompiledPrompt, PromptReader, Seen } from '../../models/emu/prompt/compile-prompt.ts'
import { checkRoom } from '../../models/emu/prompt/positions.ts'
import type { LazyPicture, PromptPicture } from '../../models/emu/prompt/parts.ts'
import { AppError } from '../contract/failure.ts'
import type { SeenPrompt, SeeQuery } from '../contract/inference.ts'
import { picturesOf } from '../contract/prompt.ts'
import type { Sha256 } from '../contract/values.ts'
import { cancelled } from './lane.ts'
import { explainModel } from './model-failure.ts'
import { findPack } from './packs.ts'
import { openPromptPictures, toModelParts } from './prompts.ts'
import type { Desk } from './run-job.ts'

/** As many drawn boxes and marked pictures are kept for the page to show. */
const MOST_PREVIEWS = 256

type Easel = Pick<Desk, 'packsFolder' | 'pictures' | 'busy'>

/**
 * Says what the model would see of a prompt. No graph is opened, so it can be asked while somebody types: a pack's
 * tokenizer is built once, and what was drawn or painted for the model is drawn once, until newer ones take its place.
 * A cancel is obeyed between two pictures.
 */
export function openSight(easel: Easel): (query: SeeQuery, signal: AbortSignal) => Promise<SeenPrompt> {
  const { packsFolder, pictures } = easel
  const readers = new Map<string, Promise<PromptReader>>()
  const readerOf = (folder: string, hash: string) => {
    const reader = readers.get(hash) ?? openReader(folder)
    readers.set(hash, reader)
    reader.catch(() => readers.delete(hash))
    return reader
  }
  const previews = new LRUCache<string, Sha256>({
    max: MOST_PREVIEWS,
    dispose: (sha256) => void pictures.removePreviews([sha256]).catch(() => undefined), // a later start tidies up too
  })
  return (query, signal) =>
    explainModel(async () => {
      const pack = await findPack(packsFolder, query.settings.pack)
      const reader = await readerOf(pack.folder, pack.hash)
      const { templates } = pack.manifest
      const { task, grounded } = query
      const template = task === 'caption' || task === 'ask' ? templates[task] : undefined
      const parts = toModelParts(query.prompt, openPromptPictures(pictures, pack.manifest))
      const prompt = inspectPrompt(reader, parts, endOf[task], { template, grounded })
      const shown: ShownPicture[] = []
      for (const picture of prompt.pictures) {
        if (signal.aborted) throw cancelled()
        shown.push(await describePicture(picture, { query, easel, previews }))
      }
      const { used, reserved, room, total } = prompt.positions
      const seen = prompt.seen.map((part) => describePart(part, shown))
      return { used, reserved, room, total, parts: seen, problem: findProblem(prompt, reader) }
    })
}

const endOf = { draw: 'image', compose: 'interleaved', continue: 'text', caption: 'text', ask: 'text' } as const

interface ShownPicture {
  readonly sha256: Sha256 | null
  readonly preview: Sha256 | null
}

/** What was drawn or painted for the model is put where the page can see it; a picture that is shown as it is, is there. */
async function describePicture(
  { role, source }: PromptPicture,
  { query, easel, previews }: { query: SeeQuery; easel: Easel; previews: LRUCache<string, Sha256> },
): Promise<ShownPicture> {
  if (!('read' in source)) throw new Error('a prompt of the library names its pictures')
  const sha256 = picturesOf(query.prompt).find((name) => source.key.startsWith(name)) ?? null
  if (role !== 'box' && source.key === sha256) return { sha256, preview: null }
  const known = previews.get(source.key)
  const preview = known !== undefined && easel.pictures.hasPreview(known) ? known : await paint(source, easel)
  previews.set(source.key, preview)
  return { sha256, preview }
}

/** Painting a large picture and making it small blocks the thread. */
async function paint(source: LazyPicture, { pictures, busy }: Easel): Promise<Sha256> {
  busy(true)
  try {
    return await pictures.savePreview(await source.read())
  } finally {
    busy(false)
  }
}

function describePart(part: Seen, shown: readonly ShownPicture[]): SeenPrompt['parts'][number] {
  if (part.type === 'text') return { type: 'text', text: part.text, length: part.length }
  if (part.type === 'control') return { type: 'control', token: part.token, length: 1 }
  return { type: 'picture', role: part.role, length: part.length, ...shown[part.picture]! }
}

function findProblem(prompt: CompiledPrompt, { pack }: PromptReader): SeenPrompt['problem'] {
  try {
    checkRoom(prompt, pack.manifest)
    return null
  } catch (error) {
    if (!(error instanceof ModelError)) throw error
    return new AppError('prompt-too-long', error.message).toFailure()
  }
}
