import { CommanderError } from 'commander'
import { CommandFailure, exitCodeOf, exitCodes, toCommandFailure } from './failures.ts'
import { runProgram } from './program.ts'
import { openTerminal, type Terminal } from './terminal.ts'

const interrupt = new AbortController()
const terminal = openTerminal(process, interrupt.signal)

/** The first Ctrl-C asks the job to stop and waits for it, the second does not wait. */
function onInterrupt(): void {
  if (interrupt.signal.aborted) process.exit(exitCodes.cancelled)
  terminal.note('\nCancelling. Press Ctrl-C again to stop at once.\n')
  interrupt.abort()
}
process.on('SIGINT', onInterrupt)
process.on('SIGTERM', onInterrupt)

const code = await runCommandLine(process.argv.slice(2), terminal)
process.exitCode ||= code // standard output that could not be written to has set it

async function runCommandLine(argv: readonly string[], on: Terminal): Promise<number> {
  try {
    await runProgram(argv, on)
    return exitCodes.done
  } catch (error) {
    // Commander has already printed its help or what was wrong; asking for help is no failure.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.wrongUsage
    const failure = error instanceof CommandFailure ? error : toCommandFailure(error)
    report(failure, argv.includes('--json'), on)
    return exitCodeOf(failure)
  }
}

function report(
  { code, message, ref, results, cause }: CommandFailure,
  asJson: boolean,
  { note, print }: Terminal,
): void {
  note(`${message}${code === 'internal' && ref ? ` (${ref})` : ''}\n`)
  if (code === 'internal' && process.env['PLUMAGE_DEBUG'])
    note(`${cause instanceof Error ? cause.stack : String(cause)}\n`)
  if (asJson) print(`${JSON.stringify({ failure: { code, sentence: message, ref }, ...results })}\n`)
}
