import type { Mark } from '../../numerics/paint.ts'
import type { RgbImage } from '../../numerics/rgb-image.ts'

/** A picture that is read only when the model really has to look at it. `key` names its content: same key, same pixels. */
export interface LazyPicture {
  readonly key: string
  readonly read: () => Promise<RgbImage>
}

/** A picture the model has written itself or seen before: f32 [n, C] in the encoder's own space. */
export interface EmbeddedPicture {
  readonly key: string
  readonly embeddings: Float32Array
}

export type PictureSource = RgbImage | LazyPicture | EmbeddedPicture

/** A place in a picture, in fractions of its width and height from the top left corner. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** Which frames of a video are shown: so many, evenly spread, or so many a second of a video with `frameRate`. */
export type FrameSampling =
  | { readonly by: 'count'; readonly count: number }
  | { readonly by: 'rate'; readonly perSecond: number; readonly frameRate: number }

export type ContentPart =
  | { readonly type: 'text'; readonly text: string }
  /** `marks` are painted on before the model looks, as the authors' visual prompts were. */
  | { readonly type: 'image'; readonly image: PictureSource; readonly marks?: readonly Mark[] | undefined }
  /** All frames are shown unless `sampling` chooses among them. */
  | { readonly type: 'video'; readonly frames: readonly PictureSource[]; readonly sampling?: FrameSampling | undefined }
  /** Where something is to be: a box, what it is in words, and perhaps a picture of it. At least one of the two. */
  | {
      readonly type: 'object'
      readonly box: Box
      readonly phrase?: string | undefined
      readonly image?: PictureSource | undefined
    }

/** One part of an interleaved prompt; the order of the parts is the order the model reads. */
export type PromptPart =
  | ContentPart
  /** A few-shot row: what was asked and what the answer was. */
  | { readonly type: 'example'; readonly prompt: readonly ContentPart[]; readonly answer: readonly ContentPart[] }
  | { readonly type: 'turn'; readonly role: 'user' | 'assistant'; readonly parts: readonly ContentPart[] }

/** Why a picture is in the sequence: shown, a frame of a video, or the drawing of a box. */
export type PictureRole = 'image' | 'frame' | 'box'

/** A picture of a compiled prompt and the number of embeddings it becomes. */
export interface PromptPicture {
  readonly role: PictureRole
  readonly tokens: number
  readonly source: PictureSource
  readonly marks: readonly Mark[]
}
