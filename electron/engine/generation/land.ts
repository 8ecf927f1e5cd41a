import { stat } from 'node:fs/promises'
import type { Database } from 'better-sqlite3'
import { v7 as uuidv7 } from 'uuid'
import { AppError } from '../../contract/failure.ts'
import type { Generation } from '../../contract/jobs.ts'
import type { Asset, Change, Storyboard } from '../../contract/storyboard.ts'
import type { Id } from '../../contract/values.ts'
import { insertAsset } from '../library/assets.ts'
import { changeStoryboard } from '../library/change-storyboard.ts'
import { insertParents } from '../library/generation-tree.ts'
import { insertGeneration, listGenerationsOf } from '../library/generations.ts'
import { endJob } from '../library/jobs.ts'
import { endingOf } from '../library/picture-kind.ts'
import type { RunContext } from './run-context.ts'

/** What came out of a run, before it is kept. */
export interface Made {
  generation: Generation
  /** The picture of the generation; null when it has none, or when it was kept before. */
  asset: Asset | null
  isKept: boolean
}

/** What a job made in an earlier try that could not be put in its place: made once, it need not be made again. */
export function findMade(db: Database, jobId: Id): Made | null {
  const [generation] = listGenerationsOf(db, jobId)
  return generation ? { generation, asset: null, isKept: true } : null
}

/** What a run gives. Most have nothing to add to their words and their picture. */
type Result = Omit<Generation, 'id' | 'createdAtMs' | 'image' | 'details'> &
  Partial<Pick<Generation, 'details'>> & { asset: Asset | null }

export async function newlyMade(context: RunContext, { asset, details = {}, ...rest }: Result): Promise<Made> {
  if (asset) await mustBeOnDisk(context, asset)
  const generation = { ...rest, details, id: uuidv7(), image: asset?.sha256 ?? null, createdAtMs: context.now() }
  return { generation, asset, isKept: false }
}

/** Keeps a result of a job that goes on. */
export function keep({ db, now, jobChanged }: RunContext, made: Made): void {
  db.transaction(() => keepRows(db, made, now())).immediate()
  jobChanged()
}

export interface Place {
  storyboardId: Id
  label: string
  /** The change that puts the result in its place; throws a sentence when the place has gone. */
  change(generation: Generation): Change
}

/**
 * Keeps the result, puts it in its place and ends the job: all of it or nothing. When the place was deleted meanwhile
 * the job fails, but what was made is kept.
 */
export function land(context: RunContext, made: Made, place: Place | null): void {
  const { db, now } = context
  const board = db
    .transaction((): Storyboard | null => {
      const nowMs = now()
      if (!made.isKept) keepRows(db, made, nowMs)
      const placed = place && tryPlace(db, made, place, nowMs)
      const failure = placed instanceof AppError ? placed.toFailure() : null
      endJob(db, made.generation.jobId, { state: failure ? 'failed' : 'done', failure, nowMs })
      return placed instanceof AppError ? null : placed
    })
    .immediate()
  if (board) context.boardChanged(board)
  context.jobChanged()
}

/** Keeps what a job made in several parts, in their order, and ends the job: all of it or nothing. */
export function landParts({ db, now, jobChanged }: RunContext, jobId: Id, parts: readonly Made[]): void {
  db.transaction(() => {
    const nowMs = now()
    for (const made of parts) keepRows(db, made, nowMs)
    endJob(db, jobId, { state: 'done', failure: null, nowMs })
  }).immediate()
  jobChanged()
}

function tryPlace(db: Database, { generation }: Made, place: Place, nowMs: number): Storyboard | AppError {
  try {
    const { storyboardId, label } = place
    return changeStoryboard(db, { storyboardId, changeId: uuidv7(), change: place.change(generation), label, nowMs })
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found')
      return goneFailure(generation.image ? 'The picture' : 'The text')
    throw error
  }
}

function goneFailure(what: string): AppError {
  const sentence = `The place on the storyboard was deleted meanwhile. ${what} is kept in the history: undo the deletion and try again to put it there.`
  return new AppError('not-found', sentence)
}

function keepRows(db: Database, { generation, asset }: Made, nowMs: number): void {
  if (asset) insertAsset(db, asset, nowMs)
  insertGeneration(db, generation)
  insertParents(db, generation)
}

/** No row may name a picture that is not there. Inference has synced the file before it told us. */
async function mustBeOnDisk({ paths }: RunContext, { sha256, mime, sizeBytes }: Asset): Promise<void> {
  const found = await stat(paths.assetFile(sha256, endingOf(mime))).catch(() => null)
  if (found?.size === sizeBytes) return
  throw new AppError('internal', 'The picture was made but its file is missing from the library. Try again.')
}
