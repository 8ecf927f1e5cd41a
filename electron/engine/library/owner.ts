import { existsSync, readdirSync, rmSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import type { Database } from 'better-sqlite3'
import { makeFolder } from '../../service/make-folder.ts'
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
  makeFolder(paths.owners)
  for (const name of ownersIn(paths)) isAlive(paths, name) // removes what dead ones left
  for (let n = 0; ; n++) {
    const name = `${process.pid}-${startedAtMs}-${n}`
    const file = paths.ownerFile(name)
    const lock = tryLock(file)
    if (!lock) continue // another engine in this very process
    if (!existsSync(file)) {
      lock.close() // taken for dead and removed in the moment between its creation and the lock
      continue
    }
    return {
      name,
      isAlive: (other) => other === name || isAlive(paths, other),
      release() {
        remove(file)
        lock.close()
        remove(file)
      },
    }
  }
}

/** Whether a process that may write has the library open: its files must stay where they are. */
export function isInUse(paths: LibraryPaths): boolean {
  return ownersIn(paths).some((name) => isAlive(paths, name))
}

/** Works on no jobs: the library cannot be written. */
export const nobody: Owner = { name: 'nobody', isAlive: () => true, release() {} }

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

function isAlive(paths: LibraryPaths, name: string): boolean {
  const file = paths.ownerFile(name)
  if (!/^[\w-]+$/.test(name) || !existsSync(file)) return false
  try {
    const lock = tryLock(file)
    if (!lock) return true
    remove(file) // while it is locked: nobody can be claiming it
    lock.close()
    remove(file) // Windows removes only what nobody has open
    return false
  } catch {
    return true // it cannot be told, as for a file of another user: nobody's jobs are taken on a guess
  }
}

function remove(file: string): void {
  try {
    rmSync(file, { force: true })
  } catch {
    // somebody has it open; the next start tries again
  }
}

function ownersIn(paths: LibraryPaths): string[] {
  const files = existsSync(paths.owners) ? readdirSync(paths.owners) : []
  return files.filter((file) => file.endsWith('.lock')).map((file) => file.slice(0, -'.lock'.length))
}
