import type { Command } from 'commander'
import * as help from '../help.ts'
import type { CommonOptions } from '../run-options.ts'
import type { Terminal } from '../terminal.ts'
import { addRunOptions } from './add-common.ts'

/** `plumage backup list` and `plumage backup make` */
export function addBackup(program: Command, terminal: Terminal): void {
  const backup = program.command('backup').description(help.backup).addHelpText('after', help.after.backup)
  addRunOptions(backup.command('list').description(help.backupList)).action(async (options: CommonOptions) => {
    const { listBackups } = await import('../commands/backup.ts')
    await listBackups(options, terminal)
  })
  addRunOptions(backup.command('make').description(help.backupMake)).action(async (options: CommonOptions) => {
    const { makeBackup } = await import('../commands/backup.ts')
    await makeBackup(options, terminal)
  })
}

/** `plumage verify` */
export function addVerify(program: Command, terminal: Terminal): void {
  addRunOptions(program.command('verify').description(help.verifyLibrary))
    .addHelpText('after', help.after.verify)
    .action(async (options: CommonOptions) => {
      const { verify } = await import('../commands/verify.ts')
      await verify(options, terminal)
    })
}
