import { existsSync, renameSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { syncFolder } from './sync-folder.ts'

/** Renames a damaged database with its log, so that it can still be looked into. Returns its new name. */
export function putAside(file: string, nowMs: number): string {
  const stem = `${basename(file, '.db')}-damaged-${new Date(nowMs).toISOString().replaceAll(':', '-').slice(0, 19)}`
  let name = `${stem}.db`
  for (let n = 2; existsSync(join(dirname(file), name)); n++) name = `${stem}-${n}.db`
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, join(dirname(file), name + suffix))
  }
  syncFolder(dirname(file))
  return name
}
