import type { Id } from '../contract/values.ts'
import { listShownJobs } from './library/jobs.ts'
import type { Library } from './library/open-library.ts'
import type { Owner } from './library/owner.ts'

/** Jobs of other processes on the same library that have changed since the last look. */
export function createForeignJobs({ library, owner }: { library: Library; owner: Owner }): { changed(): Id[] } {
  const known = new Map<Id, string>()
  const changed = (): Id[] => {
    const foreign = listShownJobs(library.db).filter((row) => row.owner !== owner.name)
    const news = foreign.filter((row) => known.get(row.id) !== row.state)
    known.clear()
    for (const row of foreign) known.set(row.id, row.state)
    return news.map((row) => row.id)
  }
  if (library.writable) changed() // whoever asks for the list gets these anyway
  return { changed }
}
