import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import { Id } from '../../contract/values.ts'

const Revisions = z.array(z.tuple([Id, z.int()]))

export interface LibraryWatch {
  /** Whether another process wrote anything since the last time. Costs next to nothing. */
  isChangedElsewhere(): boolean
  /** The boards that changed or came without this process. */
  changedBoards(): Id[]
  /** This process changed it itself, and has told everyone. */
  seen(board: { id: Id; revision: number }): void
}

export function watchLibrary(db: Database): LibraryWatch {
  const version = () => db.pragma('data_version', { simple: true }) // moves only when another connection commits
  const revisions = () => Revisions.parse(db.prepare('SELECT id, revision FROM storyboards ORDER BY id').raw().all())
  let last = version()
  const known = new Map(revisions())
  return {
    isChangedElsewhere() {
      const before = last
      last = version()
      return last !== before
    },
    changedBoards() {
      const changed = revisions().filter(([id, revision]) => known.get(id) !== revision)
      for (const [id, revision] of changed) known.set(id, revision)
      return changed.map(([id]) => id)
    },
    seen: ({ id, revision }) => void known.set(id, revision),
  }
}
