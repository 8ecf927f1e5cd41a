import { stat } from 'node:fs/promises'
import type { Command } from 'commander'
import type { Prompt } from '../contract/prompt.ts'
import { type Sha256, Text } from '../contract/values.ts'
import { CommandFailure } from './failures.ts'

/** One part of the prompt as it was typed; the order of the parts is the order the model reads. */
export type TypedPart = { type: 'text'; text: string } | { type: 'image'; file: string }

/** As many as the contract takes. */
const maxParts = 512

/** What a bare word means to a command: always text, always a picture, or a picture first and text after it. */
export type BareWords = 'text' | 'image' | 'image-then-text'

/**
 * Turns bare words into --text and --image in the place where they stand, because commander hands options and
 * arguments over apart and the order between them would be lost. What it does not know it leaves for commander to refuse.
 */
export function nameBareWords(args: readonly string[], command: Command, meaning: BareWords): string[] {
  const named: string[] = []
  let sawPicture = false
  let optionsEnded = false
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!
    if (!optionsEnded && arg === '--') optionsEnded = true
    else if (!optionsEnded && arg.startsWith('-') && arg !== '-') {
      named.push(arg)
      // -i=x and -ix carry their value with them, --image x and -i x take the next word.
      const option = command.options.find(
        ({ long, short }) => arg.split('=', 1)[0] === long || arg.slice(0, 2) === short,
      )
      if (option?.long === '--image') sawPicture = true
      if (option?.required && [option.long, option.short].includes(arg) && i + 1 < args.length) named.push(args[++i]!)
    } else {
      const isPicture = meaning === 'image' || (meaning === 'image-then-text' && !sawPicture)
      named.push(isPicture ? `--image=${arg}` : `--text=${arg}`)
      if (isPicture) sawPicture = true
    }
  }
  return named
}

/** Gives a command --text and --image, which both add to one list. */
export function addPartOptions(command: Command): TypedPart[] {
  const parts: TypedPart[] = []
  command
    .option('-t, --text <words>', 'add words to the prompt', (text: string) => void parts.push({ type: 'text', text }))
    .option(
      '-i, --image <file>',
      'add a picture to the prompt',
      (file: string) => void parts.push({ type: 'image', file }),
    )
  return parts
}

/** Refuses before anything is started what cannot become a prompt for this command. */
export async function checkParts(
  parts: readonly TypedPart[],
  command: 'generate' | 'edit' | 'caption' | 'ask',
): Promise<void> {
  const hasPicture = parts.some((part) => part.type === 'image')
  const hasText = parts.some((part) => part.type === 'text')
  const missing = {
    generate: parts.length > 0 ? null : 'Say what to draw, in words, pictures or both.',
    edit: hasPicture && hasText ? null : 'An edit needs a picture and an instruction.',
    caption: hasPicture ? null : 'Name the picture to describe.',
    ask: hasPicture && hasText ? null : 'Name a picture and ask a question.',
  }[command]
  if (missing) throw new CommandFailure('wrong-usage', missing)
  if (parts.length > maxParts)
    throw new CommandFailure('prompt-too-long', `A prompt has at most ${maxParts} parts; this one has ${parts.length}.`)
  for (const part of parts) {
    if (part.type === 'image') await checkFile(part.file)
    else if (!Text.safeParse(part.text).success) {
      throw new CommandFailure(
        'prompt-too-long',
        'This text is too long: it has more than 20,000 characters. Shorten it.',
      )
    }
  }
}

async function checkFile(file: string): Promise<void> {
  const found = await stat(file).catch((cause: unknown) => {
    const code = cause instanceof Error && 'code' in cause ? cause.code : null
    const why = code === 'ENOENT' || code === 'ENOTDIR' ? 'There is no file' : 'Plumage may not read'
    throw new CommandFailure('not-found', `${why} "${file}".`, { cause })
  })
  if (!found.isFile()) throw new CommandFailure('bad-image', `"${file}" is not a file.`)
}

/** Takes the pictures into the library, so that history can always show what a result was made from. */
export async function toPrompt(
  parts: readonly TypedPart[],
  { importPicture }: { importPicture(file: string): Promise<Sha256> },
): Promise<Prompt> {
  const prompt: Prompt = []
  const imported = new Map<string, Sha256>() // a file that is shown twice is one picture
  for (const part of parts) {
    if (part.type === 'text') {
      prompt.push(part)
      continue
    }
    const sha256 = imported.get(part.file) ?? (await importPicture(part.file))
    imported.set(part.file, sha256)
    prompt.push({ type: 'image', sha256 })
  }
  return prompt
}
