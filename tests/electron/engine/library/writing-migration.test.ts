import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, it } from 'vitest'
import { libraryPaths } from '../../../../electron/service/paths.ts'
import { tidyLibraries } from '../support/libraries.ts'
import { endOf, firstBoard, newId } from '../support/studio.ts'

const { folder, studioIn } = tidyLibraries()

const common = () => ({ jobId: newId(), seed: 3, settings: {} })
const prompt = [{ type: 'text', text: 'Who is there?' }]
const ask = <More extends object>(more: More) => ({ ...common(), kind: 'answer', task: 'ask', prompt, ...more })

/** A library as version 1 left it, with these requests of jobs that were put down. */
function libraryWith(requests: readonly { jobId: string }[]): string {
  const at = folder()
  const old = new Sqlite(libraryPaths(at).database)
  old.exec(readFileSync(join(import.meta.dirname, 'frozen', '0001.sql'), 'utf8'))
  const insert = old.prepare(
    `INSERT INTO jobs (id, queue_number, state, owner, request, created_at_ms) VALUES (?, ?, 'interrupted', '1-1-0', ?, 1)`,
  )
  for (const [i, request] of requests.entries()) insert.run(request.jobId, i + 2, JSON.stringify(request))
  old.close()
  return at
}

it('the most tokens of an answer become one of its writing settings, and nothing else changes', async () => {
  const limited = ask({ maxTokens: 20 })
  const free = ask({})
  const drawing = { ...common(), kind: 'generate', prompt, count: 2 }
  const at = libraryWith([limited, free, drawing])
  const { client, peer } = studioIn(at)
  const rows = new Sqlite(libraryPaths(at).database, { readonly: true })
  const requests = rows.prepare('SELECT request FROM jobs WHERE queue_number > 1 ORDER BY queue_number').pluck().all()
  rows.close()
  const { maxTokens, ...rest } = limited
  expect(requests.map((json): unknown => JSON.parse(String(json)))).toEqual([
    { ...rest, writing: { maxTokens } },
    free,
    drawing,
  ])

  for (const { jobId } of [limited, free]) {
    await client.jobs.retry({ jobId })
    expect((await endOf(client, jobId)).state).toBe('done')
  }
  expect(peer.runs.map(({ input }) => input)).toMatchObject([{ writing: { maxTokens: 20 } }, { writing: {} }])
  const board = await firstBoard(client)
  expect(await client.generations.get({ id: board.panels[1]!.generationId! })).toMatchObject({ details: {} })
  expect((await client.storyboards.undo({ storyboardId: board.id })).title).toBe('Untitled storyboard')
})
