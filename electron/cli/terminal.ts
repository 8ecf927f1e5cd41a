import { exitCodes } from './failures.ts'
import { type ProgressLine, openProgressLine } from './progress-line.ts'

/** Where a command's words go. Standard output is for the result alone, so that it can be piped. */
export interface Terminal {
  print(text: string): void
  /** For the person: on standard error. */
  note(text: string): void
  openProgress(): ProgressLine
  /** Aborted by the first Ctrl-C. */
  readonly signal: AbortSignal
}

export function openTerminal(
  streams: { stdout: NodeJS.WriteStream; stderr: NodeJS.WriteStream },
  signal: AbortSignal,
): Terminal {
  // A reader that has seen enough (head, less) closes the pipe; that is no failure. A disk that is full is one.
  streams.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE') return
    const why = code === 'ENOSPC' || code === 'EDQUOT' ? 'the disk is full' : 'it takes no more'
    streams.stderr.write(`The result could not be written to standard output: ${why}.\n`)
    process.exitCode = exitCodes.failed
  })
  streams.stderr.on('error', () => {}) // there is nowhere left to say so
  return {
    print: (text) => void streams.stdout.write(harmless(text)),
    note: (text) => void streams.stderr.write(harmless(text)),
    openProgress: () => openProgressLine(streams.stderr),
    signal,
  }
}

/** Says what is to stay in view while a progress line goes on below it. */
export const noteAbove = (progress: ProgressLine, terminal: Terminal) => (sentence: string) => {
  progress.wipe()
  terminal.note(`${sentence}\n`)
}

/** What a model writes or a file is called must not steer the terminal: control characters other than line ends go. */
export const harmless = (text: string): string => text.replaceAll(/[^\P{Cc}\n\t]/gu, '')
