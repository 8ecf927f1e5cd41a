import { rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { BackupsState, VerifyReport } from '../../electron/contract/upkeep.ts'
import { libraryPaths } from '../../electron/service/paths.ts'
import { workedIn } from '../electron/engine/support/libraries.ts'
import { makePlace, type Place, plumage } from './command-line.ts'

let place: Place
let drawn: string
beforeAll(async () => {
  place = await makePlace()
  drawn = (await workedIn(place.library)).drawn
})
afterAll(() => place.remove())

const Verified = z.looseObject({ report: VerifyReport })

it('verify says that a library is whole, and fails with what is missing when it is not', async () => {
  const good = await plumage(place, 'verify')
  expect(good).toMatchObject({ code: 0, stderr: '' })
  expect(good.stdout).toMatch(/^The library is whole/)
  rmSync(libraryPaths(place.library).assetFile(drawn, 'png'))
  const bad = await plumage(place, 'verify')
  expect(bad.code).toBe(1)
  expect(bad.stdout).toMatch(new RegExp(`^missing-picture  .*${drawn}`))
  expect(bad.stderr).toMatch(/not whole/)
  const { code, stdout } = await plumage(place, 'verify', '--json')
  expect(code).toBe(1)
  expect(Verified.parse(JSON.parse(stdout))).toMatchObject({
    failure: { code: 'library-damaged' },
    report: { clean: false, counts: { 'missing-picture': 1 } },
  })
})

it('verify of a folder without a library says so', async () => {
  const { code, stdout } = await plumage(place, 'verify', '--library', 'nowhere')
  expect(code).toBe(1)
  expect(stdout).toMatch(/^no-database/)
})

it('a backup is made, listed and named', async () => {
  const made = await plumage(place, 'backup', 'make')
  expect(made).toMatchObject({ code: 0, stderr: '' })
  expect(made.stdout).toMatch(/^person-.*\.db\n$/)
  const { stdout } = await plumage(place, 'backup', 'list')
  expect(stdout).toBe(`${made.stdout.trim()}  ${(stdout.match(/[\d.]+ MB/)?.[0] ?? '').padStart(9)}  asked for\n`)
  const listed = BackupsState.parse(JSON.parse((await plumage(place, 'backup', 'list', '--json')).stdout))
  expect(listed.backups).toMatchObject([{ name: made.stdout.trim(), kind: 'person' }])
})
