import type { Database } from 'better-sqlite3'
import { getLoadablePath } from 'sqlite-vec'

const noVectors =
  'This machine has no build of the library that compares pictures, so they cannot be found by meaning here. Words are.'

/**
 * Gives a connection the vector functions of sqlite-vec. Where there is no build of it for this machine, the answer is a
 * sentence that says so.
 */
export function loadVectorFunctions(db: Database): string | null {
  try {
    db.loadExtension(besideArchive(getLoadablePath()))
    return null
  } catch {
    return noVectors
  }
}

/** In a packed app the file lies beside the archive, where electron-builder unpacks it: no system loads a library out of one. */
export const besideArchive = (file: string): string => file.replace(/\bapp\.asar(?=[\\/])/, 'app.asar.unpacked')
