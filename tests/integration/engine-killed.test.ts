import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { listAssets } from '../../electron/engine/library/assets.ts'
import { endingOf } from '../../electron/engine/library/picture-kind.ts'
import { libraryPaths } from '../../electron/service/paths.ts'
import type { Acknowledged } from './support/busy-engine.ts'
import { endOf, firstBoard, openStudio, temporaryFolder } from '../electron/engine/support/studio.ts'

vi.setConfig({ testTimeout: 900_000 }) // sixteen processes, one after the other

const rounds = 15
const entry = join(import.meta.dirname, 'support', 'busy-engine.ts')

let folder: string
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

/** Lets a process work until it has had so many answers and a moment more, then kills it. */
async function killedAfter(count: number): Promise<Acknowledged[]> {
  const child = spawn(process.execPath, [entry, folder], { stdio: ['ignore', 'pipe', 'pipe'] })
  let complaint = ''
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()))
  const exited = once(child, 'exit')
  const acknowledged: Acknowledged[] = []
  for await (const line of createInterface(child.stdout)) {
    acknowledged.push(JSON.parse(line) as Acknowledged)
    if (acknowledged.length === count) void sleep(Math.random() * 20).then(() => child.kill('SIGKILL'))
  }
  const [, signal] = (await exited) as [number | null, string | null]
  expect([signal, complaint]).toEqual(['SIGKILL', ''])
  return acknowledged
}

/** No row names a picture that is not there, whole; and the file itself is sound. */
function checkFiles(): void {
  const paths = libraryPaths(folder)
  const db = new Sqlite(paths.database)
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  expect(db.pragma('foreign_key_check')).toEqual([])
  for (const { sha256, mime, sizeBytes } of listAssets(db)) {
    const file = paths.assetFile(sha256, endingOf(mime))
    expect(existsSync(file), sha256).toBe(true)
    const bytes = readFileSync(file)
    expect([bytes.length, createHash('sha256').update(bytes).digest('hex')]).toEqual([sizeBytes, sha256])
  }
  db.close()
}

it('an engine that is killed at any point has kept everything it acknowledged', async () => {
  const acknowledged: Acknowledged[] = []
  for (let round = 0; round < rounds; round++) {
    acknowledged.push(...(await killedAfter(1 + Math.floor(Math.random() * 30))))
    checkFiles()
  }
  const studio = openStudio({ folder })
  const board = await firstBoard(studio.client)
  const captions = new Map(board.panels.map((panel) => [panel.id, panel.caption]))
  const jobs = new Map((await studio.client.jobs.list()).map((job) => [job.id, job]))
  const pictures = new Set(listAssetsOf(folder))
  for (const each of acknowledged) {
    if (each.done === 'panel') expect(captions.has(each.id)).toBe(true)
    if (each.done === 'caption') expect(captions.get(each.id)).toBe(each.caption)
    if (each.done === 'import') expect(pictures.has(each.sha256)).toBe(true)
    if (each.done === 'job-ended') expect(captions.get(each.newPanelId)).toBe('a fox')
  }
  const unended = [...jobs.values()].filter(
    (job) => job.state === 'queued' || job.state === 'interrupted' || job.state === 'running',
  )
  for (const job of unended.filter((each) => each.state === 'interrupted'))
    await studio.client.jobs.retry({ jobId: job.id })
  for (const job of unended) expect((await endOf(studio.client, job.id)).state).toBe('done')
  const { panels } = await firstBoard(studio.client)
  for (const each of acknowledged)
    if (each.done === 'job')
      expect(
        await isDrawn(
          each.id,
          panels.map((panel) => panel.generationId),
        ),
      ).toBe(true)
  await studio.close()
  checkFiles()
})

function listAssetsOf(at: string): string[] {
  const db = new Sqlite(libraryPaths(at).database, { readonly: true })
  const assets = listAssets(db).map((asset) => asset.sha256)
  db.close()
  return assets
}

/** The job's result is on the board. Done jobs leave the list in time, so the history is asked. */
async function isDrawn(jobId: string, onBoard: (string | null)[]): Promise<boolean> {
  const db = new Sqlite(libraryPaths(folder).database, { readonly: true })
  const id = db.prepare('SELECT id FROM generations WHERE job_id = ?').pluck().get(jobId)
  db.close()
  return typeof id === 'string' && onBoard.includes(id)
}
