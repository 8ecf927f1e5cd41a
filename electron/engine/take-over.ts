import { AppError } from '../contract/failure.ts'
import type { Id } from '../contract/values.ts'
import { interrupted } from './job-failure.ts'
import { adoptJob, endJob, listJobsToDo, readJob } from './library/jobs.ts'
import type { Library } from './library/open-library.ts'

/** Jobs of processes that are gone: what they were running is offered again, what was waiting goes on here. */
export function takeOver({ db, owner }: Library, nowMs: number): Id[] {
  const left = listJobsToDo(db).filter((row) => row.owner !== owner.name && !owner.isAlive(row.owner))
  if (left.length === 0) return []
  const end = {
    state: 'interrupted',
    failure: new AppError('service-stopped', interrupted).toFailure(),
    nowMs,
  } as const
  db.transaction(() => {
    for (const { id, owner: gone } of left) {
      const row = readJob(db, id)
      if (row.owner !== gone) continue // another process was quicker
      if (row.state === 'running') endJob(db, id, end)
      else if (row.state === 'queued') adoptJob(db, id, owner.name)
    }
  }).immediate()
  return left.map((row) => row.id)
}
