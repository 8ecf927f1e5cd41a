import type { Generation } from '../../../electron/contract/jobs.ts'
import { AppError, type FailureCode } from '../../../electron/contract/failure.ts'
import type { Asset } from '../../../electron/contract/storyboard.ts'
import type { AskedStep, BoardLog } from './board-log.ts'
import { createJobLog, type JobLog, type JobWish } from './job-log.ts'

/** Something put into the incoming folder, to be taken into the library. */
export interface AskedImport {
  readonly incoming: string
  readonly name: string
  /** Some files are none, and are to be refused. */
  readonly isPicture: boolean
}
export interface AskedView {
  readonly key: string
  readonly value: number
}
export type Asked =
  | { about: 'board'; asked: AskedStep }
  | { about: 'new-board'; asked: { id: string; title: string } }
  | { about: 'job'; asked: JobWish }
  | { about: 'import'; asked: AskedImport }
  | { about: 'view'; asked: AskedView }

/** What clients of the engine were told, from round to round: what must never be lost. */
export interface World {
  readonly boards: Map<string, BoardLog>
  readonly jobs: JobLog
  /** By the id they came in with. */
  readonly imports: Map<string, AskedImport & { asset: Asset }>
  /** Refused for want of room: their files wait for another try. */
  readonly importsLeft: Set<AskedImport>
  readonly generations: Map<string, Generation>
  readonly views: Map<string, number>
  /** What was asked for and not answered, in the present round. */
  readonly unanswered: Set<Asked>
  /** How many jobs one engine may leave running. One, but where there was no room to write down that they had ended. */
  readonly mostRunning: number
  readonly counts: Record<string, number>
}

export const createWorld = ({ mostRunning = 1 } = {}): World => ({
  mostRunning,
  boards: new Map(),
  jobs: createJobLog(),
  imports: new Map(),
  importsLeft: new Set(),
  generations: new Map(),
  views: new Map(),
  unanswered: new Set(),
  counts: {},
})

export function count(world: World, what: string): void {
  world.counts[what] = (world.counts[what] ?? 0) + 1
}

/** The engine is gone: the round is over for whoever called it. */
export class EngineGone extends Error {
  override readonly name = 'EngineGone'
}

/** A call of which nothing need be remembered. */
export async function gone<T>(call: Promise<T>): Promise<T> {
  try {
    return await call
  } catch (error) {
    if (error instanceof AppError && error.code === 'service-stopped')
      throw new EngineGone('the engine is gone', { cause: error })
    throw error
  }
}

export interface Round {
  readonly world: World
  /** Told of every answer. */
  answered(): void
  /** Refusals that are no bug: the board changed meanwhile, say. */
  readonly mayRefuse: ReadonlySet<FailureCode>
}

/** Calls the engine, and keeps in mind what was asked for as long as there is no answer. Null when it was refused. */
export async function ask<T>(
  { world, answered, mayRefuse }: Round,
  asked: Asked,
  call: () => Promise<T>,
): Promise<T | null> {
  world.unanswered.add(asked)
  try {
    const answer = await call()
    world.unanswered.delete(asked)
    count(world, asked.about)
    answered()
    return answer
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (error.code === 'service-stopped') throw new EngineGone('the engine is gone', { cause: error })
    world.unanswered.delete(asked)
    if (!mayRefuse.has(error.code) || isLostPicture(asked, error.code))
      throw new Error(`${JSON.stringify(asked)} was refused: ${error.message}`, { cause: error })
    count(world, `${asked.about} refused: ${error.code}`)
    answered()
    return null
  }
}

const isLostPicture = (asked: Asked, code: FailureCode) =>
  asked.about === 'import' && asked.asked.isPicture && code !== 'disk-full' && code !== 'library-read-only'
