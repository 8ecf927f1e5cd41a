import type { Box, Mark } from '../../contract/prompt.ts'

/** Something painted onto a picture, as it was typed: a mask is still a file. */
export type TypedMark = Exclude<Mark, { kind: 'mask' }> | { kind: 'mask'; file: string }

/** Which frames of a video are shown. `frameRate` is the video's own, where somebody said it. */
export type TypedSampling = { by: 'count'; count: number } | { by: 'rate'; perSecond: number; frameRate: number | null }

export interface TypedImage {
  type: 'image'
  file: string
  marks: TypedMark[]
}

export type TypedContent =
  | { type: 'text'; text: string }
  | TypedImage
  /** A folder of pictures, or an animation. */
  | { type: 'video'; path: string; sampling: TypedSampling | null }
  /** Where something is to be: its name, or the file of a picture of it, or both. */
  | { type: 'object'; box: Box; phrase: string | null; file: string | null }

/** One part of the prompt as it was typed; the order of the parts is the order the model reads. */
export type TypedPart =
  | TypedContent
  /** `answer` is null until there is one. */
  | { type: 'example'; prompt: TypedContent[]; answer: TypedContent[] | null }
  | { type: 'turn'; role: 'user' | 'assistant'; parts: TypedContent[] }

/** All that is shown or said in some parts, in order. */
export function contentOf(parts: readonly TypedPart[]): TypedContent[] {
  return parts.flatMap((part) => {
    if (part.type === 'example') return [...part.prompt, ...(part.answer ?? [])]
    return part.type === 'turn' ? part.parts : [part]
  })
}

/** The files and folders a prompt is made from, each once. */
export function filesOf(parts: readonly TypedPart[]): { pictures: string[]; videos: string[] } {
  const content = contentOf(parts)
  const pictures = content.flatMap((part) => {
    if (part.type === 'object') return part.file === null ? [] : [part.file]
    if (part.type !== 'image') return []
    return [part.file, ...part.marks.flatMap((mark) => (mark.kind === 'mask' ? [mark.file] : []))]
  })
  const videos = content.flatMap((part) => (part.type === 'video' ? [part.path] : []))
  return { pictures: [...new Set(pictures)], videos: [...new Set(videos)] }
}
