import { copyFileSync, mkdirSync, rmSync, watch } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { expect, it, vi } from 'vitest'
import { libraryPaths } from '../../../electron/service/paths.ts'
import { makePlace, type Place } from '../command-line.ts'
import { again, rounds, seed } from './crash-options.ts'
import { pause } from './kill-plan.ts'
import { broughtUpToDate, makeOldLibrary, oldVersions, readTables, type Tables } from './old-library.ts'
import { startEngine } from './processes.ts'
import { createRandom, type Random } from './random.ts'

vi.setConfig({ testTimeout: Math.max(900_000, rounds * 60_000) })

const results = 3000
const kills = Math.ceil(rounds / 5)

interface OldLibrary {
  file: string
  after: Tables
}

it(`a library of an older version is whole when its engine is killed ${kills} times while it brings it up to date (seed ${seed})`, async () => {
  const place = await makePlace()
  const random = createRandom(seed).fork('migrations')
  const olds = oldVersions().map((version): OldLibrary => {
    const file = join(place.folder, `${version}.db`)
    makeOldLibrary(file, version, results)
    return { file, after: broughtUpToDate(file, `${file}.new`) }
  })
  for (let n = 0; n < kills; n++)
    await oneKill(place, random.pick(olds), random).catch((cause: unknown) => {
      throw new Error(
        `kill ${n} of seed ${seed} (${again(n * 5)}), library kept in ${place.library}: ${String(cause)}`,
        { cause },
      )
    })
  await place.remove()
})

/** Killed up to three times, each a moment after its engine has first touched the file; then left to finish. */
async function oneKill(place: Place, { file, after }: OldLibrary, random: Random): Promise<void> {
  rmSync(place.library, { recursive: true, force: true })
  mkdirSync(place.library, { recursive: true })
  const { database } = libraryPaths(place.library)
  copyFileSync(file, database)
  for (let n = random.below(3); n >= 0; n--) await killWhenTouched(place, random.fraction() ** 2 * 150)
  const engine = startEngine(place)
  const state = await engine.connect().library.state()
  await engine.stop()
  expect(state).toMatchObject({ state: 'ready', sentence: null })
  const now = readTables(database)
  const differs = Object.keys(after).filter((table) => !isDeepStrictEqual(now[table], after[table]))
  expect(differs).toEqual([])
}

async function killWhenTouched(place: Place, delayMs: number): Promise<void> {
  const engine = startEngine(place)
  using touched = untilTouched(place.library)
  const ready = engine
    .connect()
    .library.state()
    .then(
      () => undefined,
      () => undefined,
    )
  await Promise.race([touched.when.then(() => pause(delayMs)), ready])
  await engine.kill()
}

function untilTouched(library: string): Disposable & { when: Promise<void> } {
  let tell = () => {}
  const when = new Promise<void>((resolve) => (tell = resolve))
  const watcher = watch(library, (_, name) => void (name?.startsWith('plumage.db') && tell()))
  return { when, [Symbol.dispose]: () => watcher.close() }
}
