import type { EngineContract } from '../../contract/engine.ts'
import type { VerifyProgress, VerifyReport } from '../../contract/upkeep.ts'
import type { Handlers } from '../../service/serve.ts'
import { runTask } from '../upkeep/run-task.ts'
import type { Services } from './services.ts'

export function backupHandlers({ backups }: Services): Handlers<EngineContract['backups']> {
  return {
    list: () => backups.state(),
    make: () => backups.make('person'),
  }
}

export function libraryHandlers({ library }: Services): Handlers<EngineContract['library']> {
  return {
    state: () => library.state,
    verify: (_, { signal }) => verify(library.folder, signal),
  }
}

/** Of steps that come faster than they are read only the newest is told. */
async function* verify(library: string, signal: AbortSignal): AsyncGenerator<VerifyProgress, VerifyReport, void> {
  let newest: VerifyProgress | null = null
  let wake = () => {}
  const run = runTask(
    { task: 'verify', library },
    {
      signal,
      progress(step) {
        newest = step
        wake()
      },
    },
  )
  let over = false
  run
    .catch(() => undefined)
    .finally(() => {
      over = true
      wake()
    })
  while (!over) {
    const stirred = new Promise<void>((resolve) => (wake = resolve))
    if (newest) yield newest
    newest = null
    if (!over) await stirred
  }
  return run
}
