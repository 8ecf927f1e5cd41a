import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export interface Mounted extends Disposable {
  readonly folder: string
  remount(option: 'ro' | 'rw'): void
}

/** A small file system in memory, mounted on a folder. Only root may do that: see `canMount`. */
export function mountTmpfs(folder: string, options: string): Mounted {
  mkdirSync(folder, { recursive: true })
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'ignore' })
  return {
    folder,
    remount: (option) => void execFileSync('mount', ['-o', `remount,${option}`, folder]),
    [Symbol.dispose]() {
      // lazily: the last process of the app may still be closing its log there
      execFileSync('umount', ['--lazy', folder])
    },
  }
}

/** Nobody may write to the folder meanwhile, whatever is at work in the rest of its file system. */
export async function whileReadOnly(folder: string, work: () => Promise<unknown>): Promise<void> {
  execFileSync('mount', ['--bind', folder, folder], { stdio: 'ignore' })
  try {
    await remountReadOnly(folder)
    await work()
  } finally {
    execFileSync('umount', ['--lazy', folder])
  }
}

/** Refused while anybody has a file in it open for writing: then asked again until nobody has. */
async function remountReadOnly(folder: string): Promise<void> {
  for (;;) {
    const { status, stderr } = spawnSync('mount', ['-o', 'remount,ro,bind', folder], { encoding: 'utf8' })
    if (status === 0) return
    if (!stderr.includes('busy')) throw new Error(stderr)
    await sleep(5)
  }
}

/** Root may write anywhere, so "full" and "not allowed" need a file system that says no. */
export const canMount = process.platform === 'linux' && process.getuid?.() === 0 && tryMount()

function tryMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'plumage-mount-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], { stdio: 'ignore' })
    execFileSync('umount', [folder])
    return true
  } catch {
    return false
  } finally {
    spawnSync('rmdir', [folder])
  }
}
