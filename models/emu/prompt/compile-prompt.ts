import { ModelError } from '../model-error.ts'
import type { Pack } from '../pack.ts'
import type { PromptTokenizer, Section } from '../tokenizer.ts'
import { layOut } from './lay-out.ts'
import type { Layout } from './layout.ts'
import { checkParts } from './check-parts.ts'
import type { PictureRole, PromptPart, PromptPicture } from './parts.ts'
import { checkRoom, measure } from './positions.ts'
import type { Positions, PromptTask } from './positions.ts'

/** A position whose token embedding is replaced by embedding `slot` of picture `picture`. */
export interface PictureSlot {
  readonly position: number
  readonly picture: number
  readonly slot: number
}

/** A stretch of the sequence as a person can read it. Lengths are positions of the model's window. */
export type Seen =
  | { readonly type: 'text'; readonly text: string; readonly length: number }
  /** A control token as it is spelled. */
  | { readonly type: 'control'; readonly token: string; readonly length: number }
  /** [IMG], the slots, [/IMG]. */
  | { readonly type: 'picture'; readonly picture: number; readonly role: PictureRole; readonly length: number }

export interface CompiledPrompt {
  readonly ids: readonly number[]
  readonly slots: readonly PictureSlot[]
  readonly pictures: readonly PromptPicture[]
  readonly positions: Positions
  /** What the model will see, whole and in order: the lengths add up to `positions.used`. */
  readonly seen: readonly Seen[]
}

/** What it takes to compile a prompt; an open model has both. */
export interface PromptReader {
  readonly pack: Pack
  readonly tokenizer: PromptTokenizer
}

export interface CompileOptions {
  /** The pack's text around the parts; control tokens count in it and nowhere else. Turns have templates of their own. */
  readonly template?: string | undefined
  /** Whether boxes are wanted in the answer. */
  readonly grounded?: boolean | undefined
}

/**
 * Turns parts into the ids and slots the language model reads.
 *
 *   <s> text [IMG] <image>×N [/IMG] text …      and for a task that draws, [IMG] at the end
 *
 * Pure: no picture is read or encoded here, so it can be asked at every key stroke.
 *
 * Errors   ModelError 'empty-prompt' without words or pictures; 'bad-prompt' for parts that make no prompt or that the
 *          pack was not taught; 'prompt-too-long' saying what fits; 'bad-image' if pixels and size disagree.
 * Source   emu.md 1.4, 2.2 and 2.4.
 */
export function compilePrompt(
  reader: PromptReader,
  parts: readonly PromptPart[],
  task: PromptTask,
  options: CompileOptions = {},
): CompiledPrompt {
  const prompt = inspectPrompt(reader, parts, task, options)
  checkRoom(prompt, reader.pack.manifest)
  return prompt
}

/** As `compilePrompt`, but a prompt that is too long is laid out too: `positions.room` then says by how much, below 0. */
export function inspectPrompt(
  reader: PromptReader,
  parts: readonly PromptPart[],
  task: PromptTask,
  options: CompileOptions = {},
): CompiledPrompt {
  checkParts(parts)
  const layout = layOut(reader, parts, task, options)
  const sections = reader.tokenizer.split(layout.pieces)
  const ids = sections.flatMap((section) => ('text' in section ? section.ids : section.id))
  const { pictures } = layout
  return {
    ids,
    pictures,
    slots: findSlots(ids, pictures, reader.pack),
    seen: describe(sections, layout, reader),
    positions: measure(ids.length, task, reader.pack.manifest),
  }
}

/** Text cannot hold a slot's id, so slots and pictures come in the same order and always agree in number. */
function findSlots(
  ids: readonly number[],
  pictures: readonly PromptPicture[],
  { manifest: { tokens } }: Pack,
): PictureSlot[] {
  const owners = pictures.flatMap(({ tokens: n }, picture) =>
    Array.from({ length: n }, (_, slot) => ({ picture, slot })),
  )
  const positions = ids.flatMap((id, position) => (id === tokens.image || id === tokens.frame ? [position] : []))
  if (positions.length !== owners.length)
    throw new ModelError('bad-prompt', `The prompt has ${positions.length} places for ${owners.length} embeddings.`)
  return positions.map((position, i) => ({ position, ...owners[i]! }))
}

function describe(sections: readonly Section[], { pictures }: Layout, { pack, tokenizer }: PromptReader): Seen[] {
  const { boi } = pack.manifest.tokens
  const seen: Seen[] = []
  let picture = 0
  for (let i = 0; i < sections.length; i++) {
    const section = sections[i]!
    const shown = pictures[picture]
    if ('text' in section) seen.push({ type: 'text', text: section.text, length: section.ids.length })
    else if (section.id === boi && shown && isSlot(sections[i + 1], pack)) {
      seen.push({ type: 'picture', picture, role: shown.role, length: shown.tokens + 2 })
      picture++
      i += shown.tokens + 1
    } else seen.push({ type: 'control', token: tokenizer.controls.get(section.id) ?? `#${section.id}`, length: 1 })
  }
  return seen
}

function isSlot(section: Section | undefined, { manifest: { tokens } }: Pack): boolean {
  return section !== undefined && 'id' in section && (section.id === tokens.image || section.id === tokens.frame)
}
