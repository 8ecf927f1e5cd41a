import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Backup, BackupKind, type DamagedFile } from '../../../contract/upkeep.ts'
import type { LibraryPaths } from '../../../service/paths.ts'

const backupName = /^([a-z]+)-(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z)-v(\d+)\.db$/
const damagedName = /^plumage-damaged-(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d)(-\d+)?\.db$/

/** The name says all that has to be known of a backup without opening it, and sorts by time within its kind. */
export function nameBackup(kind: BackupKind, madeAtMs: number, schemaVersion: number): string {
  return `${kind}-${new Date(madeAtMs).toISOString().replaceAll(/[:.]/g, '-')}-v${schemaVersion}.db`
}

/** The finished backups, newest first. Whatever else lies in the folder is none of ours. */
export function listBackups({ backups }: LibraryPaths): Backup[] {
  const names = namesIn(backups)
  return names.flatMap((name) => toBackup(name, sizeOf(join(backups, name)))).toSorted(newestFirst)
}

const newestFirst = (a: Backup, b: Backup) => b.madeAtMs - a.madeAtMs || (a.name < b.name ? 1 : -1)

function toBackup(name: string, sizeBytes: number | null): Backup[] {
  const [, kindName, time = '', version] = backupName.exec(name) ?? []
  const kind = BackupKind.safeParse(kindName).data
  if (!kind || sizeBytes === null) return []
  return [{ name, kind, madeAtMs: toTimeMs(time), schemaVersion: Number(version), sizeBytes }]
}

/** Library files that were put aside, newest first. */
export function listDamagedFiles({ library }: LibraryPaths): DamagedFile[] {
  const names = namesIn(library)
  const files = names.flatMap((name): DamagedFile[] => {
    const [, time] = damagedName.exec(name) ?? []
    const sizeBytes = sizeOf(join(library, name))
    return time === undefined || sizeBytes === null ? [] : [{ name, putAsideAtMs: toTimeMs(`${time}-000Z`), sizeBytes }]
  })
  return files.toSorted((a, b) => b.putAsideAtMs - a.putAsideAtMs || (a.name < b.name ? 1 : -1))
}

/** None where there is no folder, or something else in its place. */
function namesIn(folder: string): string[] {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(folder) : []
}

/** From a time whose colons and point are dashes, so that it can stand in a file's name everywhere. */
function toTimeMs(time: string): number {
  return Date.parse(time.replace(/T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z$/, 'T$1:$2:$3.$4Z'))
}

/** Null when it was removed meanwhile, or is no file. */
function sizeOf(file: string): number | null {
  const stat = statSync(file, { throwIfNoEntry: false })
  return stat?.isFile() ? stat.size : null
}
