import { closeSync, fsyncSync, openSync } from 'node:fs'

/** A rename is safe only once its folder is on disk. Windows cannot open folders and journals renames itself. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
