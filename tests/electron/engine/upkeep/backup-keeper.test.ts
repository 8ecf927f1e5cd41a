import { mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { BackupsState } from '../../../../electron/contract/upkeep.ts'
import { checkBackup } from '../../../../electron/engine/library/backup/check-backup.ts'
import { openLibrary } from '../../../../electron/engine/library/open-library.ts'
import { putView } from '../../../../electron/engine/library/view.ts'
import { type BackupKeeper, createBackupKeeper } from '../../../../electron/engine/upkeep/backup-keeper.ts'
import { silentLog } from '../../../../electron/service/log.ts'
import { libraryPaths } from '../../../../electron/service/paths.ts'
import { tidyLibraries } from '../support/libraries.ts'
import { openStudio, until } from '../support/studio.ts'

const { afterwards, filledLibrary, folder, studioIn } = tidyLibraries()

const hourMs = 3_600_000

interface Kept {
  keeper: BackupKeeper
  told: BackupsState[]
  work(): void
  /** Looks, and waits for what comes of it. */
  look(): Promise<number>
  pass(ms: number): void
}

/** A library that is open, with somebody who looks after its backups by a clock of ours. */
function keep(at: string): Kept {
  let nowMs = Date.now()
  const now = () => nowMs
  const library = openLibrary(at, { now, log: silentLog })
  const told: BackupsState[] = []
  const keeper = createBackupKeeper({ library, log: silentLog, now, changed: (state) => void told.push(state) })
  afterwards(async () => {
    await keeper.close()
    library.close()
  })
  let works = 0
  return {
    keeper,
    told,
    work: () => putView(library.db, 'camera', works++),
    async look() {
      keeper.look()
      await keeper.settled()
      return keeper.state().backups.length
    },
    pass: (ms) => void (nowMs += ms),
  }
}

describe('a library that is worked on', () => {
  it('has a backup soon, then one an hour while something changes', async () => {
    const { look, work, pass, told } = keep(folder())
    expect(await look()).toBe(1)
    work()
    expect(await look()).toBe(1)
    pass(hourMs + 1)
    expect(await look()).toBe(2)
    pass(hourMs + 1)
    expect(await look()).toBe(2)
    work()
    expect(await look()).toBe(3)
    expect(told.map(({ backups, sentence }) => [backups.length, sentence])).toEqual([
      [1, null],
      [2, null],
      [3, null],
    ])
  })

  it('hears of what another process changed', async () => {
    const at = folder()
    const { look, pass } = keep(at)
    expect(await look()).toBe(1)
    const other = openLibrary(at, { now: Date.now, log: silentLog })
    putView(other.db, 'camera', 7)
    other.close()
    pass(hourMs + 1)
    expect(await look()).toBe(2)
  })

  it('knows after a restart whether anything is new since the last backup', async () => {
    const at = await filledLibrary()
    const { database } = libraryPaths(at)
    const writtenAt = (ms: number) => utimesSync(database, ms / 1000, ms / 1000)
    writtenAt(Date.now() - 1000)
    expect(await keep(at).look()).toBe(1)
    const second = keep(at)
    second.pass(2 * hourMs)
    expect(await second.look()).toBe(1)
    writtenAt(Date.now() + hourMs)
    const third = keep(at)
    third.pass(2 * hourMs)
    expect(await third.look()).toBe(2)
  })
})

describe('a backup that fails', () => {
  it('is a sentence, stops nothing, and is tried again', async () => {
    const at = folder()
    const paths = libraryPaths(at)
    mkdirSync(at, { recursive: true })
    writeFileSync(paths.backups, '')
    const { look, work, pass, told, keeper } = keep(at)
    expect(await look()).toBe(0)
    expect(keeper.state().sentence).toMatch(/^No backup could be made: .*folder backups/)
    work()
    rmSync(paths.backups)
    expect(await look()).toBe(0) // not at once
    pass(600_001)
    expect(await look()).toBe(1)
    expect(keeper.state().sentence).toBeNull()
    expect(told.map(({ sentence }) => sentence === null)).toEqual([false, true])
  })

  it('takes away none of the good ones', async () => {
    const at = await filledLibrary()
    const { look, pass, work, keeper } = keep(at)
    pass(1000)
    await look()
    const paths = libraryPaths(at)
    const library = openLibrary(at, { now: Date.now, log: silentLog })
    library.db.pragma('foreign_keys = OFF')
    library.db.exec('DELETE FROM sessions')
    library.close()
    for (let i = 0; i < 3; i++) {
      work()
      pass(hourMs + 1)
      expect(await look()).toBe(1)
    }
    expect(keeper.state().sentence).toContain('does not count')
    const [name] = readdirSync(paths.backups)
    expect(checkBackup(paths.backupFile(name!)).rows).toMatchObject({ sessions: 1 })
  })
})

it('closing in the middle of one leaves no half of it that counts', async () => {
  const { keeper, work } = keep(folder())
  work()
  const made = keeper.make('person')
  await keeper.close()
  await expect(made).rejects.toMatchObject({ code: 'service-stopped' })
  expect(keeper.state().backups).toEqual([])
})

describe('over the contract', () => {
  it('a person makes one, and everybody hears of it', async () => {
    const studio = openStudio({ folder: await filledLibrary() })
    const { client } = studio
    const heard: string[] = []
    const events = await client.events()
    const listening = (async () => {
      for await (const event of events) heard.push(event.type)
    })().catch(() => undefined)
    const made = await client.backups.make()
    expect(made.kind).toBe('person')
    expect(await client.backups.list()).toEqual({ backups: [made], damaged: [], sentence: null })
    await until(() => heard.includes('backups'))
    await studio.close()
    await listening
  })

  it('a library that cannot be written has its backups listed and gets no new ones', async () => {
    const at = await filledLibrary()
    const paths = libraryPaths(at)
    const first = openStudio({ folder: at })
    await first.client.backups.make()
    await first.close()
    rmSync(paths.owners, { recursive: true })
    writeFileSync(paths.owners, '')
    const { client } = studioIn(at)
    expect((await client.backups.list()).backups).toHaveLength(1)
    await expect(client.backups.make()).rejects.toMatchObject({ code: 'library-read-only' })
  })

  it('the library is verified with its progress', async () => {
    const { client } = studioIn(await filledLibrary())
    const steps = await client.library.verify()
    const stages: string[] = []
    for (;;) {
      const { done, value } = await steps.next()
      if (done) {
        expect(value).toMatchObject({ clean: true })
        break
      }
      stages.push(value.stage)
    }
    expect(stages.length).toBeGreaterThan(0)
  })
})
