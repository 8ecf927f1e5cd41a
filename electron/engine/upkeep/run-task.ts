import { Worker } from 'node:worker_threads'
import { AppError } from '../../contract/failure.ts'
import type { VerifyProgress } from '../../contract/upkeep.ts'
import { type Task, TaskMessage, type TaskResult, taskResults } from './tasks.ts'

export interface RunOptions {
  signal?: AbortSignal
  progress?: (step: VerifyProgress) => void
}

/** Beside this file both in the sources and in the bundle. */
const entry = new URL(`./upkeep-worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url)

/**
 * Runs a task in a thread of its own and settles once, however the thread ends. Aborting ends the thread where it
 * stands: what it was writing has no name yet by which anybody would find it.
 */
export async function runTask<Name extends Task['task']>(
  task: Extract<Task, { task: Name }>,
  { signal, progress = () => {} }: RunOptions = {},
): Promise<TaskResult<Name>> {
  signal?.throwIfAborted()
  const worker = new Worker(entry, { workerData: task, execArgv: [] })
  const stop = () => void worker.terminate()
  signal?.addEventListener('abort', stop, { once: true })
  try {
    const result = await new Promise<unknown>((resolve, reject) => {
      worker.on('message', (received: unknown) => {
        const message = TaskMessage.parse(received)
        if (message.type === 'progress') progress(message.step)
        else if (message.type === 'done') resolve(message.result)
        else reject(toError(message))
      })
      worker.on('error', reject)
      worker.on('exit', (code) =>
        reject(signal?.aborted ? abortReason(signal) : new Error(`the thread ended: ${code}`)),
      )
    })
    return taskResults[task.task].parse(result) as TaskResult<Name> // the schema is the one of this task
  } finally {
    signal?.removeEventListener('abort', stop)
    await worker.terminate()
  }
}

const abortReason = ({ reason }: AbortSignal) =>
  reason instanceof AppError ? reason : new AppError('cancelled', 'Cancelled.')

function toError({ failure, cause }: Extract<TaskMessage, { type: 'failed' }>): AppError {
  return new AppError(failure.code, failure.sentence, { ref: failure.ref, cause })
}
