import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import type { Database } from 'better-sqlite3'
import type { LibraryPaths } from '../../service/paths.ts'

/**
 * One process that works on jobs of a library. Its name says the process id and when it started; that it still lives
 * is not told from those, because ids come round again, but from a file it keeps locked: every system drops the lock
 * of a process that dies, however it dies. SQLite does the locking, as it does for the library itself.
 */
export interface Owner {
  readonly name: string
  isAlive(name: string): boolean
  release(): void
}

export function claimOwner(paths: LibraryPaths, startedAtMs: number): Owner {
  const folder = join(paths.library, 'owners')
  mkdirSync(folder, { recursive: true })
  forgetDead(folder)
  for (let n = 0; ; n++) {
    const name = `${process.pid}-${startedAtMs}-${n}`
    const lock = tryLock(fileOf(folder, name))
    if (!lock) continue // another engine in this very process
    if (!existsSync(fileOf(folder, name))) {
      lock.close() // taken for dead and removed in the moment between its creation and the lock
      continue
    }
    return {
      name,
      isAlive: (other) => other === name || isAlive(folder, other),
      release() {
        remove(fileOf(folder, name))
        lock.close()
        remove(fileOf(folder, name))
      },
    }
  }
}

const fileOf = (folder: string, name: string) => join(folder, `${name}.lock`)

/** Null when another connection has it. */
function tryLock(file: string): Database | null {
  const db = new Sqlite(file, { timeout: 0 })
  try {
    db.pragma('journal_mode = MEMORY') // no second file beside the lock
    db.exec('BEGIN EXCLUSIVE')
    return db
  } catch (error) {
    db.close()
    if (error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY')) return null
    throw error
  }
}

function isAlive(folder: string, name: string): boolean {
  if (!/^[\w-]+$/.test(name) || !existsSync(fileOf(folder, name))) return false
  const lock = tryLock(fileOf(folder, name))
  if (!lock) return true
  remove(fileOf(folder, name)) // while it is locked: nobody can be claiming it
  lock.close()
  remove(fileOf(folder, name)) // Windows removes only what nobody has open
  return false
}

function remove(file: string): void {
  try {
    rmSync(file, { force: true })
  } catch {
    // somebody has it open; the next start tries again
  }
}

function forgetDead(folder: string): void {
  for (const file of readdirSync(folder)) if (file.endsWith('.lock')) isAlive(folder, file.slice(0, -'.lock'.length))
}
