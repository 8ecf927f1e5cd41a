import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import { type Job, JobState } from '../../contract/jobs.ts'
import type { Storyboard } from '../../contract/storyboard.ts'
import { Id } from '../../contract/values.ts'

const Revisions = z.array(z.tuple([Id, z.int()]))
const States = z.array(z.tuple([Id, JobState]))

/** Tells what other processes on the same library have done. */
export interface LibraryWatch {
  /** What changed or came without this process since the last time. Costs next to nothing when nothing did. */
  changedElsewhere(): { boards: Id[]; jobs: Id[] }
  /** This process changed it itself, and has told everyone. */
  boardSeen(board: Pick<Storyboard, 'id' | 'revision'>): void
  jobSeen(job: Pick<Job, 'id' | 'state'>): void
}

export function watchLibrary(db: Database): LibraryWatch {
  const version = () => db.pragma('data_version', { simple: true }) // moves only when another connection commits
  const revisionsNow = () =>
    new Map(Revisions.parse(db.prepare('SELECT id, revision FROM storyboards ORDER BY id').raw().all()))
  const statesNow = () =>
    new Map(States.parse(db.prepare('SELECT id, state FROM jobs WHERE dismissed = 0').raw().all()))
  let last = version()
  let revisions = revisionsNow()
  let states = statesNow()
  return {
    changedElsewhere() {
      const newest = version()
      if (newest === last) return { boards: [], jobs: [] }
      const [newRevisions, newStates] = [revisionsNow(), statesNow()]
      const boards = [...newRevisions].filter(([id, revision]) => revisions.get(id) !== revision)
      const jobs = [...newStates].filter(([id, state]) => states.get(id) !== state)
      // What was still to do and is on the list no more has ended and was dismissed since the last time.
      const dismissed = [...states].filter(([id, state]) => isToDo(state) && !newStates.has(id))
      last = newest
      revisions = newRevisions
      states = newStates
      return { boards: boards.map(([id]) => id), jobs: [...jobs, ...dismissed].map(([id]) => id) }
    },
    boardSeen: ({ id, revision }) => void revisions.set(id, revision),
    jobSeen: ({ id, state }) => void states.set(id, state),
  }
}

const isToDo = (state: JobState) => state === 'queued' || state === 'running'
