import { array, assert, constantFrom, integer, property, record } from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Backup, BackupKind } from '../../../../../electron/contract/upkeep.ts'
import { nameBackup } from '../../../../../electron/engine/library/backup/backup-files.ts'
import { planRotation } from '../../../../../electron/engine/library/backup/plan-rotation.ts'

const hourMs = 3_600_000
const start = new Date(2026, 0, 1, 9).getTime()

const backup = (kind: BackupKind, madeAtMs: number, sizeBytes = 1000): Backup => ({
  name: nameBackup(kind, madeAtMs, 2),
  kind,
  madeAtMs,
  schemaVersion: 2,
  sizeBytes,
})

/** What is there after backups were made at these times, each followed by a rotation. */
function after(times: readonly number[], kind: BackupKind = 'timed', sizeBytes = 1000): Backup[] {
  let kept: Backup[] = []
  for (const time of times) {
    kept = [backup(kind, time, sizeBytes), ...kept]
    const gone = new Set(planRotation(kept, sizeBytes))
    kept = kept.filter((each) => !gone.has(each))
  }
  return kept
}

describe('backups made by themselves', () => {
  it('after two months of eight hours a day are the last 24 and the last of each of 14 days', () => {
    const times = Array.from({ length: 60 * 8 }, (_, i) => start + Math.floor(i / 8) * 24 * hourMs + (i % 8) * hourMs)
    const kept = after(times)
    expect(kept.slice(0, 24).map((each) => each.madeAtMs)).toEqual(times.slice(-24).toReversed())
    const days = new Set(kept.map((each) => new Date(each.madeAtMs).toDateString()))
    expect(days.size).toBe(14)
    expect(kept).toHaveLength(24 + 11) // three of the fourteen days are among the hours
    expect(kept.slice(24).every((each) => new Date(each.madeAtMs).getHours() === 16)).toBe(true)
  })

  it('do not go because time passes in which nobody works', () => {
    const before = after(Array.from({ length: 14 }, (_, i) => start + i * 24 * hourMs))
    expect(before).toHaveLength(14)
    expect(after([...before.map((each) => each.madeAtMs).toReversed(), start + 400 * 24 * hourMs])).toHaveLength(15)
  })

  it('of a large library are fewer: the hours go first, then the oldest days, and two stay whatever they weigh', () => {
    const gigabyte = 2 ** 30
    const times = Array.from({ length: 30 }, (_, i) => start + i * 8 * hourMs)
    const kept = after(times, 'timed', gigabyte)
    expect(kept).toHaveLength(5)
    expect(kept.slice(0, 2).map((each) => each.madeAtMs)).toEqual(times.slice(-2).toReversed())
    const backups = times.toReversed().map((time) => backup('timed', time, 4 * gigabyte))
    expect(planRotation(backups, gigabyte)).toHaveLength(28)
  })
})

it('before migrations and before restores the last five are kept, and what a person asked for stays', () => {
  const times = Array.from({ length: 9 }, (_, i) => start + i * hourMs)
  expect(after(times, 'migration').map((each) => each.madeAtMs)).toEqual(times.slice(-5).toReversed())
  expect(after(times, 'restore')).toHaveLength(5)
  expect(after(times, 'person')).toHaveLength(9)
})

it('whatever there is, the newest of each kind stays, and nothing goes that was not there', () => {
  const some = array(
    record({
      kind: constantFrom<BackupKind>('timed', 'migration', 'restore', 'person'),
      hours: integer({ min: 0, max: 24 * 400 }),
      sizeBytes: integer({ min: 1, max: 2 ** 32 }),
    }),
  )
  assert(
    property(some, integer({ min: 0, max: 2 ** 32 }), (made, librarySizeBytes) => {
      const backups = made
        .map(({ kind, hours, sizeBytes }) => backup(kind, start + hours * hourMs, sizeBytes))
        .toSorted((a, b) => b.madeAtMs - a.madeAtMs)
      const gone = planRotation(backups, librarySizeBytes)
      expect(gone.every((each) => backups.includes(each))).toBe(true)
      expect(new Set(gone).size).toBe(gone.length)
      for (const kind of ['timed', 'migration', 'restore', 'person'])
        expect(gone).not.toContain(backups.find((each) => each.kind === kind))
      expect(gone.some((each) => each.kind === 'person')).toBe(false)
    }),
  )
})
