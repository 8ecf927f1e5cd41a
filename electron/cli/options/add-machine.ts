import type { Command } from 'commander'
import type { DevicesOptions } from '../commands/devices.ts'
import * as help from '../help.ts'
import type { CommonOptions } from '../run-options.ts'
import type { Terminal } from '../terminal.ts'
import { addRunOptions, readId } from './add-common.ts'

/** `plumage packs list` and `plumage packs verify` */
export function addPacks(program: Command, terminal: Terminal): void {
  const packs = program.command('packs').description(help.packs)
  addRunOptions(packs.command('list').description('list the model packs and say which can be used')).action(
    async (options: CommonOptions) => {
      const { listPacks } = await import('../commands/packs.ts')
      await listPacks(options, terminal)
    },
  )
  addRunOptions(
    packs.command('verify').argument('[pack]', 'id of the pack; all packs if left out').description(help.verify),
  ).action(async (pack: string | undefined, options: CommonOptions) => {
    const { verifyPacks } = await import('../commands/packs.ts')
    await verifyPacks(pack ?? null, options, terminal)
  })
}

/** `plumage devices` */
export function addDevices(program: Command, terminal: Terminal): void {
  const command = program.command('devices').description(help.devices)
  command
    .option('--probe', 'try each with the model, in a process of its own, and remember what came of it')
    .option('--pack <id>', 'the model pack to try them with, or to tell of', readId)
  addRunOptions(command)
    .addHelpText('after', help.after.devices)
    .action(async (options: DevicesOptions) => {
      const { showDevices } = await import('../commands/devices.ts')
      await showDevices(options, terminal)
    })
}
