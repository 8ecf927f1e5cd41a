import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '../..')

export interface Finished {
  code: number | null
  stdout: string
  stderr: string
}

export interface Place {
  /** The working folder. */
  folder: string
  library: string
  env: Record<string, string>
  remove(): Promise<void>
}

/** A new working folder and an empty library. */
export async function makePlace(): Promise<Place> {
  const base = await mkdtemp(join(tmpdir(), 'plumage-line-'))
  const library = join(base, 'library')
  return {
    folder: base,
    library,
    env: { PLUMAGE_LIBRARY: library },
    remove: () => rm(base, { recursive: true, force: true }),
  }
}

export interface Running {
  child: ChildProcess
  finished: Promise<Finished>
  /** Resolves when standard error has said it. */
  said(words: RegExp): Promise<void>
}

/** Starts the real command line as its user does. */
export function start({ folder, env }: Place, args: readonly string[]): Running {
  const child = spawn(process.execPath, [join(root, 'electron/cli/bin.mjs'), ...args], {
    cwd: folder,
    env: { ...process.env, ...env },
  })
  let stdout = ''
  let stderr = ''
  const hear: (() => void)[] = []
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
    for (const listener of hear) listener()
  })
  const finished = new Promise<Finished>((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })))
  const said = (words: RegExp) =>
    new Promise<void>((resolve) => {
      const look = () => words.test(stderr) && resolve()
      hear.push(look)
      look()
    })
  return { child, finished, said }
}

export const plumage = (place: Place, ...args: string[]): Promise<Finished> => start(place, args).finished
