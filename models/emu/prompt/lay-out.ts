import type { Piece } from '../tokenizer.ts'
import { chooseFrames } from './choose-frames.ts'
import type { CompileOptions, PromptReader } from './compile-prompt.ts'
import { groundingOf, hasBox } from './grounding.ts'
import type { Layout, LayoutBuilder } from './layout.ts'
import type { ContentPart, PictureRole, PictureSource, PromptPart, PromptPicture } from './parts.ts'
import { layOutTurns } from './lay-out-turns.ts'
import type { PromptTask } from './positions.ts'
import { drawnBox } from './drawn-box.ts'

const PARTS = '{prompt}'

/** Puts parts, templates and control tokens in the order the model was taught. */
export function layOut(
  reader: PromptReader,
  parts: readonly PromptPart[],
  task: PromptTask,
  { template = PARTS, grounded = false }: CompileOptions,
): Layout {
  const { manifest } = reader.pack
  const layout = startLayout(reader)
  layout.control(manifest.tokens.bos)
  if (grounded || parts.some((part) => part.type === 'turn')) layOutTurns(layout, parts, grounded)
  else {
    layout.template(template, PARTS, () => {
      if (parts.some(hasBox)) layout.control(groundingOf(manifest).grounding)
      for (const part of parts) layOutPart(layout, part)
    })
  }
  if (task === 'image') layout.control(manifest.tokens.boi)
  return layout
}

/** A row is its prompt and its answer, one behind the other: the base models were taught by concatenation alone. */
function layOutPart(layout: LayoutBuilder, part: PromptPart): void {
  if (part.type === 'example') layout.content([...part.prompt, ...part.answer])
  else if (part.type !== 'turn') layout.content([part])
}

function startLayout(reader: PromptReader): LayoutBuilder {
  const { manifest } = reader.pack
  const { tokens, vision } = manifest
  const pieces: Piece[] = []
  const pictures: PromptPicture[] = []
  const control = (id: number) => void pieces.push({ id })
  const picture = (role: PictureRole, source: PictureSource, marks: PromptPicture['marks'] = []) => {
    const [slot, count] =
      role === 'frame' ? [tokens.frame, vision.tokensPerFrame] : [tokens.image, vision.tokensPerImage]
    control(tokens.boi)
    for (let i = 0; i < count; i++) control(slot)
    control(tokens.eoi)
    pictures.push({ role, source, marks, tokens: count })
  }
  const write = (part: ContentPart) => {
    switch (part.type) {
      case 'text':
        return void pieces.push({ text: part.text })
      case 'image':
        return picture('image', part.image, part.marks)
      case 'video': {
        if (tokens.video !== undefined) control(tokens.video)
        for (const frame of chooseFrames(part)) picture('frame', part.frames[frame]!)
        return
      }
      case 'object': {
        const { phrase, phraseEnd, object, objectEnd, boxLinePx } = groundingOf(manifest)
        const name = part.phrase?.trim() ?? ''
        if (name !== '') pieces.push({ id: phrase }, { text: name }, { id: phraseEnd })
        control(object)
        picture('box', drawnBox(part.box, vision.imageSize, boxLinePx))
        control(objectEnd)
        if (part.image) picture('image', part.image)
      }
    }
  }
  return {
    reader,
    pieces,
    pictures,
    control,
    content: (parts) => parts.forEach(write),
    template(text, placeholder, fill) {
      for (const section of reader.tokenizer.splitTemplate(text, placeholder)) {
        if (section) pieces.push(section)
        else fill()
      }
    },
  }
}
