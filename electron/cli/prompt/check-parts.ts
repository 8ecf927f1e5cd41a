import { stat } from 'node:fs/promises'
import { limits, Text } from '../../contract/values.ts'
import { CommandFailure } from '../failures.ts'
import { contentOf, filesOf, type TypedPart } from './typed-parts.ts'

/** What a prompt has to have to be one for a command, and the sentence for one that has not. */
const wanted = {
  generate: { sentence: 'Say what to draw, in words, pictures or both.' },
  edit: { picture: true, text: true, sentence: 'An edit needs a picture and an instruction.' },
  caption: { picture: true, sentence: 'Name the picture to describe.' },
  ask: { picture: true, text: true, sentence: 'Name a picture and ask a question.' },
  compose: { sentence: 'Say how it begins, in words, pictures or both.' },
  see: { sentence: 'Give a prompt, in words, pictures or both, to see it as the model does.' },
} as const satisfies Record<string, { picture?: boolean; text?: boolean; sentence: string }>

/** Refuses before anything is started what cannot become a prompt for this command. */
export async function checkParts(parts: readonly TypedPart[], command: keyof typeof wanted): Promise<void> {
  checkRows(parts)
  checkTurns(parts)
  const { sentence, ...needs } = wanted[command]
  const now = contentOf(parts.filter((part) => part.type !== 'example'))
  const lacksPicture = 'picture' in needs && !now.some(({ type }) => type === 'image' || type === 'video')
  const lacksText = 'text' in needs && !now.some(({ type }) => type === 'text')
  if (now.length === 0 || lacksPicture || lacksText) throw new CommandFailure('wrong-usage', sentence)
  checkCounts(parts)
  for (const part of contentOf(parts))
    checkText(part.type === 'text' ? part.text : part.type === 'object' ? (part.phrase ?? '') : '')
  const { pictures, videos } = filesOf(parts)
  for (const file of pictures) await checkFile(file)
  for (const path of videos) await statOf(path)
}

/** Refuses a text that no message of the contract takes. */
export function checkText(text: string): void {
  if (Text.safeParse(text).success) return
  const most = limits.textCharacters.toLocaleString('en')
  throw new CommandFailure('prompt-too-long', `This text is too long: it has more than ${most} characters. Shorten it.`)
}

function checkCounts(parts: readonly TypedPart[]): void {
  const tooMany = (sentence: string) => {
    throw new CommandFailure('prompt-too-long', sentence)
  }
  if (parts.length > limits.parts) tooMany(`A prompt has at most ${limits.parts} parts; this one has ${parts.length}.`)
  for (const part of parts) {
    const lists = part.type === 'example' ? [part.prompt, part.answer ?? []] : part.type === 'turn' ? [part.parts] : []
    if (lists.some(({ length }) => length > limits.parts)) tooMany(`A row or a turn has at most ${limits.parts} parts.`)
  }
  if (contentOf(parts).some((part) => part.type === 'image' && part.marks.length > limits.marks))
    tooMany(`A picture takes at most ${limits.marks} marks.`)
}

function checkRows(parts: readonly TypedPart[]): void {
  const refuse = (sentence: string) => {
    throw new CommandFailure('wrong-usage', sentence)
  }
  for (const part of parts) {
    if (part.type !== 'example') continue
    if (part.prompt.length === 0) refuse('An --example shows nothing: say or show what was asked behind it.')
    if (!part.answer?.length) refuse('An --example has no answer: say or show it behind --answer.')
  }
  if (parts.at(-1)?.type === 'example') refuse('Behind the last example comes --query and what is asked now.')
  if (contentOf(parts).some((part) => part.type === 'object' && part.phrase === null && part.file === null))
    refuse('A --box says nothing of what it is for: add =name to it, or a --box-image.')
}

function checkTurns(parts: readonly TypedPart[]): void {
  const turns = parts.filter((part) => part.type === 'turn')
  if (turns.length === 0) return
  const refuse = (sentence: string) => {
    throw new CommandFailure('wrong-usage', sentence)
  }
  if (parts.some((part) => part.type !== 'turn' && part.type !== 'example'))
    refuse('In a conversation every part belongs to a turn: begin with --user.')
  if (turns.some(({ parts: said }) => said.length === 0)) refuse('A turn of the conversation says nothing.')
  if (turns.some(({ role }, i) => role !== (i % 2 === 0 ? 'user' : 'assistant')) || turns.length % 2 === 0)
    refuse('A conversation begins and ends with --user, and --user and --assistant take turns.')
}

/** Refuses what is no file that may be read. */
export async function checkFile(file: string): Promise<void> {
  if (!(await statOf(file)).isFile()) throw new CommandFailure('bad-image', `"${file}" is not a file.`)
}

function statOf(path: string) {
  return stat(path).catch((cause: unknown) => {
    const code = cause instanceof Error && 'code' in cause ? cause.code : null
    const why = code === 'ENOENT' || code === 'ENOTDIR' ? 'There is no file' : 'Plumage may not read'
    throw new CommandFailure('not-found', `${why} "${path}".`, { cause })
  })
}
