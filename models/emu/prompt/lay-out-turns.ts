import { ModelError } from '../model-error.ts'
import type { Chat } from '../pack-manifest.ts'
import { groundingOf, hasBox } from './grounding.ts'
import type { LayoutBuilder } from './layout.ts'
import type { ContentPart, PromptPart } from './parts.ts'

const SAID = '{turn}'

interface Turn {
  readonly role: 'user' | 'assistant'
  readonly parts: readonly ContentPart[]
}

/**
 * A conversation as the chat models were taught it: what it starts with, user and assistant in turn, and the opening of
 * the answer to come. Few-shot rows become turns that have been answered already.
 *
 * Source   emu.md 2.2 and 2.4 (grounded answers).
 */
export function layOutTurns(layout: LayoutBuilder, parts: readonly PromptPart[], grounded: boolean): void {
  const { manifest } = layout.reader.pack
  const { chat } = manifest.templates
  if (!chat) throw new ModelError('bad-prompt', `${manifest.name} holds no conversations. Ask in one piece instead.`)
  const turns = toTurns(parts)
  checkOrder(turns)
  const { start, open } = grounded ? groundedChat(chat, manifest.name) : chat
  layout.template(start, SAID, () => undefined)
  turns.forEach((turn, i) =>
    layout.template(chat[turn.role], SAID, () => {
      if (i === 0 && parts.some(hasBox)) layout.control(groundingOf(manifest).grounding)
      layout.content(turn.parts)
    }),
  )
  layout.template(open, SAID, () => undefined)
}

function groundedChat(chat: Chat, name: string): { start: string; open: string } {
  if (chat.grounded) return chat.grounded
  throw new ModelError('bad-prompt', `${name} was not taught to answer with boxes. Ask where in words instead.`)
}

function toTurns(parts: readonly PromptPart[]): Turn[] {
  const loose: ContentPart[] = []
  const turns = parts.flatMap((part): Turn[] => {
    if (part.type === 'turn') return [part]
    if (part.type === 'example')
      return [
        { role: 'user', parts: part.prompt },
        { role: 'assistant', parts: part.answer },
      ]
    loose.push(part)
    return []
  })
  if (loose.length === 0) return turns
  // A question without a conversation around it is the only turn there is.
  if (!parts.some((part) => part.type === 'turn')) return [...turns, { role: 'user', parts: loose }]
  throw new ModelError('bad-prompt', 'In a conversation every part belongs to a turn. Put it into what someone says.')
}

function checkOrder(turns: readonly Turn[]): void {
  const wrong = turns.findIndex(({ role }, i) => role !== (i % 2 === 0 ? 'user' : 'assistant'))
  if (wrong < 0 && turns.length % 2 === 1) return
  throw new ModelError(
    'bad-prompt',
    'A conversation begins and ends with what the user says, and user and assistant take turns.',
  )
}
