import { listBackups } from '../backup/backup-files.ts'
import { checkBackup } from '../backup/check-backup.ts'
import { storageTrouble } from '../storage-failure.ts'
import type { PictureCheck } from './check-pictures.ts'

/** Whether each backup could be restored. Disks forget, and a backup is looked for only when it is needed. */
export function checkBackups({ paths, findings, signal, progress }: PictureCheck): void {
  const backups = listBackups(paths)
  for (const [done, { name }] of backups.entries()) {
    signal.throwIfAborted()
    progress({ stage: 'backups', done, total: backups.length })
    findings.checked.backups++
    try {
      checkBackup(paths.backupFile(name))
    } catch (error) {
      if (storageTrouble(error) === null) throw error
      const sentence = `The backup ${name} cannot be restored: it was damaged after it was made, or cannot be read. Remove it; “plumage backup make” makes a new one.`
      findings.add('bad-backup', `backups/${name}`, sentence)
    }
  }
}
