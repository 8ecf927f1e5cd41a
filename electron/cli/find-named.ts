import { AppError } from '../contract/failure.ts'
import type { SearchThing } from '../contract/search.ts'
import { Id } from '../contract/values.ts'
import type { Engine } from './run-job.ts'

const spoken = { subject: 'reference', session: 'session', storyboard: 'storyboard', board: 'board' } as const
export type NamedThing = keyof typeof spoken & SearchThing

/** The id of something that was named by its id or by what it is called. */
export async function findNamed(engine: Engine, thing: NamedThing, typed: string): Promise<string> {
  if (Id.safeParse(typed).success) return typed
  const filter = { things: [thing], trash: 'with' as const }
  const { hits } = await engine.search.find({ words: typed, filter, ways: ['words'], order: 'newest', limit: 200 })
  const same = hits.filter(({ title }) => title?.toLowerCase() === typed.toLowerCase())
  const [only] = same
  if (only && same.length === 1) return only.id
  if (same.length === 0) throw new AppError('not-found', `There is no ${spoken[thing]} called "${typed}".`)
  const ids = same.map(({ id }) => id).join(', ')
  throw new AppError('conflict', `Several ${spoken[thing]}s are called "${typed}". Name one by its id: ${ids}.`)
}
