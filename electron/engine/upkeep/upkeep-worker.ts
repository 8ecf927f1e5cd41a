import { parentPort, workerData } from 'node:worker_threads'
import { AppError } from '../../contract/failure.ts'
import { libraryPaths } from '../../service/paths.ts'
import { makeBackup } from '../library/backup/make-backup.ts'
import { removeLeftDrafts, rotateBackups } from '../library/backup/rotate-backups.ts'
import { explainStorage } from '../library/storage-failure.ts'
import { verifyLibrary } from '../library/verify/verify-library.ts'
import { Task, type TaskMessage } from './tasks.ts'

// One task, then the thread ends.
try {
  const task = Task.parse(workerData)
  say({ type: 'done', result: await (task.task === 'backup' ? backup(task) : verify(task)) })
} catch (error) {
  const cause = error instanceof Error ? (error.stack ?? error.message) : String(error)
  say({ type: 'failed', failure: toFailure(error), cause })
}

function say(message: TaskMessage): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(message)
}

function verify({ library }: Extract<Task, { task: 'verify' }>): Promise<unknown> {
  return verifyLibrary(library, { progress: (step) => say({ type: 'progress', step }) })
}

async function backup({ library, kind, nowMs }: Extract<Task, { task: 'backup' }>): Promise<unknown> {
  const paths = libraryPaths(library)
  const made = await makeBackup(paths, { kind, nowMs })
  rotateBackups(paths)
  removeLeftDrafts(paths, nowMs)
  return made
}

function toFailure(error: unknown) {
  const explained = explainStorage(error)
  if (explained instanceof AppError) return explained.toFailure()
  return new AppError('internal', 'Something went wrong inside Plumage.').toFailure()
}
