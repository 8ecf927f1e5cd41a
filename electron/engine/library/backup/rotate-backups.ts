import { lstatSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { LibraryPaths } from '../../../service/paths.ts'
import { syncFolder } from '../sync-folder.ts'
import { listBackups } from './backup-files.ts'
import { planRotation } from './plan-rotation.ts'

const leftDraftMs = 86_400_000

/** Removes what is too old. To be called only right after a backup was made and checked, so that a good one stays. */
export function rotateBackups(paths: LibraryPaths): void {
  const backups = listBackups(paths)
  const [newest] = backups
  if (!newest) return
  const old = planRotation(backups, newest.sizeBytes)
  for (const { name } of old) rmSync(paths.backupFile(name), { force: true })
  if (old.length > 0) syncFolder(paths.backups)
}

/** Drafts of a process that was killed. A day is longer than any backup takes. */
export function removeLeftDrafts({ backups }: LibraryPaths, nowMs: number): void {
  for (const name of readdirSync(backups).filter((each) => /\.tmp(-\w+)?$/.test(each))) {
    const stat = lstatSync(join(backups, name), { throwIfNoEntry: false })
    if (stat && nowMs - stat.mtimeMs > leftDraftMs) rmSync(join(backups, name), { force: true })
  }
}
