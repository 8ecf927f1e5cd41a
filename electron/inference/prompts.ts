import { resizeBicubic } from '../../models/numerics/resize.ts'
import { paintMarks } from '../../models/numerics/paint.ts'
import type { Mark as PaintedMark } from '../../models/numerics/paint.ts'
import type { PackManifest } from '../../models/emu/pack-manifest.ts'
import { checkMark } from '../../models/emu/prompt/check-parts.ts'
import type {
  ContentPart as ModelContent,
  LazyPicture,
  PromptPart as ModelPart,
} from '../../models/emu/prompt/parts.ts'
import type { ContentPart, Mark, Prompt } from '../contract/prompt.ts'
import type { Sha256 } from '../contract/values.ts'
import type { Pictures } from './pictures.ts'

/** Pictures of the library as a prompt shows them: read when the model really looks, and named by their hash. */
export interface PromptPictures {
  show(sha256: Sha256, marks?: readonly Mark[]): LazyPicture
}

/** Marks are painted on a picture of so many times the encoder's side, where it is larger: more could not be seen. */
const paintedSides = 4

/**
 * Pictures are brought to the size the encoder wants as they are read, by the resizer it would use itself. A prompt of
 * a hundred photographs then takes a few megabytes and not several gigabytes. Marks go on before, while circles are round.
 */
export function openPromptPictures(pictures: Pictures, { vision }: PackManifest): PromptPictures {
  const toPaint = async (mark: Mark): Promise<PaintedMark> => {
    if (mark.kind !== 'mask') return toShape(mark)
    const { colour } = mark
    return { kind: 'mask', mask: await pictures.readMask(mark.sha256), ...(colour ? { colour } : {}) }
  }
  const read = async (sha256: Sha256, marks: readonly Mark[]) => {
    const { imageSize } = vision
    const isMarked = marks.length > 0
    const plain = await pictures.read(sha256, isMarked ? { coverPx: paintedSides * imageSize } : {})
    const image = isMarked ? paintMarks(plain, await Promise.all(marks.map(toPaint))) : plain
    return resizeBicubic(image, imageSize, imageSize)
  }
  return {
    show(sha256, marks = []) {
      for (const mark of marks) if (mark.kind !== 'mask') checkMark(toShape(mark))
      const key = marks.length > 0 ? `${sha256} ${JSON.stringify(marks)}` : sha256
      return { key, read: () => read(sha256, marks) }
    },
  }
}

function toShape({ colour, lineWidth, ...shape }: Exclude<Mark, { kind: 'mask' }>): PaintedMark {
  return { ...shape, ...(colour ? { colour } : {}), ...(lineWidth === undefined ? {} : { lineWidth }) }
}

/** A prompt of the library as the model takes it. */
export function toModelParts(prompt: Prompt, pictures: PromptPictures): ModelPart[] {
  const all = (parts: readonly ContentPart[]) => parts.map((part) => toContent(part, pictures))
  return prompt.map((part): ModelPart => {
    if (part.type === 'example') return { type: 'example', prompt: all(part.prompt), answer: all(part.answer) }
    if (part.type === 'turn') return { type: 'turn', role: part.role, parts: all(part.parts) }
    return toContent(part, pictures)
  })
}

function toContent(part: ContentPart, { show }: PromptPictures): ModelContent {
  if (part.type === 'text') return part
  if (part.type === 'image') return { type: 'image', image: show(part.sha256, part.marks) }
  if (part.type === 'video')
    return { type: 'video', frames: part.frames.map((frame) => show(frame)), sampling: part.sampling }
  const { box, phrase, sha256 } = part
  return { type: 'object', box, phrase, image: sha256 === undefined ? undefined : show(sha256) }
}
