import type { ContentPart, Mark, Prompt } from '../../contract/prompt.ts'
import type { Sha256 } from '../../contract/values.ts'
import { readVideo, toSampling } from './read-video.ts'
import { present } from '../run-options.ts'
import type { TypedContent, TypedMark, TypedPart } from './typed-parts.ts'

/** Takes a picture into the library: a file, or bytes with a name for them. */
export type PictureSource = string | { name: string; bytes: Uint8Array }

export interface Importer {
  importPicture(picture: PictureSource): Promise<Sha256>
}

/** Takes the pictures into the library, so that history can always show what a result was made from. */
export async function toPrompt(parts: readonly TypedPart[], importer: Importer): Promise<Prompt> {
  const library = importOnce(importer)
  const all = (content: readonly TypedContent[]) => inOrder(content, (part) => toContent(part, library))
  return inOrder(parts, async (part) => {
    if (part.type === 'example')
      return { type: 'example' as const, prompt: await all(part.prompt), answer: await all(part.answer ?? []) }
    if (part.type === 'turn') return { type: 'turn' as const, role: part.role, parts: await all(part.parts) }
    return toContent(part, library)
  })
}

/** A file that is shown twice is one picture, and is read once. */
export function importOnce({ importPicture }: Importer): Importer {
  const imported = new Map<string, Promise<Sha256>>()
  return {
    importPicture(picture) {
      if (typeof picture !== 'string') return importPicture(picture)
      const known = imported.get(picture) ?? importPicture(picture)
      imported.set(picture, known)
      return known
    },
  }
}

async function toContent(part: TypedContent, library: Importer): Promise<ContentPart> {
  if (part.type === 'text') return part
  if (part.type === 'image') {
    const sha256 = await library.importPicture(part.file)
    if (part.marks.length === 0) return { type: 'image', sha256 }
    return { type: 'image', sha256, marks: await inOrder(part.marks, (mark) => toMark(mark, library)) }
  }
  if (part.type === 'video') {
    const video = await readVideo(part.path)
    const sampling = part.sampling ? toSampling(part.path, video, part.sampling) : undefined
    const frames = await inOrder(video.frames, async (frame) =>
      library.importPicture('file' in frame ? frame.file : { name: frame.name, bytes: await frame.read() }),
    )
    return present({ type: 'video', frames, sampling })
  }
  const sha256 = part.file === null ? undefined : await library.importPicture(part.file)
  return present({ type: 'object', box: part.box, phrase: part.phrase ?? undefined, sha256 })
}

async function toMark(mark: TypedMark, library: Importer): Promise<Mark> {
  return mark.kind === 'mask' ? { kind: 'mask', sha256: await library.importPicture(mark.file) } : mark
}

/** One after the other: a hundred photographs at once would be a hundred in memory. */
async function inOrder<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (const item of items) results.push(await work(item))
  return results
}
