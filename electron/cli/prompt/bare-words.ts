import type { Command } from 'commander'

/** What a bare word means: always text, always a picture, or a picture first and text after it. */
export type BareWords = 'text' | 'image' | 'image-then-text'

/** What bare words mean to a command, and in the answers of its examples. */
export interface BareWordMeaning {
  words: BareWords
  answer: BareWords
}

/**
 * Turns bare words into --text and --image in the place where they stand, because commander hands options and
 * arguments over apart and the order between them would be lost. What it does not know it leaves for commander to refuse.
 */
export function nameBareWords(args: readonly string[], command: Command, { words, answer }: BareWordMeaning): string[] {
  const named: string[] = []
  let meaning = words
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
      if (option?.required && [option.long, option.short].includes(arg) && i + 1 < args.length) named.push(args[++i]!)
      if (option?.long === '--image') sawPicture = true
      // Rows begin anew; a conversation goes on about the picture it began with.
      if (['--example', '--answer', '--query'].includes(option?.long ?? '')) sawPicture = false
      if (option?.long === '--answer') meaning = answer
      else if (option?.long === '--assistant') meaning = 'text'
      else if (['--example', '--query', '--user'].includes(option?.long ?? '')) meaning = words
    } else {
      const isPicture = meaning === 'image' || (meaning === 'image-then-text' && !sawPicture)
      named.push(isPicture ? `--image=${arg}` : `--text=${arg}`)
      if (isPicture) sawPicture = true
    }
  }
  return named
}
