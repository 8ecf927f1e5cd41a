import type { Command } from 'commander'
import * as help from '../help.ts'
import type { CommonOptions } from '../run-options.ts'
import type { Terminal } from '../terminal.ts'
import { addRunOptions } from './add-common.ts'

/** `plumage verify` */
export function addVerify(program: Command, terminal: Terminal): void {
  addRunOptions(program.command('verify').description(help.verifyLibrary))
    .addHelpText('after', help.after.verify)
    .action(async (options: CommonOptions) => {
      const { verify } = await import('../commands/verify.ts')
      await verify(options, terminal)
    })
}
