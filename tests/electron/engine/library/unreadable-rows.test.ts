import Sqlite from 'better-sqlite3'
import { expect, it } from 'vitest'
import { libraryPaths } from '../../../../electron/service/paths.ts'
import { rename, tidyLibraries } from '../support/libraries.ts'
import { generate } from '../support/requests.ts'
import { endOf, firstBoard, openStudio, type Studio } from '../support/studio.ts'

const { afterwards, folder, studioIn } = tidyLibraries()

/** As a fault of the disk would, while the engine has the file open. */
function damage(at: string, sql: string, ...values: unknown[]): void {
  const db = new Sqlite(libraryPaths(at).database)
  db.pragma('ignore_check_constraints = ON')
  expect(db.prepare(sql).run(...values).changes).toBe(1)
  db.close()
}

/** Three jobs wait for somebody to draw; the engine has the first in its hands already. */
async function withWaitingJobs(): Promise<{ studio: Studio; waiting: [string, string, string] }> {
  const studio = openStudio({ folder: folder(), withoutInference: true })
  afterwards(() => studio.close())
  const start = async (seed: number) => (await studio.client.jobs.start(generate(seed))).id
  return { studio, waiting: [await start(1), await start(2), await start(3)] }
}

it('a job whose request is damaged fails by itself, and the others are done', async () => {
  const { studio, waiting } = await withWaitingJobs()
  damage(studio.folder, `UPDATE jobs SET request = substr(request, 2) WHERE id = ?`, waiting[1])
  studio.startInference()
  expect((await endOf(studio.client, waiting[2])).state).toBe('done')
  expect(await studio.client.jobs.list()).toMatchObject([
    { state: 'done' },
    { kind: 'unknown', state: 'failed' },
    { state: 'done' },
  ])
})

it('a job of which nothing can be read does not hide the others', async () => {
  const { studio, waiting } = await withWaitingJobs()
  damage(studio.folder, `UPDATE jobs SET created_at_ms = -1 WHERE id = ?`, waiting[1])
  studio.startInference()
  expect((await endOf(studio.client, waiting[2])).state).toBe('done')
  expect((await studio.client.jobs.list()).map(({ state }) => state)).toEqual(['done', 'done'])
  await expect(studio.client.jobs.retry({ jobId: waiting[1] })).rejects.toMatchObject({ code: 'library-damaged' })
})

it('a step of undo that is damaged is refused with a sentence, and the board can be worked on', async () => {
  const studio = studioIn(folder())
  const { id } = await rename(studio, 'Foxes')
  damage(studio.folder, `UPDATE changes SET inverse = 'no' || inverse`)
  await expect(studio.client.storyboards.undo({ storyboardId: id })).rejects.toMatchObject({
    code: 'library-damaged',
    message: expect.stringContaining('plumage verify') as string,
  })
  expect((await firstBoard(studio.client)).title).toBe('Foxes')
})
