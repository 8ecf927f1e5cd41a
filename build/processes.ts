import { type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '')

export interface Outcome {
  /** null when the command could not be started at all. */
  code: number | null
  /** stdout and stderr, in the order in which they came. */
  output: string
}

/** Runs a command to its end, without a shell. Never throws: a command that is not there has the code null. */
export async function run(command: string, args: readonly string[], options: SpawnOptions = {}): Promise<Outcome> {
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options })
  let output = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => void (output += text))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => void (output += text))
  try {
    await once(child, 'close')
  } catch (error) {
    return { code: null, output: String(error) }
  }
  return { code: child.exitCode ?? 1, output }
}

/** The command line that runs a package's own command on this very Node. */
export const nodeCommand = (script: string, ...args: string[]): [string, string[]] => [
  process.execPath,
  [`${root}/node_modules/${script}`, ...args],
]
