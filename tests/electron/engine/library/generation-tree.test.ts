import Sqlite from 'better-sqlite3'
import { expect, it } from 'vitest'
import { libraryPaths } from '../../../../electron/service/paths.ts'
import { blackPng } from '../../../support/bad-pictures.ts'
import { tidyLibraries } from '../support/libraries.ts'
import { generate } from '../support/requests.ts'
import { endOf, firstBoard, importBytes } from '../support/studio.ts'

const { folder, studioIn } = tidyLibraries()

it('a result knows its parents, its session and its number within its job', async () => {
  const at = folder()
  const studio = studioIn(at)
  const { client } = studio
  const { sha256 } = await importBytes(studio, blackPng(8, 8), 'black.png')
  const run = async (more: Parameters<typeof generate>[1]) => {
    const request = generate(3, more)
    await client.jobs.start(request)
    return (await endOf(client, request.jobId)).generationIds
  }
  const image = (name: string) => [{ type: 'image' as const, sha256: name }]
  const [first, second] = await run({ prompt: image(sha256), count: 2 })
  const { image: drawn } = await client.generations.get({ id: first! })
  const [child] = await run({ prompt: image(sha256), source: { sha256: drawn! } })

  const db = new Sqlite(libraryPaths(at).database, { readonly: true })
  const rows = db.prepare(
    `SELECT g.session_id, g.variant, p.image_sha256, p.parent_id FROM generations g
     JOIN generation_parents p ON p.generation_id = g.id WHERE g.id = ? ORDER BY p.parent_id`,
  )
  const { sessionId } = await firstBoard(client)
  expect([first, second, child].map((id) => rows.raw().all(id))).toEqual([
    [[sessionId, 1, sha256, null]],
    [[sessionId, 2, sha256, null]],
    [
      [sessionId, 1, sha256, null],
      [sessionId, 1, drawn, first],
    ],
  ])
  expect(db.prepare('SELECT session_id FROM imports').pluck().all()).toEqual([sessionId])
  db.close()
})
