import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Makes a folder and those above it; gives the topmost that was made. On a read-only disk Node's own recursive way says
 * that there is no such folder (nodejs/node#47098), so the system is asked once more for its reason.
 */
export function makeFolder(folder: string): string | undefined {
  try {
    return mkdirSync(folder, { recursive: true })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
    mkdirSync(firstMissing(folder))
    return mkdirSync(folder, { recursive: true }) // it could be made after all: somebody was quicker
  }
}

function firstMissing(folder: string): string {
  const parent = dirname(folder)
  return parent === folder || existsSync(parent) ? folder : firstMissing(parent)
}
